import { DEFAULT_SPEECH_MODEL, speechModels } from '../../../shared/catalog/audioModels';
import { speechVoiceList } from '../../../shared/api/optionLists';
import { modelField } from '../../descriptions/modelDependentFields';
import { languageCode } from '../../descriptions/speech';
import { createListOperation } from '../operationFactories';

export const getVoices = createListOperation({
	list: speechVoiceList,
	option: {
		name: 'Get Voices',
		value: 'getVoices',
		action: 'Get speech voices',
		description: 'List the voices of a speech model',
	},
	fields: [
		modelField(speechModels, DEFAULT_SPEECH_MODEL, {
			description: 'Model whose voices to list',
		}),
		{ ...languageCode, description: 'Language that the voices must support' },
	],
	query: (item) => ({
		model: item.getModel(),
		language: item.getLocatorValue('languageCode'),
	}),
});
