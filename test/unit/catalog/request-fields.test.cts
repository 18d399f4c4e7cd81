import {
	musicCreateSchema,
	speechCreateSchema,
} from '../../../nodes/shared/catalog/requestSchemas/audio';
import { imageCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/image';
import { musicVideoCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/musicVideo';
import { createUpscaleSchema } from '../../../nodes/shared/catalog/requestSchemas/upscale';
import * as video from '../../../nodes/shared/catalog/requestSchemas/video';

/** A field of the reference. `file` stands for anything that becomes a path. */
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

const common: Record<string, Type> = {
	email: 'string',
	replyUrl: 'string, at most 1024',
	// The node adds its own reference, for which 100 characters are left.
	replyRef: 'string, at most 924',
	maxJobs: 'integer from 1 to 8',
};
const own: Record<string, Type> = {
	...common,
	model: 'string',
	quality: 'string',
	seed: 'integer from 1 to 2147483647',
	off_peak_mode: 'boolean',
	relax_mode: 'boolean',
};
const sound: Record<string, Type> = {
	auto_sound: 'boolean',
	sound_effect_prompt: 'string',
	lip_sync_tts_prompt: 'string',
	lip_sync_tts_speaker_id: 'string',
};
const source: Record<string, Type> = { video_id: 'string', video_path: 'file' };
const prompt: Record<string, Type> = { prompt: 'string, at most 5000' };
const repeat = (name: string, count: number, type: Type = 'file'): Record<string, Type> =>
	Object.fromEntries(
		Array.from({ length: count }, (_, index) => [
			name.replace('#', String(index + 1)).replace('+', String(index + 2)),
			type,
		]),
	);

/** The fields of each endpoint, from the reference. Last: those without which the API rejects the request. */
const ENDPOINTS: Array<[string, { getFields(): unknown }, Record<string, Type>, string[]?]> = [
	[
		'videos/create',
		video.videoCreateSchema,
		{
			...own,
			...sound,
			...prompt,
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
			...common,
			...prompt,
			...repeat('frame_#_path', 5),
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
			...own,
			...sound,
			...prompt,
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
			...own,
			...sound,
			...repeat('frame_#_path', 7),
			...repeat('duration_#_to_+', 6, 'integer from 1'),
			...repeat('prompt_#_to_+', 6, 'string'),
			audio: 'boolean',
			preview_mode: 'boolean',
		},
	],
	[
		'videos/create-fusion',
		video.videoFusionSchema,
		{
			...own,
			...prompt,
			...repeat('frame_#_path', 10),
			...repeat('video_#_path', 5),
			...repeat('audio_#_path', 5),
			duration: 'integer from 1',
			aspect_ratio: 'string',
			audio: 'boolean',
		},
	],
	[
		'videos/create-final',
		video.videoFinalSchema,
		{ ...common, video_id: 'string', quality: 'one of 1080p|2160p', relax_mode: 'boolean' },
		['video_id'],
	],
	[
		'videos/extend',
		video.videoExtendSchema,
		{ ...own, ...source, ...prompt, duration: 'integer from 1', audio: 'boolean' },
	],
	['videos/modify', video.videoModifySchema, { ...own, ...source, ...prompt }],
	[
		'videos/restyle',
		video.videoRestyleSchema,
		{
			...common,
			...source,
			...prompt,
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
			...common,
			...source,
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
			...common,
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
		{ ...common, ...source, model: 'string', quality: 'string' },
	],
	[
		'images/upscale',
		createUpscaleSchema('image'),
		{ ...common, image_id: 'string', image_path: 'file', model: 'string', quality: 'string' },
	],
	[
		'images/create',
		imageCreateSchema,
		{
			...common,
			...repeat('image_path_#', 16),
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
			...common,
			...repeat('image_path_#', 10),
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
			...common,
			...prompt,
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
			...common,
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

/** Values that a type takes, and values that it doesn't. */
function getSamples(type: Type): { right: unknown[]; wrong: unknown[] } {
	const others = [null, {}, []];
	if (type === 'file') return { right: ['a.png', 1, {}, null], wrong: [] };
	if (type === 'boolean') return { right: [true, false], wrong: ['true', 1, ...others] };
	if (type === 'string or number') return { right: ['a', 1], wrong: [true, ...others] };
	if (type === 'number') return { right: [0.5, -3], wrong: ['1', true, ...others] };
	if (type.startsWith('one of')) {
		const values = type.replace('one of ', '').split('|');
		return { right: values, wrong: ['', 'else', `${values[0]}x`, 1, ...others] };
	}
	if (type.startsWith('string')) {
		const [, most] = /at most (\d+)/.exec(type) ?? [];
		const long = Number(most ?? 100_000);
		const wrong = most === undefined ? [] : ['x'.repeat(long + 1)];
		return { right: ['', 'a', 'x'.repeat(long)], wrong: [...wrong, 1, true, ...others] };
	}
	const [, from = '', to] = /from (-?\d+)(?: to (\d+))?/.exec(type) ?? [];
	const [min, max] = [Number(from), to === undefined ? undefined : Number(to)];
	const half = type.startsWith('integer') ? 'wrong' : 'right';
	return {
		right: [min, min + 1, max ?? 1e6, ...(half === 'right' ? [min + 0.5] : [])],
		wrong: [
			min - 1,
			...(max === undefined ? [] : [max + 1]),
			...(half === 'wrong' ? [min + 0.5] : []),
			String(min),
			true,
			...others,
		],
	};
}

interface Field {
	safeParse(value: unknown): { success: boolean };
}

describe.each(ENDPOINTS)('The fields of %s', (_endpoint, schema, fields, required = []) => {
	const { shape } = schema.getFields() as { shape: Record<string, Field> };

	it('should be those of the reference', () => {
		expect(Object.keys(shape).sort()).toEqual(Object.keys(fields).sort());
	});

	it.each(Object.entries(fields))('should take for %s: %s', (name, type) => {
		const accepts = (value: unknown) => shape[name]?.safeParse(value).success;
		const { right, wrong } = getSamples(type);
		expect(right.filter((value) => !accepts(value))).toEqual([]);
		expect(wrong.filter((value) => accepts(value))).toEqual([]);
		expect(accepts(undefined)).toBe(!required.includes(name));
	});
});
