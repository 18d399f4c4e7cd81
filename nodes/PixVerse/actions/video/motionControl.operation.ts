import { families } from '../../../shared/api/generationTypes';
import { videoMotionControl } from '../../../shared/catalog/requestSchemas/video';
import { media } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { followingModel, modelFor } from '../../descriptions/videoModel';
import { generation } from '../types';

/** Moves a character as somebody in a video moves. */
export const motionControl = generation({
	family: families.video,
	endpoint: 'videos/motion-control',
	task: 'create the motion control video',
	contract: videoMotionControl,
	option: {
		name: 'Motion Control',
		value: 'motionControl',
		action: 'Create motion control video',
		description: 'Move the character of an image as somebody in a video moves',
	},
	fields: [
		media({
			displayName: 'Character',
			name: 'character',
			required: true,
			description: 'Image that clearly shows a person or an animal',
		}),
		media({
			displayName: 'Motion Video',
			name: 'motionVideo',
			required: true,
			description:
				'Video whose motion is taken: 1 to 30 s, up to 50 MB, at most 1920 × 1920 pixels',
		}),
		modelFor('motion-control'),
		...followingModel('motion-control', ['quality']),
		option.options(option.offPeakMode),
	],
	request: (item) => ({
		frame_1_path: item.media('character', 'image'),
		video_1_path: item.media('motionVideo', 'video'),
		model: item.model(),
		quality: item.quality(),
		...item.options(),
	}),
});
