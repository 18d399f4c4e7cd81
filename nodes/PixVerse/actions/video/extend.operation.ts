import { families } from '../../../shared/api/generationTypes';
import { videoExtend } from '../../../shared/catalog/requestSchemas/video';
import { sourceVideo } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { followingModel, modelFor } from '../../descriptions/videoModel';
import { generation } from '../types';

/** Continues a video where it ends. The source is a PixVerse video or an uploaded one. */
export const extend = generation({
	family: families.video,
	endpoint: 'videos/extend',
	task: 'extend the video',
	contract: videoExtend,
	option: {
		name: 'Extend',
		value: 'extend',
		action: 'Extend video',
		description: 'Continue a video where it ends',
	},
	fields: [
		sourceVideo,
		prompt({
			placeholder: 'e.g. the camera rises above the clouds',
			description: 'What happens next, up to 5,000 characters',
		}),
		modelFor('extend'),
		...followingModel('extend', ['duration', 'quality']),
		option.options(option.audio, option.offPeakMode, option.seed),
	],
	request: (item) => ({
		...item.sourceVideo(),
		prompt: item.text('prompt'),
		model: item.model(),
		duration: item.duration(),
		quality: item.quality(),
		...item.options(),
	}),
});
