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

const numbered = (name: string, count: number) =>
	Array.from({ length: count }, (_, index) => name.replace('#', String(index + 1)));
const segments = numbered('#', 6).map((n) => `${n}_to_${Number(n) + 1}`);
const distinct = (lists: ReadonlyArray<readonly string[]>) => [...new Set(lists.flat())];
const videos = Object.values(videoModels);
const images = Object.values(imageModels);

const PATH = 'upload/a.png';
const flag = fc.boolean();
const word = fc.constantFrom(
	'x',
	'a lighthouse',
	'x'.repeat(200),
	'x'.repeat(201),
	'x'.repeat(5001),
);

/** Values as the node may send them: of the right type, never empty, allowed or not. */
const VALUES: Record<string, fc.Arbitrary<unknown>> = {
	model: fc.constantFrom(
		...[videoModels, imageModels, musicModels, speechModels].flatMap((one) => Object.keys(one)),
	),
	quality: fc.constantFrom(...distinct([...videos, ...images].map(({ qualities }) => qualities))),
	aspect_ratio: fc.constantFrom(
		...distinct([...videos, ...images].map(({ aspectRatios = [] }) => aspectRatios)),
	),
	duration: fc.integer({ min: -1, max: 32 }),
	prompt: word,
	text: word,
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
		].map((name) => [name, flag]),
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

/** Rows of files: how many there are, as the node numbers them without a hole. */
const ROWS: Record<string, number> = {
	'frame_#_path': 9,
	'video_#_path': 3,
	'audio_#_path': 3,
	'image_path_#': 14,
};
const files = fc.record(
	{
		first_frame_path: fc.constant(PATH),
		last_frame_path: fc.constant(PATH),
		audio_path: fc.constant(PATH),
	},
	{ requiredKeys: [] },
);
/** The video to start from: one made by PixVerse or an upload. */
const source = fc.constantFrom(
	{},
	{ video_id: videoId },
	{ video_path: PATH },
	{ video_id: videoId, video_path: PATH },
	{ image_id: 'user:1234-pixverse:studio@example.com-image:7' },
	{ image_path: PATH },
	{ image_id: 'user:1234-pixverse:studio@example.com-image:7', image_path: PATH },
);
const rows = fc
	.record(
		Object.fromEntries(
			Object.entries(ROWS).map(([name, most]) => [
				name,
				fc.oneof(fc.constant(0), fc.nat({ max: 2 }), fc.nat({ max: most })),
			]),
		),
	)
	.map((counts) =>
		Object.fromEntries(
			Object.entries(counts).flatMap(([name, count]) =>
				numbered(name, count as number).map((one) => [one, PATH]),
			),
		),
	);

const ROW = /^(frame|video|audio|image)_.*\d/;
/** Without these there is little to refuse. */
const NEEDED =
	/^(prompt|text|voice_id|template_id|(first|last)_frame_path|(video|image)_(id|path))$/;

/** A segment lies between two frames; the node sends no other. */
function betweenFrames(name: string, frames: object): boolean {
	const next = /_\d_to_(\d)$/.exec(name)?.[1];
	return next === undefined || `frame_${next}_path` in frames;
}

/** Field names of the schema, which the node may send. */
function namesOf(contract: unknown): string[] {
	return Object.keys((contract as { getFields(): { shape: object } }).getFields().shape);
}

/** What the simulator has against a body; '' when it takes it. */
function refusal(endpoint: CreateEndpoint, body: Body): string {
	try {
		endpoint.parse(body, state);
		return '';
	} catch (problem) {
		return JSON.stringify((problem as { body?: unknown }).body);
	}
}

