import { z } from 'zod';
import { createBadRequestError } from '../error-responses.cts';
import {
	DEFAULT_SPEECH_MODEL,
	EMOTIONS,
	SPEECH_MODELS,
	type SpeechModel,
} from '../seeds/speech-models.cts';
import { SPEECH_VOICES } from '../seeds/speech-voices.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import { flag, parseBody, sharedFields } from './fields.cts';

const body = z
	.object({
		text: z.string().min(1),
		voice_id: z.string().min(1),
		model: z.string().min(1).optional(),
		language_code: z.string().min(1).optional(),
		speed: z.number().optional(),
		volume: z.number().min(0).max(10).optional(),
		pitch: z.number().int().min(-12).max(12).optional(),
		emotion: z.enum(EMOTIONS).optional(),
		stability: z.number().min(0).max(1).optional(),
		similarity_boost: z.number().min(0).max(1).optional(),
		style: z.number().min(0).max(1).optional(),
		use_speaker_boost: flag.optional(),
		...sharedFields,
	})
	.strict();
type Body = z.output<typeof body>;

const PROVIDER_SETTINGS = {
	minimax: ['volume', 'pitch', 'emotion'],
	elevenlabs: ['stability', 'similarity_boost'],
} as const;
const MULTILINGUAL_SETTINGS = ['style', 'use_speaker_boost'] as const;
/** All settings of any model. */
export const SPEECH_SETTINGS = [
	'speed',
	...PROVIDER_SETTINGS.minimax,
	...PROVIDER_SETTINGS.elevenlabs,
	...MULTILINGUAL_SETTINGS,
] as const;
const SPEED_RANGES = { minimax: [0.5, 2], elevenlabs: [0.7, 1.2] } as const;

/** POST speech/create: text spoken by a voice. */
export const speechCreate: CreateEndpoint = {
	path: 'speech/create',
	parse(fields): GenerationRequest {
		const values = parseBody(body, fields);
		const name = values.model ?? DEFAULT_SPEECH_MODEL;
		const model = SPEECH_MODELS.find((candidate) => candidate.model === name);
		if (!model) throw createBadRequestError(`Parameter model: ${name} is not a known model`);
		if (values.text.length > model.max_characters) {
			throw createBadRequestError(
				`Parameter text: ${name} takes up to ${model.max_characters} characters`,
			);
		}
		checkSettings(values, model);
		checkLanguage(values, model);
		const voice = SPEECH_VOICES.find((candidate) => candidate.row.voice_id === values.voice_id);
		if (!voice) throw createBadRequestError(`Parameter voice_id: ${values.voice_id} is not known`);
		if (voice.provider !== model.provider) {
			throw createBadRequestError(`Parameter voice_id: ${values.voice_id} does not fit ${name}`);
		}
		const { unit_characters, unit_credits } = model.credit_formula;
		return {
			kind: 'speech',
			parameters: {
				model: name,
				prompt: values.text,
				duration: Math.max(1, Math.round(values.text.length / 15)),
				inputs: {},
				extra: {
					provider: model.provider,
					voice_id: voice.row.voice_id,
					voice_name: voice.row.display_name,
					language_code: values.language_code ?? 'auto',
				},
			},
			uploads: [],
			price: Math.ceil(values.text.length / unit_characters) * unit_credits,
		};
	},
};

/** Returns the settings that a model supports. Both providers have `speed`, with different ranges. */
export function getSpeechSettings({ model, provider }: SpeechModel): readonly string[] {
	const modelSettings = model === 'eleven-multilingual-v2' ? MULTILINGUAL_SETTINGS : [];
	return ['speed', ...PROVIDER_SETTINGS[provider], ...modelSettings];
}

export const supportsLanguageCode = ({ model }: SpeechModel): boolean => model !== 'eleven-v3';

/** Rejects the settings of other models. */
function checkSettings(values: Body, model: SpeechModel): void {
	const supported = getSpeechSettings(model);
	for (const name of SPEECH_SETTINGS) {
		if (values[name] !== undefined && !supported.includes(name)) {
			throw createBadRequestError(`Parameter ${name} is not supported by ${model.model}`);
		}
	}
	const [min, max] = SPEED_RANGES[model.provider];
	if (values.speed !== undefined && (values.speed < min || values.speed > max)) {
		throw createBadRequestError(`Parameter speed: ${model.model} takes ${min} to ${max}`);
	}
}

function checkLanguage({ language_code: code }: Body, model: SpeechModel): void {
	if (code === undefined) return;
	if (!supportsLanguageCode(model)) {
		throw createBadRequestError(`Parameter language_code is not supported by ${model.model}`);
	}
	if (!model.supported_language_codes.includes(code)) {
		throw createBadRequestError(`Parameter language_code: ${model.model} does not speak ${code}`);
	}
}
