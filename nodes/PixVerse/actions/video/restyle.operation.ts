import { videoRestyleSchema } from '../../../shared/catalog/requestSchemas/video';
import { searchableLocator } from '../../../shared/descriptions/fields';
import { prompt, sourceVideoField } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import { videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

export const restyle = defineGeneration({
	endpoint: 'videos/restyle',
	verbPhrase: 'restyle the video',
	schema: videoRestyleSchema,
	option: {
		name: 'Restyle',
		value: 'restyle',
		action: 'Restyle a video',
		description:
			'Change the style of a video with a prompt and a predefined style. The API may have retired it; Modify does similar work.',
	},
	fields: () => [
		sourceVideoField,
		prompt({
			placeholder: 'e.g. as a watercolor painting',
			description: 'Description of the style, up to 5,000 characters',
		}),
		searchableLocator({
			displayName: 'Style',
			name: 'restyleId',
			description: 'Predefined style to start from',
			searchListMethod: 'searchRestyles',
			placeholder: 'Choose a style (optional)',
			example: '12',
		}),
		videoModelField('restyle'),
		option.optionsField(option.offPeakMode, option.seed),
	],
	request: (item) => ({
		...item.getSource('video'),
		prompt: item.getString('prompt'),
		restyle_id: item.getLocatorValue('restyleId'),
		model: item.getModel(),
		...item.getOptions(),
	}),
});
