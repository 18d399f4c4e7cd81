import { videoExtendSchema } from '../../../shared/catalog/requestSchemas/video';
import { prompt, sourceVideoField } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

export const extend = defineGeneration({
	endpoint: 'videos/extend',
	verbPhrase: 'extend the video',
	schema: videoExtendSchema,
	option: {
		name: 'Extend',
		value: 'extend',
		action: 'Extend a video',
		description: 'Extend a video beyond its last frame',
	},
	fields: () => [
		sourceVideoField,
		prompt({
			placeholder: 'e.g. the camera rises above the clouds',
			description: 'Description of what happens next, up to 5,000 characters',
		}),
		videoModelField('extend'),
		...videoModelDependentFields('extend', ['duration', 'quality']),
		option.optionsField(option.audio, option.offPeakMode, option.seed),
	],
	request: (item) => ({
		...item.getSource('video'),
		prompt: item.getString('prompt'),
		model: item.getModel(),
		duration: item.getDuration(),
		quality: item.getQuality(),
		...item.getOptions(),
	}),
});
