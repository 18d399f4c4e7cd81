import { generationTypes } from '../../../shared/api/generationTypes';
import { DEFAULT_SPEECH_MODEL, speechModels } from '../../../shared/catalog/audioModels';
import { speechCreateSchema } from '../../../shared/catalog/requestSchemas/audio';
import { modelField } from '../../descriptions/modelDependentFields';
import * as option from '../../descriptions/options';
import { speechSettings, textToSpeak } from '../../descriptions/speech';
import { languageCode, voiceId } from '../../descriptions/voices';
import { defineGeneration } from '../types';

export const create = defineGeneration({
	generationType: generationTypes.speech,
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
		textToSpeak,
		modelField(speechModels, DEFAULT_SPEECH_MODEL, {
			description:
				'Model that generates the speech. It determines the price and the available settings.',
		}),
		voiceId,
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
