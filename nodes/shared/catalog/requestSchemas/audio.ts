import { z } from 'zod';
import {
	DEFAULT_MUSIC_MODEL,
	DEFAULT_SPEECH_MODEL,
	EMOTIONS,
	getMaxMusicReferences,
	MAX_LYRICS_LENGTH,
	type MusicModel,
	musicModels,
	SPEECH_SETTINGS,
	speechModels,
} from '../audioModels';
import { looseObject } from '../../lazySchema';
import { formatNumber } from '../../text';
import { getOwn } from '../lookup';
import { type Body, type Report, createRequestSchema } from '../validationIssues';
import {
	countNumbered,
	fileSchema,
	booleanSchema,
	numberedFields,
	getCommonFields,
	stringSchema,
} from './fields';

/** `POST music/create`. */
export const musicCreateSchema = createRequestSchema(
	() =>
		looseObject({
			...getCommonFields(),
			...numberedFields('image_path_#', getMaxMusicReferences(), fileSchema),
			prompt: stringSchema,
			model: stringSchema,
			instrumental: booleanSchema,
			lyrics: z.string().max(MAX_LYRICS_LENGTH).optional(),
		}),
	checkMusic,
);

function checkMusic(body: Body, report: Report): void {
	if (!body.prompt) report('prompt', 'is empty', 'Describe the music.');
	if (body.instrumental === true && body.lyrics)
		report(
			'lyrics',
			'are set, but an instrumental track has none',
			'Remove the lyrics, or turn off Instrumental.',
		);
	const id = (body.model as string | undefined) ?? DEFAULT_MUSIC_MODEL;
	const model = getOwn(musicModels, id);
	if (!model) return;
	checkLength(body, report, 'prompt', id, model.maxPromptLength);
	if (body.lyrics && !model.supportsLyrics)
		report(
			'lyrics',
			`are set, but ${id} writes its own`,
			`Remove them, or choose ${listMusicModels(({ supportsLyrics }) => supportsLyrics)}.`,
		);
	const images = countNumbered(body, 'image_path_#');
	if (images > model.references)
		report(
			`image_path_${model.references + 1}`,
			model.references === 0
				? `is set, but ${id} doesn't support images`
				: `is one too many: ${id} accepts ${model.references} images`,
			`Remove it, or choose ${listMusicModels(({ references }) => references > images - 1)}.`,
		);
}

const listMusicModels = (canDoIt: (model: MusicModel) => boolean): string =>
	Object.keys(musicModels)
		.filter((id) => canDoIt(musicModels[id] as MusicModel))
		.join(' or ') || 'another model';

const ratioSchema = z.number().min(0).max(1).optional();

/** `POST speech/create`. */
export const speechCreateSchema = createRequestSchema(
	() =>
		z.object({
			...getCommonFields(),
			text: stringSchema,
			voice_id: stringSchema,
			model: stringSchema,
			language_code: stringSchema,
			speed: z.number().optional(),
			volume: z.number().min(0).max(10).optional(),
			pitch: z.number().int().min(-12).max(12).optional(),
			emotion: stringSchema,
			stability: ratioSchema,
			similarity_boost: ratioSchema,
			style: ratioSchema,
			use_speaker_boost: booleanSchema,
		}),
	checkSpeech,
);

function checkSpeech(body: Body, report: Report): void {
	if (!body.text) report('text', 'is empty', 'Enter the text to speak.');
	if (!body.voice_id) report('voice_id', 'is empty', 'Choose a voice.');
	const id = (body.model as string | undefined) ?? DEFAULT_SPEECH_MODEL;
	const model = getOwn(speechModels, id);
	if (!model) return;
	checkLength(body, report, 'text', id, model.maxTextLength);
	const noLanguage = 'Leave it empty: the model detects the language of the text.';
	if (body.language_code !== undefined && !model.supportsLanguageCode)
		report('language_code', `is set, but ${id} doesn't support it`, noLanguage);
	for (const setting of SPEECH_SETTINGS)
		if (body[setting] !== undefined && !model.settings.includes(setting))
			report(
				setting,
				`is set, but ${id} (${model.provider}) doesn't support it`,
				`It supports ${model.settings.join(', ')}. Remove the option, or choose another model.`,
			);
	if (typeof body.emotion === 'string' && !EMOTIONS.includes(body.emotion))
		report(
			'emotion',
			`is ${body.emotion}, but the known values are ${EMOTIONS.join(', ')}`,
			'Speech: Get Models lists those of each model.',
			false,
		);
	const { min, max } = model.speed;
	if (typeof body.speed === 'number' && (body.speed < min || body.speed > max))
		report(
			'speed',
			`is ${body.speed}, but ${id} accepts ${min} to ${max}`,
			'Choose a value in this range.',
		);
}

function checkLength(body: Body, report: Report, parameter: string, id: string, longest: number) {
	const value = body[parameter];
	if (typeof value !== 'string' || value.length <= longest) return;
	report(
		parameter,
		`has ${formatNumber(value.length)} characters, but ${id} accepts at most ${formatNumber(longest)}`,
		'Shorten it, or choose a model that accepts more.',
	);
}
