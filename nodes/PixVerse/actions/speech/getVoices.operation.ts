import { DEFAULT_SPEECH_MODEL, speechModels } from '../../../shared/catalog/audioModels';
import { speechVoiceList } from '../../../shared/api/optionLists';
import { modelField } from '../../descriptions/modelDependentFields';
import { languageCode } from '../../descriptions/speech';
import { createListOperation } from '../operationFactories';

export const getVoices = createListOperation(
	speechVoiceList,
	{
		name: 'Get Voices',
		value: 'getVoices',
		action: 'Get speech voices',
		description: 'List the voices of a speech model',
	},
	[
		modelField(speechModels, DEFAULT_SPEECH_MODEL, {
			description: 'Model whose voices to list',
		}),
		{ ...languageCode, description: 'Language that the voices must support' },
	],
	(item) => ({ model: item.getModel(), language: item.getLocatorValue('languageCode') }),
);
