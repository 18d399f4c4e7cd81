import { families } from '../../../shared/api/generationTypes';
import { videoModify } from '../../../shared/catalog/requestSchemas/video';
import { sourceVideo } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { followingModel, modelFor } from '../../descriptions/videoModel';
import { generation } from '../types';

/** Changes what a video shows, by prompt. */
export const modify = generation({
	family: families.video,
	endpoint: 'videos/modify',
	task: 'modify the video',
	contract: videoModify,
	option: {
		name: 'Modify',
		value: 'modify',
		action: 'Modify video',
		description: 'Change what a video shows, by prompt',
	},
	fields: [
		sourceVideo,
		prompt({
			placeholder: 'e.g. replace the car with a horse carriage',
			description: 'What to change, up to 5,000 characters',
		}),
		modelFor('modify'),
		...followingModel('modify', ['quality']),
		option.options(option.offPeakMode, option.seed),
	],
	request: (item) => ({
		...item.sourceVideo(),
		prompt: item.text('prompt'),
		model: item.model(),
		quality: item.quality(),
		...item.options(),
	}),
});
