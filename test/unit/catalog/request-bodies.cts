import fc from 'fast-check';
import { musicModels, speechModels } from '../../../nodes/shared/catalog/audioModels';
import { imageModels } from '../../../nodes/shared/catalog/imageModels';
import { videoModels } from '../../../nodes/shared/catalog/videoModels';
import { EFFECTS } from '../../../simulator/seeds/effects.cts';
import { SPEECH_VOICES } from '../../../simulator/seeds/speech-voices.cts';
import { numberNames } from './number-fields.cts';

const segments = numberNames('#_to_+', 6);
const listDistinct = (lists: ReadonlyArray<readonly string[]>) => [...new Set(lists.flat())];
const videoModelList = Object.values(videoModels);
const imageModelList = Object.values(imageModels);

const PATH = 'upload/a.png';
const IMAGE_ID = 'user:1234-pixverse:studio@example.com-image:7';
const booleans = fc.boolean();
const text = fc.constantFrom(
	'x',
	'a lighthouse',
	'x'.repeat(200),
	'x'.repeat(201),
	'x'.repeat(5001),
);

/** Values that the node may send: never empty and of the right type, but not always allowed. */
const VALUES: Record<string, fc.Arbitrary<unknown>> = {
	model: fc.constantFrom(
		...[videoModels, imageModels, musicModels, speechModels].flatMap((one) => Object.keys(one)),
	),
	quality: fc.constantFrom(
		...listDistinct([...videoModelList, ...imageModelList].map(({ qualities }) => qualities)),
	),
	aspect_ratio: fc.constantFrom(
		...listDistinct(
			[...videoModelList, ...imageModelList].map(({ aspectRatios = [] }) => aspectRatios),
		),
	),
	duration: fc.integer({ min: -1, max: 32 }),
	prompt: text,
	text: text,
	lyrics: fc.constantFrom('la la', 'x'.repeat(3500), 'x'.repeat(3501)),
	seed: fc.constantFrom(0, 1, 7, 2_147_483_647, 2_147_483_648),
	maxJobs: fc.integer({ min: 0, max: 9 }),
	replyUrl: fc.constantFrom('https://example.com', 'x'.repeat(1024), 'x'.repeat(1025)),
	replyRef: fc.constantFrom('order-1', 'x'.repeat(924), 'x'.repeat(1025)),
	create_count: fc.integer({ min: 0, max: 5 }),
	detail_level: fc.constantFrom('low', 'medium', 'high', 'xhigh', 'max', 'nothing'),
	template_id: fc.constantFrom(...EFFECTS.map(({ template_id }) => template_id)),
	restyle_id: fc.constant(1),
	speaker_id: fc.constantFrom('Auto', 1),
	voice_id: fc.constantFrom(...SPEECH_VOICES.map(({ row }) => row.voice_id)),
	language_code: fc.constant('en'),
	speed: fc.constantFrom(0.4, 0.5, 0.6, 0.7, 1, 1.2, 1.3, 2, 2.1),
	volume: fc.constantFrom(-1, 0, 10, 11),
	pitch: fc.constantFrom(-13, -12, 0, 0.5, 12, 13),
	emotion: fc.constantFrom('happy', 'bored'),
	stability: fc.constantFrom(-0.1, 0, 1, 1.1),
	similarity_boost: fc.constantFrom(0, 1, 1.1),
	style: fc.constantFrom(0, 1, 1.1),
	...Object.fromEntries(
		[
			...['audio', 'multi_shot', 'preview_mode', 'off_peak_mode', 'auto_sound', 'instrumental'],
			...['original_sound_switch', 'use_speaker_boost'],
		].map((name) => [name, booleans]),
	),
	...Object.fromEntries(
		['sound_effect_prompt', 'lip_sync_tts_prompt', 'lip_sync_tts_speaker_id'].map((name) => [
			name,
			fc.constant('Auto'),
		]),
	),
	...Object.fromEntries(segments.map((one) => [`duration_${one}`, fc.integer({ min: 0, max: 9 })])),
	...Object.fromEntries(segments.map((one) => [`prompt_${one}`, fc.constant('then a storm')])),
};

/** Maximum number of files by field name. The node numbers them without gaps. */
const MAX_FILES: Record<string, number> = {
	'frame_#_path': 9,
	'video_#_path': 3,
	'audio_#_path': 3,
	'image_path_#': 14,
};
const singleFiles = fc.record(
	{
		first_frame_path: fc.constant(PATH),
		last_frame_path: fc.constant(PATH),
		audio_path: fc.constant(PATH),
	},
	{ requiredKeys: [] },
);
/** The source of a generation: a PixVerse video or image, or an uploaded file. */
const listSources = (videoId: string) => [
	{},
	{ video_id: videoId },
	{ video_path: PATH },
	{ video_id: videoId, video_path: PATH },
	{ image_id: IMAGE_ID },
	{ image_path: PATH },
	{ image_id: IMAGE_ID, image_path: PATH },
];
const listedFiles = fc
	.record(
		Object.fromEntries(
			Object.entries(MAX_FILES).map(([name, max]) => [
				name,
				fc.oneof(fc.constant(0), fc.nat({ max: 2 }), fc.nat({ max })),
			]),
		),
	)
	.map((counts) =>
		Object.fromEntries(
			Object.entries(counts).flatMap(([name, count]) =>
				numberNames(name, count as number).map((one) => [one, PATH]),
			),
		),
	);

const LISTED_FILE = /^(frame|video|audio|image)_.*\d/;
/** Most operations reject a request without one of these before they validate anything else. */
const REQUIRED =
	/^(prompt|text|voice_id|template_id|(first|last)_frame_path|(video|image)_(id|path))$/;

/** Whether the frames of a segment exist. The node sends no other segments. */
function isBetweenFrames(name: string, frames: object): boolean {
	const next = /_\d_to_(\d)$/.exec(name)?.[1];
	return next === undefined || `frame_${next}_path` in frames;
}

/**
 * Creates bodies of the given fields as the node sends them: of the right types, but not always allowed. `videoId` is
 * that of a video that exists.
 */
export function createBodies(
	names: string[],
	models: string[],
	videoId: string,
): fc.Arbitrary<Record<string, unknown>> {
	const values: typeof VALUES = {
		...VALUES,
		// Mostly models of the endpoint: a request that is rejected for its model tests nothing else.
		...(models.length && {
			model: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...models) }, VALUES.model as never),
		}),
	};
	return fc
		.tuple(
			fc.record(
				Object.fromEntries(
					names
						.filter((name) => VALUES[name])
						.map((name) => [name, values[name] as fc.Arbitrary<unknown>]),
				),
				{ requiredKeys: [] },
			),
			singleFiles,
			fc.constantFrom(...listSources(videoId)),
			listedFiles,
			fc.subarray(names, {
				minLength: Math.min(1, names.length),
				maxLength: Math.min(9, names.length),
			}),
			fc.boolean(),
		)
		.map(([values, single, from, listed, includedNames, includesRequired]) =>
			Object.fromEntries(
				Object.entries({ ...values, ...single, ...from, ...listed }).filter(
					([name]) =>
						names.includes(name) &&
						(includedNames.includes(name) ||
							LISTED_FILE.test(name) ||
							(includesRequired && REQUIRED.test(name))) &&
						isBetweenFrames(name, listed),
				),
			),
		);
}
