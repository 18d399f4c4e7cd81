import {
	musicCreateSchema,
	speechCreateSchema,
} from '../../../nodes/shared/catalog/requestSchemas/audio';
import { imageCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/image';
import { musicVideoCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/musicVideo';
import { createUpscaleSchema } from '../../../nodes/shared/catalog/requestSchemas/upscale';
import * as video from '../../../nodes/shared/catalog/requestSchemas/video';

/** The type of a field in the API reference. `file` stands for any value that becomes a path. */
type Type =
	| 'string'
	| 'boolean'
	| 'number'
	| 'file'
	| 'string or number'
	| `string, at most ${number}`
	| `integer from ${number}`
	| `integer from ${number} to ${number}`
	| `number from ${number} to ${number}`
	| `one of ${string}`;

const commonFields: Record<string, Type> = {
	email: 'string',
	replyUrl: 'string, at most 1024',
	// The API accepts 1,024 characters, of which the node needs 100 for its own reference.
	replyRef: 'string, at most 924',
	maxJobs: 'integer from 1 to 8',
};
const pixVerseFields: Record<string, Type> = {
	...commonFields,
	model: 'string',
	quality: 'string',
	seed: 'integer from 1 to 2147483647',
	off_peak_mode: 'boolean',
	relax_mode: 'boolean',
};
const soundFields: Record<string, Type> = {
	auto_sound: 'boolean',
	sound_effect_prompt: 'string',
	lip_sync_tts_prompt: 'string',
	lip_sync_tts_speaker_id: 'string',
};
const sourceFields: Record<string, Type> = { video_id: 'string', video_path: 'file' };
const promptFields: Record<string, Type> = { prompt: 'string, at most 5000' };
const numberFields = (name: string, count: number, type: Type = 'file'): Record<string, Type> =>
	Object.fromEntries(
		Array.from({ length: count }, (_, index) => [
			name.replace('#', String(index + 1)).replace('+', String(index + 2)),
			type,
		]),
	);

/** The fields of each endpoint in the API reference, and the required ones. */
const ENDPOINTS: Array<[string, { getFields(): unknown }, Record<string, Type>, string[]?]> = [
	[
		'videos/create',
		video.videoCreateSchema,
		{
			...pixVerseFields,
			...soundFields,
			...promptFields,
			first_frame_path: 'file',
			last_frame_path: 'file',
			duration: 'integer from 1',
			aspect_ratio: 'string',
			audio: 'boolean',
			multi_shot: 'boolean',
			preview_mode: 'boolean',
		},
	],
	[
		'videos/create with an effect',
		video.videoFromEffectSchema,
		{
			...commonFields,
			...promptFields,
			...numberFields('frame_#_path', 5),
			template_id: 'integer from 1',
			quality: 'string',
			seed: 'integer from 1 to 2147483647',
			off_peak_mode: 'boolean',
			preview_mode: 'boolean',
		},
		['template_id'],
	],
	[
		'videos/create-frames',
		video.videoFromFramesSchema,
		{
			...pixVerseFields,
			...soundFields,
			...promptFields,
			first_frame_path: 'file',
			last_frame_path: 'file',
			duration: 'integer from 1',
			audio: 'boolean',
			preview_mode: 'boolean',
		},
	],
	[
		'videos/create-transition',
		video.videoTransitionSchema,
		{
			...pixVerseFields,
			...soundFields,
			...numberFields('frame_#_path', 7),
			...numberFields('duration_#_to_+', 6, 'integer from 1'),
			...numberFields('prompt_#_to_+', 6, 'string'),
			audio: 'boolean',
			preview_mode: 'boolean',
		},
	],
	[
		'videos/create-fusion',
		video.videoFusionSchema,
		{
			...pixVerseFields,
			...promptFields,
			...numberFields('frame_#_path', 10),
			...numberFields('video_#_path', 5),
			...numberFields('audio_#_path', 5),
			duration: 'integer from 1',
			aspect_ratio: 'string',
			audio: 'boolean',
		},
	],
	[
		'videos/create-final',
		video.videoFinalSchema,
		{ ...commonFields, video_id: 'string', quality: 'one of 1080p|2160p', relax_mode: 'boolean' },
		['video_id'],
	],
	[
		'videos/extend',
		video.videoExtendSchema,
		{
			...pixVerseFields,
			...sourceFields,
			...promptFields,
			duration: 'integer from 1',
			audio: 'boolean',
		},
	],
	[
		'videos/modify',
		video.videoModifySchema,
		{ ...pixVerseFields, ...sourceFields, ...promptFields },
	],
	[
		'videos/restyle',
		video.videoRestyleSchema,
		{
			...commonFields,
			...sourceFields,
			...promptFields,
			model: 'string',
			restyle_id: 'string or number',
			seed: 'integer from 1 to 2147483647',
			off_peak_mode: 'boolean',
		},
	],
	[
		'videos/lipsync',
		video.videoLipSyncSchema,
		{
			...commonFields,
			...sourceFields,
			model: 'string',
			audio_path: 'file',
			prompt: 'string, at most 200',
			speaker_id: 'string or number',
			original_sound_switch: 'boolean',
			off_peak_mode: 'boolean',
		},
	],
	[
		'videos/motion-control',
		video.videoMotionControlSchema,
		{
			...commonFields,
			model: 'string',
			quality: 'string',
			off_peak_mode: 'boolean',
			relax_mode: 'boolean',
			frame_1_path: 'file',
			video_1_path: 'file',
		},
	],
	[
		'videos/upscale',
		createUpscaleSchema('video'),
		{ ...commonFields, ...sourceFields, model: 'string', quality: 'string' },
	],
	[
		'images/upscale',
		createUpscaleSchema('image'),
		{ ...commonFields, image_id: 'string', image_path: 'file', model: 'string', quality: 'string' },
	],
	[
		'images/create',
		imageCreateSchema,
		{
			...commonFields,
			...numberFields('image_path_#', 16),
			prompt: 'string',
			model: 'string',
			quality: 'string',
			aspect_ratio: 'string',
			detail_level: 'string',
			create_count: 'integer from 1 to 4',
			seed: 'integer from 0',
			relax_mode: 'boolean',
		},
	],
	[
		'music/create',
		musicCreateSchema,
		{
			...commonFields,
			...numberFields('image_path_#', 10),
			prompt: 'string',
			model: 'string',
			instrumental: 'boolean',
			lyrics: 'string, at most 3500',
		},
	],
	[
		'music-video/create',
		musicVideoCreateSchema,
		{
			...commonFields,
			...promptFields,
			audio_path: 'file',
			mode: 'one of performance|expressive|storytelling',
			style: 'string',
			style_image_path: 'file',
			image_path: 'file',
			subtitles: 'boolean',
			quality: 'one of 720p|1080p',
			quote: 'boolean',
		},
	],
	[
		'speech/create',
		speechCreateSchema,
		{
			...commonFields,
			text: 'string',
			voice_id: 'string',
			model: 'string',
			language_code: 'string',
			speed: 'number',
			volume: 'number from 0 to 10',
			pitch: 'integer from -12 to 12',
			emotion: 'string',
			stability: 'number from 0 to 1',
			similarity_boost: 'number from 0 to 1',
			style: 'number from 0 to 1',
			use_speaker_boost: 'boolean',
		},
	],
];

/** Returns values that are valid for a type, and values that are not. */
function getSamples(type: Type): { valid: unknown[]; invalid: unknown[] } {
	const otherTypes = [null, {}, []];
	if (type === 'file') return { valid: ['a.png', 1, {}, null], invalid: [] };
	if (type === 'boolean') return { valid: [true, false], invalid: ['true', 1, ...otherTypes] };
	if (type === 'string or number') return { valid: ['a', 1], invalid: [true, ...otherTypes] };
	if (type === 'number') return { valid: [0.5, -3], invalid: ['1', true, ...otherTypes] };
	if (type.startsWith('one of')) {
		const values = type.replace('one of ', '').split('|');
		return { valid: values, invalid: ['', 'else', `${values[0]}x`, 1, ...otherTypes] };
	}
	if (type.startsWith('string')) {
		const [, limit] = /at most (\d+)/.exec(type) ?? [];
		const length = Number(limit ?? 100_000);
		const tooLong = limit === undefined ? [] : ['x'.repeat(length + 1)];
		return { valid: ['', 'a', 'x'.repeat(length)], invalid: [...tooLong, 1, true, ...otherTypes] };
	}
	const [, from = '', to] = /from (-?\d+)(?: to (\d+))?/.exec(type) ?? [];
	const [min, max] = [Number(from), to === undefined ? undefined : Number(to)];
	const isInteger = type.startsWith('integer');
	return {
		valid: [min, min + 1, max ?? 1e6, ...(isInteger ? [] : [min + 0.5])],
		invalid: [
			min - 1,
			...(max === undefined ? [] : [max + 1]),
			...(isInteger ? [min + 0.5] : []),
			String(min),
			true,
			...otherTypes,
		],
	};
}

interface Field {
	safeParse(value: unknown): { success: boolean };
}

describe.each(ENDPOINTS)('The fields of %s', (_endpoint, schema, fields, required = []) => {
	const { shape } = schema.getFields() as { shape: Record<string, Field> };

	it('should be those of the API reference', () => {
		expect(Object.keys(shape).sort()).toEqual(Object.keys(fields).sort());
	});

	it.each(Object.entries(fields))('should accept only valid values for %s: %s', (name, type) => {
		const accepts = (value: unknown) => shape[name]?.safeParse(value).success;
		const { valid, invalid } = getSamples(type);
		expect(valid.filter((value) => !accepts(value))).toEqual([]);
		expect(invalid.filter((value) => accepts(value))).toEqual([]);
		expect(accepts(undefined)).toBe(!required.includes(name));
	});
});
