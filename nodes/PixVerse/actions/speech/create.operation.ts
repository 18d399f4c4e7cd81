import { DEFAULT_SPEECH_MODEL, speechModels } from '../../../shared/catalog/audioModels';
import { speechCreateSchema } from '../../../shared/catalog/requestSchemas/audio';
import { field, searchableLocator } from '../../../shared/descriptions/fields';
import { modelField } from '../../descriptions/modelDependentFields';
import * as option from '../../descriptions/options';
import { languageCode, speechSettings } from '../../descriptions/speech';
import { defineGeneration } from '../types';

export const create = defineGeneration({
	endpoint: 'speech/create',
	verbPhrase: 'create the speech',
	schema: speechCreateSchema,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a speech clip',
		description: 'Generate speech from text with a MiniMax or ElevenLabs voice',
	},
	fields: () => [
		field(
			{
				displayName: 'Text',
				name: 'text',
				typeOptions: { rows: 4 },
				default: '',
				placeholder: 'e.g. Good morning! Here is the weather.',
			},
			'Text to speak, up to 5,000 to 40,000 characters depending on the model. ElevenLabs v3 supports audio tags such as [whispers].',
		),
		modelField(speechModels, DEFAULT_SPEECH_MODEL, {
			description:
				'Model that generates the speech. It determines the price and the available settings.',
		}),
		searchableLocator({
			displayName: 'Voice',
			name: 'voiceId',
			required: true,
			description: 'Voice that speaks the text. The list shows the voices that the model supports.',
			searchListMethod: 'searchVoices',
			example: 'minimax_english_radiant_girl',
		}),
		languageCode,
		option.optionsField(...speechSettings),
	],
	request: (item) => ({
		text: item.getString('text'),
		model: item.getModel(),
		voice_id: item.getLocatorValue('voiceId'),
		language_code: item.getLocatorValue('languageCode'),
		...item.getOptions(),
	}),
});
