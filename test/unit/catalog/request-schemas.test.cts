import fc from 'fast-check';
import type { GenerationOperation } from '../../../nodes/PixVerse/actions/types';
import { getErrors, getWarnings } from '../../../nodes/shared/catalog/validationIssues';
import { upscalers } from '../../../nodes/shared/catalog/upscalers';
import { imageModels } from '../../../nodes/shared/catalog/imageModels';
import { musicModels, speechModels } from '../../../nodes/shared/catalog/audioModels';
import type { VideoEndpoint } from '../../../nodes/shared/catalog/videoModels';
import { getDurations, getQualities, videoModels } from '../../../nodes/shared/catalog/videoModels';
import type { CreateEndpoint } from '../../../simulator/rules/endpoint.cts';
import { CREATE_ENDPOINTS } from '../../../simulator/rules/endpoints.cts';
import { EFFECTS } from '../../../simulator/seeds/effects.cts';
import { SPEECH_VOICES } from '../../../simulator/seeds/speech-voices.cts';
import { SimulatorState } from '../../../simulator/state.cts';
import { operations } from '../node/properties.cts';
import { scale } from '../../scale.cts';

type Body = Record<string, unknown>;

const generations = operations.flatMap(({ resource, value, operation }) =>
	operation.type === 'generation'
		? [[`${resource}: ${value}`, operation] as [string, GenerationOperation]]
		: [],
);

const state = new SimulatorState({ speed: 0, seedVideos: 1 });
const videoId = state.jobs.all[0]?.id ?? '';

const numberNames = (name: string, count: number) =>
	Array.from({ length: count }, (_, index) => name.replace('#', String(index + 1)));
const segments = numberNames('#', 6).map((n) => `${n}_to_${Number(n) + 1}`);
const listDistinct = (lists: ReadonlyArray<readonly string[]>) => [...new Set(lists.flat())];
const videoModelList = Object.values(videoModels);
const imageModelList = Object.values(imageModels);

const PATH = 'upload/a.png';
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
const sources = fc.constantFrom(
	{},
	{ video_id: videoId },
	{ video_path: PATH },
	{ video_id: videoId, video_path: PATH },
	{ image_id: 'user:1234-pixverse:studio@example.com-image:7' },
	{ image_path: PATH },
	{ image_id: 'user:1234-pixverse:studio@example.com-image:7', image_path: PATH },
);
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

/** Returns the names of the fields that the node may send. */
function getFieldNames(schema: unknown): string[] {
	return Object.keys((schema as { getFields(): { shape: object } }).getFields().shape);
}

/** Returns the reason why the simulator rejects a body; '' if it accepts the body. */
function getRejection(endpoint: CreateEndpoint, body: Body): string {
	try {
		endpoint.parse(body, state);
		return '';
	} catch (problem) {
		return JSON.stringify((problem as { body?: unknown }).body);
	}
}

