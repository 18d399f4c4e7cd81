import { families } from '../../../shared/api/generationTypes';
import { DEFAULT_SPEECH_MODEL, speechModels } from '../../../shared/catalog/audioModels';
import { speechCreate } from '../../../shared/catalog/requestSchemas/audio';
import { COSTS, modelPicker } from '../../descriptions/modelDependentFields';
import * as option from '../../descriptions/options';
import { speechSettings, textToSpeak } from '../../descriptions/speech';
import { languageCode, voiceId } from '../../descriptions/voices';
import { generation } from '../types';

/** Speaks a text. */
export const create = generation({
	family: families.speech,
	endpoint: 'speech/create',
	task: 'create the speech',
	contract: speechCreate,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create speech',
		description: 'Speak a text with a voice of MiniMax or ElevenLabs',
	},
	fields: [
		textToSpeak,
		modelPicker(speechModels, DEFAULT_SPEECH_MODEL, {
			description: 'What speaks. Price and settings follow the model.',
			hint: COSTS,
		}),
		voiceId,
		languageCode,
		option.options(...speechSettings),
	],
	request: (item) => ({
		text: item.text('text'),
		model: item.model(),
		voice_id: item.chosen('voiceId'),
		language_code: item.chosen('languageCode'),
		...item.options(),
	}),
});
