import { videoMotionControlSchema } from '../../../shared/catalog/requestSchemas/video';
import { fileField, USUAL_FIELD } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

export const motionControl = defineGeneration({
	endpoint: 'videos/motion-control',
	verbPhrase: 'create the motion control video',
	schema: videoMotionControlSchema,
	option: {
		name: 'Motion Control',
		value: 'motionControl',
		action: 'Create a motion control video',
		description: 'Animate a character from an image with the motion from a video',
	},
	fields: () => [
		fileField({
			displayName: 'Character',
			name: 'character',
			required: true,
			default: USUAL_FIELD,
			description: 'Image that clearly shows a person or an animal',
		}),
		fileField({
			displayName: 'Motion Video',
			name: 'motionVideo',
			fileType: 'video',
			required: true,
			description:
				'Video that provides the motion: 1 to 30 s, up to 50 MB, at most 1920 × 1920 pixels',
		}),
		videoModelField('motion-control'),
		...videoModelDependentFields('motion-control', ['quality']),
		option.optionsField(option.offPeakMode, option.relaxMode),
	],
	request: (item) => ({
		frame_1_path: item.getFile('character', 'image'),
		video_1_path: item.getFile('motionVideo', 'video'),
		model: item.getModel(),
		quality: item.getQuality(),
		...item.getOptions(),
	}),
});