/** Templates, styles, and voices are only known to the API, and the range of image seeds is undocumented. */
const VALIDATED_BY_API =
	/template|is not a draft|^\{"error":"Image .* not found|restyle_id: \d+ is not known|voice_id: .* does not fit|seed: Number/;

/** Lists the models of an endpoint for images or videos. */
function listModels(endpoint: string): string[] {
	const [resource, operation] = endpoint.split('/');
	if (operation === 'upscale')
		return Object.keys(upscalers[resource === 'images' ? 'image' : 'video']);
	return Object.keys(videoModels).filter((id) =>
		videoModels[id]?.endpoints.includes(operation as VideoEndpoint),
	);
}

/** Whether only the API validates a request: the catalog is unverified there, and the simulator had to choose a rule. */
function isValidatedByApi(endpoint: string, body: Body): boolean {
	const kind = endpoint.split('/')[1] as VideoEndpoint;
	if (endpoint.endsWith('/upscale')) return !listModels(endpoint).includes(String(body.model));
	const defaults = { create: 'v6', 'create-frames': 'v5.6', 'create-transition': 'v5' };
	const id = String(body.model ?? (defaults as Record<string, string>)[kind]);
	if (body.emotion === 'bored') return true;
	if (kind === 'create-fusion' && videoModels[id]?.unverified?.includes('fusion')) return true;
	const image = endpoint.startsWith('images/') ? imageModels[id] : undefined;
	if (image) {
		const unverified = (image.unverified ?? []) as string[];
		return unverified.length > 0 || image.references === undefined;
	}
	const model = endpoint.startsWith('videos/') ? videoModels[id] : undefined;
	if (!model) return body.model !== undefined;
	const unverified = (model.unverified ?? []) as string[];
	if (unverified.includes('endpoints') && !model.endpoints.includes(kind)) return true;
	if (kind === 'extend' && (id === 'v5' || id === 'v5.5')) return true;
	if (unverified.includes('endpoints') && body.audio !== undefined) return true;
	const { qualities } = getQualities(kind, model);
	const { min = 0, max = Infinity, allowed } = getDurations(kind, model) ?? {};
	const seconds = body.duration as number | undefined;
	return (
		(unverified.includes('qualities') &&
			!!body.quality &&
			!qualities.includes(String(body.quality))) ||
		(unverified.includes('aspectRatios') &&
			!!body.aspect_ratio &&
			!model.aspectRatios?.includes(String(body.aspect_ratio))) ||
		(unverified.includes('durations') &&
			seconds !== undefined &&
			((seconds >= 1 && seconds < min) ||
				seconds > max ||
				(!!allowed && !allowed.includes(seconds))))
	);
}

describe.each(generations)('The request schema of %s', (_name, { endpoint, schema }) => {
	const rules = CREATE_ENDPOINTS.find(({ path }) => path === endpoint) as CreateEndpoint;
	const names = getFieldNames(schema);
	const endpointModels = listModels(endpoint);
	const values: typeof VALUES = {
		...VALUES,
		// Mostly models of the endpoint: a request that is rejected for its model tests nothing else.
		...(endpointModels.length && {
			model: fc.oneof(
				{ weight: 4, arbitrary: fc.constantFrom(...endpointModels) },
				VALUES.model as never,
			),
		}),
	};

	it('should report issues as sentences for any body, without throwing', () => {
		const value = fc.oneof(
			fc.anything(),
			fc.string(),
			fc.double(),
			fc.constantFrom(NaN, Infinity, -0, 1e300, '', null, 'constructor', '__proto__', 'toString'),
			// String() throws for it.
			fc.constant({ toString: 0 }),
		);
		const body = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value, {
			noNullPrototype: true,
		});
		fc.assert(
			fc.property(body, (requestBody) => {
				for (const { parameter, problem, advice } of getErrors(schema, requestBody)) {
					expect(parameter).not.toBe('');
					expect(problem).toMatch(/^(is|are|has) /);
					expect(problem).not.toMatch(/undefined|\[object|Invalid|Expected/);
					expect(advice).toMatch(/^[A-Z].*\.$|^[A-Z].*…$/);
				}
			}),
			{ numRuns: scale(150, 1000, 40) },
		);
	});

	it('should report an error for every request that the simulator rejects', () => {
		const bodies = fc
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
				sources,
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
		const disagreements = new Map<string, Body>();
		let accepted = 0;
		fc.assert(
			fc.property(bodies, (body) => {
				if (getErrors(schema, body).length > 0) return;
				accepted++;
				const rejection = getRejection(rules, body);
				if (rejection && !VALIDATED_BY_API.test(rejection) && !isValidatedByApi(endpoint, body))
					disagreements.set(rejection.replace(/\d+/g, 'N'), body);
			}),
			{ numRuns: scale(1000, 5000, 150) },
		);
		expect(Object.fromEntries(disagreements)).toEqual({});
		expect(accepted).toBeGreaterThan(scale(0, 0, -1));
	});
});

describe('The request schema of Extend', () => {
	const extend = generations.find(([, { endpoint }]) => endpoint === 'videos/extend')?.[1];
	const listExtendErrors = (body: Body) =>
		extend && getErrors(extend.schema, { video_path: PATH, ...body });

	it('should accept sound for v6 and reject it for Grok Imagine, which always adds it', () => {
		expect(listExtendErrors({ audio: true })).toEqual([]);
		expect(listExtendErrors({ model: 'grok-imagine' })).toEqual([]);
		expect(listExtendErrors({ model: 'grok-imagine', audio: true })).toMatchObject([
			{ parameter: 'audio' },
		]);
	});

	it('should leave older models to the API, with a hint about sound and seed', () => {
		const body = { video_path: PATH, model: 'v5.5', audio: true, seed: 5 };
		expect(listExtendErrors(body)).toEqual([]);
		expect(extend && getWarnings(extend.schema, body).map(({ parameter }) => parameter)).toEqual([
			'model',
			'audio',
			'seed',
		]);
	});
});
