import { generationTypes } from '../../../shared/api/generationTypes';
import { DEFAULT_SPEECH_MODEL, speechModels } from '../../../shared/catalog/audioModels';
import { speechCreateSchema } from '../../../shared/catalog/requestSchemas/audio';
import { COSTS_CREDITS_HINT, modelField } from '../../descriptions/modelDependentFields';
import * as option from '../../descriptions/options';
import { speechSettings, textToSpeak } from '../../descriptions/speech';
import { languageCode, voiceId } from '../../descriptions/voices';
import { defineGeneration } from '../types';

/** Speaks a text. */
export const create = defineGeneration({
	generationType: generationTypes.speech,
	endpoint: 'speech/create',
	verbPhrase: 'create the speech',
	schema: speechCreateSchema,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create speech',
		description: 'Speak a text with a voice of MiniMax or ElevenLabs',
	},
	fields: [
		textToSpeak,
		modelField(speechModels, DEFAULT_SPEECH_MODEL, {
			description: 'What speaks. Price and settings follow the model.',
			hint: COSTS_CREDITS_HINT,
		}),
		voiceId,
		languageCode,
		option.optionsField(...speechSettings),
	],
	request: (item) => ({
		text: item.getString('text'),
		model: item.model(),
		voice_id: item.getLocatorValue('voiceId'),
		language_code: item.getLocatorValue('languageCode'),
		...item.options(),
	}),
});
