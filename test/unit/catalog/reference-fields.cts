import {
	musicCreateSchema,
	speechCreateSchema,
} from '../../../nodes/shared/catalog/requestSchemas/audio';
import { imageCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/image';
import { musicVideoCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/musicVideo';
import { createUpscaleSchema } from '../../../nodes/shared/catalog/requestSchemas/upscale';
import * as video from '../../../nodes/shared/catalog/requestSchemas/video';
import { numberFields } from './number-fields.cts';

/** The type of a field in the API reference. `file` stands for any value that becomes a path. */
export type FieldType =
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

const commonFields: Record<string, FieldType> = {
	email: 'string',
	replyUrl: 'string, at most 1024',
	// The API accepts 1,024 characters, of which the node needs 100 for its own reference.
	replyRef: 'string, at most 924',
	maxJobs: 'integer from 1 to 8',
};
const pixVerseFields: Record<string, FieldType> = {
	...commonFields,
	model: 'string',
	quality: 'string',
	seed: 'integer from 1 to 2147483647',
	off_peak_mode: 'boolean',
	relax_mode: 'boolean',
};
const soundFields: Record<string, FieldType> = {
	auto_sound: 'boolean',
	sound_effect_prompt: 'string',
	lip_sync_tts_prompt: 'string',
	lip_sync_tts_speaker_id: 'string',
};
const sourceFields: Record<string, FieldType> = { video_id: 'string', video_path: 'file' };
const promptFields: Record<string, FieldType> = { prompt: 'string, at most 5000' };

/** The schema of each endpoint, its fields in the API reference, and the required ones. */
export const REFERENCE_FIELDS: Array<
	[string, { getFields(): unknown }, Record<string, FieldType>, string[]?]
> = [
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
			...numberFields('frame_#_path', 5, 'file'),
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
			...numberFields('frame_#_path', 7, 'file'),
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
			...numberFields('frame_#_path', 10, 'file'),
			...numberFields('video_#_path', 5, 'file'),
			...numberFields('audio_#_path', 5, 'file'),
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
			...numberFields('image_path_#', 16, 'file'),
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
			...numberFields('image_path_#', 10, 'file'),
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
