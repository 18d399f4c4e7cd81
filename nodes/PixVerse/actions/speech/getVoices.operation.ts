import { DEFAULT_SPEECH_MODEL, speechModels } from '../../../shared/catalog/audioModels';
import { speechVoiceList } from '../../../shared/api/optionLists';
import { accountForReading } from '../../descriptions/account';
import { modelField } from '../../descriptions/modelDependentFields';
import { languageCode } from '../../descriptions/voices';
import { createListOperation } from '../listOperation';

/** Lists the voices a speech model can speak with. */
export const getVoices = createListOperation({
	list: speechVoiceList,
	option: {
		name: 'Get Voices',
		value: 'getVoices',
		action: 'Get voices',
		description: 'List the voices a speech model can speak with',
	},
	fields: [
		modelField(speechModels, DEFAULT_SPEECH_MODEL, {
			description: 'Voices belong to the provider of a model',
		}),
		{ ...languageCode, description: 'Only voices that speak this language' },
		accountForReading,
	],
	query: (item) => ({
		model: item.model(),
		language: item.getLocatorValue('languageCode'),
		email: item.account(),
	}),
});
