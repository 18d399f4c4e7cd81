import { families } from '../../../shared/api/generationTypes';
import { videoRestyle } from '../../../shared/catalog/requestSchemas/video';
import { sourceVideo } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { restyleId } from '../../descriptions/styles';
import { modelFor } from '../../descriptions/videoModel';
import { generation } from '../types';

/** Gives a video another look. */
export const restyle = generation({
	family: families.video,
	endpoint: 'videos/restyle',
	task: 'restyle the video',
	contract: videoRestyle,
	option: {
		name: 'Restyle',
		value: 'restyle',
		action: 'Restyle video',
		description: 'Give a video another look, by prompt and style',
	},
	fields: [
		sourceVideo,
		prompt({
			placeholder: 'e.g. as a watercolour painting',
			description: 'The look in words, up to 5,000 characters',
		}),
		restyleId,
		modelFor('restyle'),
		option.options(option.offPeakMode, option.seed),
	],
	request: (item) => ({
		...item.sourceVideo(),
		prompt: item.text('prompt'),
		restyle_id: item.chosen('restyleId'),
		model: item.model(),
		...item.options(),
	}),
});