/** Templates, styles, and voices are only known to the API, and the range of image seeds is undocumented. */
const KNOWN_TO_THE_API =
	/template|is not a draft|^\{"error":"Image .* not found|restyle_id: \d+ is not known|voice_id: .* does not fit|seed: Number/;

/** The models of an endpoint of images and videos. */
function modelsOf(endpoint: string): string[] {
	const [resource, operation] = endpoint.split('/');
	if (operation === 'upscale')
		return Object.keys(upscalers[resource === 'images' ? 'image' : 'video']);
	return Object.keys(videoModels).filter((id) =>
		videoModels[id]?.endpoints.includes(operation as VideoEndpoint),
	);
}

/** The catalog leaves these to the API, since it is not sure of them; the simulator decides one way. */
function leftToTheApi(endpoint: string, body: Body): boolean {
	const kind = endpoint.split('/')[1] as VideoEndpoint;
	if (endpoint.endsWith('/upscale')) return !modelsOf(endpoint).includes(String(body.model));
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

describe.each(generations)('The request schema of %s', (_name, { endpoint, schema: contract }) => {
	const rules = CREATE_ENDPOINTS.find(({ path }) => path === endpoint) as CreateEndpoint;
	const names = namesOf(contract);
	const own = modelsOf(endpoint);
	const values: typeof VALUES = {
		...VALUES,
		// Mostly models of the endpoint: a request that is rejected for its model tests nothing else.
		...(own.length && {
			model: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...own) }, VALUES.model as never),
		}),
	};

	it('should report issues in words for any body, without throwing', () => {
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
			fc.property(body, (given) => {
				for (const { parameter, problem: because, advice } of getErrors(contract, given)) {
					expect(parameter).not.toBe('');
					expect(because).toMatch(/^(is|are|has) /);
					expect(because).not.toMatch(/undefined|\[object|Invalid|Expected/);
					expect(advice).toMatch(/^[A-Z].*\.$|^[A-Z].*…$/);
				}
			}),
			{ numRuns: scale(150, 1000, 40) },
		);
	});

	it('should reject every known invalid request', () => {
		const given = fc
			.tuple(
				fc.record(
					Object.fromEntries(
						names
							.filter((name) => VALUES[name])
							.map((name) => [name, values[name] as fc.Arbitrary<unknown>]),
					),
					{ requiredKeys: [] },
				),
				files,
				source,
				rows,
				fc.subarray(names, {
					minLength: Math.min(1, names.length),
					maxLength: Math.min(9, names.length),
				}),
				fc.boolean(),
			)
			.map(([values, single, from, many, kept, usual]) =>
				Object.fromEntries(
					Object.entries({ ...values, ...single, ...from, ...many }).filter(
						([name]) =>
							names.includes(name) &&
							(kept.includes(name) || ROW.test(name) || (usual && NEEDED.test(name))) &&
							betweenFrames(name, many),
					),
				),
			);
		const disagreements = new Map<string, Body>();
		let accepted = 0;
		fc.assert(
			fc.property(given, (body) => {
				if (getErrors(contract, body).length > 0) return;
				accepted++;
				const said = refusal(rules, body);
				if (said && !KNOWN_TO_THE_API.test(said) && !leftToTheApi(endpoint, body))
					disagreements.set(said.replace(/\d+/g, 'N'), body);
			}),
			{ numRuns: scale(1000, 5000, 150) },
		);
		expect(Object.fromEntries(disagreements)).toEqual({});
		expect(accepted).toBeGreaterThan(scale(0, 0, -1));
	});
});

describe('The request schema of Extend', () => {
	const extend = generations.find(([, { endpoint }]) => endpoint === 'videos/extend')?.[1];
	const objections = (body: Body) =>
		extend && getErrors(extend.schema, { video_path: PATH, ...body });

	it('should accept sound for v6 and reject it for Grok Imagine, which always adds it', () => {
		expect(objections({ audio: true })).toEqual([]);
		expect(objections({ model: 'grok-imagine' })).toEqual([]);
		expect(objections({ model: 'grok-imagine', audio: true })).toMatchObject([
			{ parameter: 'audio' },
		]);
	});

	it('should leave older models to the API, with a hint about sound and seed', () => {
		const body = { video_path: PATH, model: 'v5.5', audio: true, seed: 5 };
		expect(objections(body)).toEqual([]);
		expect(extend && getWarnings(extend.schema, body).map(({ parameter }) => parameter)).toEqual([
			'model',
			'audio',
			'seed',
		]);
	});
});
