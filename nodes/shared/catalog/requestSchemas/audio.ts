import { z } from 'zod';
import {
	DEFAULT_MUSIC_MODEL,
	DEFAULT_SPEECH_MODEL,
	EMOTIONS,
	LONGEST_LYRICS,
	MOST_MUSIC_REFERENCES,
	SPEECH_SETTINGS,
	musicModels,
	speechModels,
} from '../audioModels';
import type { MusicModel, SpeechModel } from '../audioModels';
import { entryOf } from '../lookup';
import type { Refinement } from '../validationIssues';
import { object } from '../validationIssues';
import { countOf, file, flag, numbered, shared, text, whole } from './fields';

type Body = Record<string, unknown>;

/** `POST music/create`. */
export const musicCreate = whole({
	...shared,
	...numbered('image_path_#', MOST_MUSIC_REFERENCES, file),
	prompt: text,
	model: text,
	instrumental: flag,
	lyrics: z.string().max(LONGEST_LYRICS).optional(),
}).superRefine((read, refinement) => {
	const body = read as Body;
	if (!body.prompt) object(refinement, 'prompt', 'is empty', 'Describe the music.');
	if (body.instrumental === true && body.lyrics)
		object(
			refinement,
			'lyrics',
			'are set, but an instrumental has none',
			'Remove the lyrics, or switch Instrumental off.',
		);
	const id = (body.model as string | undefined) ?? DEFAULT_MUSIC_MODEL;
	const model = entryOf(musicModels, id);
	if (model) checkMusicModel(id, model, body, refinement);
});

function checkMusicModel(id: string, model: MusicModel, body: Body, refinement: Refinement): void {
	tooLong(refinement, 'prompt', body.prompt, id, model.longestPrompt);
	if (body.lyrics && !model.takesLyrics)
		object(
			refinement,
			'lyrics',
			`are set, but ${id} writes its own`,
			'Remove them, or choose music-2.6 or music-v1.',
		);
	const images = countOf(body, 'image_path_#');
	if (images > model.references)
		object(
			refinement,
			`image_path_${model.references + 1}`,
			model.references === 0
				? `is set, but ${id} takes no images`
				: `is one too many: ${id} takes ${model.references} images`,
			'Remove it, or choose lyria-3-pro-preview.',
		);
}

/** `POST speech/create`. */
export const speechCreate = z
	.object({
		...shared,
		text,
		voice_id: text,
		model: text,
		language_code: text,
		speed: z.number().optional(),
		volume: z.number().min(0).max(10).optional(),
		pitch: z.number().int().min(-12).max(12).optional(),
		emotion: z.enum(EMOTIONS).optional(),
		stability: z.number().min(0).max(1).optional(),
		similarity_boost: z.number().min(0).max(1).optional(),
		style: z.number().min(0).max(1).optional(),
		use_speaker_boost: flag,
	})
	.superRefine((read, refinement) => {
		const body = read as Body;
		if (!body.text) object(refinement, 'text', 'is empty', 'Give the text to speak.');
		if (!body.voice_id) object(refinement, 'voice_id', 'is empty', 'Choose the voice that speaks.');
		const id = (body.model as string | undefined) ?? DEFAULT_SPEECH_MODEL;
		const model = entryOf(speechModels, id);
		if (model) checkSpeechModel(id, model, body, refinement);
	});

function checkSpeechModel(
	id: string,
	model: SpeechModel,
	body: Body,
	refinement: Refinement,
): void {
	tooLong(refinement, 'text', body.text, id, model.longestText);
	if (body.language_code !== undefined && !model.takesLanguage)
		object(
			refinement,
			'language_code',
			`is set, but ${id} refuses it`,
			'Leave it empty: the model hears the language from the text.',
		);
	for (const setting of SPEECH_SETTINGS)
		if (body[setting] !== undefined && !model.settings.includes(setting))
			object(
				refinement,
				setting,
				`is set, but ${id} (${model.provider}) does not have it`,
				`It has ${model.settings.join(', ')}. Remove the option, or choose another model.`,
			);
	const { min, max } = model.speed;
	if (typeof body.speed === 'number' && (body.speed < min || body.speed > max))
		object(
			refinement,
			'speed',
			`is ${body.speed}, but ${id} takes ${min} to ${max}`,
			'Choose a value between.',
		);
}

function tooLong(
	refinement: Refinement,
	parameter: string,
	value: unknown,
	id: string,
	longest: number,
): void {
	if (typeof value !== 'string' || value.length <= longest) return;
	const count = (characters: number) => characters.toLocaleString('en-US');
	object(
		refinement,
		parameter,
		`has ${count(value.length)} characters, but ${id} takes at most ${count(longest)}`,
		'Shorten it, or choose a model that takes more.',
	);
}
