import { DEFAULT_SPEECH_MODEL, speechModels } from '../../../shared/catalog/audioModels';
import { speechVoices } from '../../../shared/api/optionLists';
import { accountToRead } from '../../descriptions/account';
import { modelPicker } from '../../descriptions/modelDependentFields';
import { languageCode } from '../../descriptions/voices';
import { offers } from '../listOperation';

/** Lists the voices a speech model can speak with. */
export const getVoices = offers({
	list: speechVoices,
	option: {
		name: 'Get Voices',
		value: 'getVoices',
		action: 'Get voices',
		description: 'List the voices a speech model can speak with',
	},
	fields: [
		modelPicker(speechModels, DEFAULT_SPEECH_MODEL, {
			description: 'Voices belong to the provider of a model',
		}),
		{ ...languageCode, description: 'Only voices that speak this language' },
		accountToRead,
	],
	query: (item) => ({
		model: item.model(),
		language: item.chosen('languageCode'),
		email: item.account(),
	}),
});
