import { videoModifySchema } from '../../../shared/catalog/requestSchemas/video';
import { prompt, sourceVideoField } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

export const modify = defineGeneration({
	endpoint: 'videos/modify',
	verbPhrase: 'modify the video',
	schema: videoModifySchema,
	option: {
		name: 'Modify',
		value: 'modify',
		action: 'Modify a video',
		description: 'Change the content of a video with a prompt',
	},
	fields: () => [
		sourceVideoField,
		prompt({
			placeholder: 'e.g. replace the car with a horse carriage',
			description: 'Description of the changes, up to 5,000 characters',
		}),
		videoModelField('modify'),
		...videoModelDependentFields('modify', ['quality']),
		option.optionsField(option.offPeakMode, option.relaxMode, option.seed),
	],
	request: (item) => ({
		...item.getSource('video'),
		prompt: item.getString('prompt'),
		model: item.getModel(),
		quality: item.getQuality(),
		...item.getOptions(),
	}),
});
