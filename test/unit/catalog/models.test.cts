import {
	defaultVideoModel,
	getDurations,
	getQualities,
	videoModels,
	getVideoModels,
	isPixVerseModel,
} from '../../../nodes/shared/catalog/videoModels';
import type { VideoEndpoint, VideoModel } from '../../../nodes/shared/catalog/videoModels';
import { VIDEO_MODEL_SPECS, type VideoModelSpec } from '../../../simulator/rules/video-models.cts';

const specs = Object.entries(VIDEO_MODEL_SPECS);
const modelEndpoints = specs.flatMap(([id, { endpoints }]) =>
	endpoints.map((endpoint): [string, VideoEndpoint] => [id, endpoint]),
);
const entries = Object.entries(videoModels);

/** Returns the documented properties of a model by their names in the catalog. */
function getDocumented({ documented = [], qualities, seconds, ratios, audio }: VideoModelSpec) {
	const { only, ...range } = seconds ?? {};
	const properties = {
		qualities: [qualities, 'qualities'],
		durations: [{ ...range, ...(only && { allowed: only }) }, 'seconds'],
		aspectRatios: [ratios, 'ratios'],
		audio: [audio, 'audio'],
	} as const;
	return Object.fromEntries(
		Object.entries(properties).flatMap(([name, [value, property]]) =>
			documented.includes(property) ? [[name, value]] : [],
		),
	);
}

describe.each(specs)('The video model %s', (id, spec) => {
	const model = videoModels[id] as VideoModel;
	const documented = getDocumented(spec);

	it('should be in the catalog', () => {
		expect(videoModels).toHaveProperty([id]);
	});

	it('should have the documented options, marked as verified', () => {
		expect(model).toMatchObject(documented);
		const unverified = (model.unverified ?? []) as string[];
		expect(Object.keys(documented).filter((name) => unverified.includes(name))).toEqual([]);
	});

	it('should not reject options that are only known from other sources', () => {
		for (const name of ['qualities', 'durations', 'aspectRatios', 'audio'] as const) {
			if (name in documented || spec.endpoints[0] === 'restyle') continue;
			expect(model[name] === undefined || model.unverified?.includes(name)).toBe(true);
		}
	});

	it('should have the flags and limits of the API', () => {
		expect({
			defaultQuality: model.defaultQuality,
			audioRejected: model.rejectsAudioField,
			required: model.required,
			multiShot: model.multiShot,
			native: isPixVerseModel(model) || undefined,
		}).toEqual({
			defaultQuality: spec.defaultQuality,
			audioRejected: spec.audioRejected,
			required: spec.required,
			multiShot: spec.multiShot,
			native: spec.native,
		});
		expect(model.fusion && { videos: 0, audios: 0, ...model.fusion }).toEqual(spec.fusion);
		if (spec.fusion)
			expect(model.unverified?.includes('fusion') !== true).toBe(
				spec.documented?.includes('fusion') === true,
			);
		expect(model.transitionFrames).toEqual(spec.transition && { min: 2, max: spec.transition });
		expect(model.extendDurations).toEqual(spec.extendSeconds);
	});
});

describe('The catalog of video models', () => {
	it.each(modelEndpoints)('should offer %s for %s', (id, endpoint) => {
		expect(getVideoModels(endpoint)).toHaveProperty([id]);
	});

	it('should offer no model that the reference lacks', () => {
		const offered = entries.flatMap(([id, { endpoints }]) =>
			endpoints.map((endpoint) => [id, endpoint]),
		);
		expect(offered).toHaveLength(modelEndpoints.length);
		expect(offered).toEqual(expect.arrayContaining(modelEndpoints));
	});

	it.each(Object.entries(defaultVideoModel) as Array<[VideoEndpoint, string]>)(
		'should have a valid default for %s',
		(endpoint, id) => {
			expect(getVideoModels(endpoint)).toHaveProperty([id]);
		},
	);

	it.each([
		['create', 'v6'],
		['create-frames', 'v5.6'],
		['create-transition', 'v5'],
		['create-fusion', 'v5'],
		['extend', 'v6'],
		['lipsync', 'v5'],
		['modify', 'v5.5'],
		['motion-control', 'v5.6'],
	] as Array<[VideoEndpoint, string]>)(
		"should use the API's own default for %s: %s",
		(endpoint, id) => {
			expect(defaultVideoModel[endpoint]).toBe(id);
		},
	);

	it.each([
		['modify', 'v5.5', ['360p', '540p', '720p'], '540p'],
		['motion-control', 'v5.6', ['360p', '540p', '720p'], '720p'],
		['create-transition', 'v5', ['360p', '540p', '720p', '1080p'], '540p'],
		['create', 'v5.6', ['360p', '540p', '720p', '1080p'], '540p'],
	] as Array<[VideoEndpoint, string, string[], string]>)(
		'should have separate qualities for %s with %s',
		(endpoint, id, qualities, defaultQuality) => {
			expect(getQualities(endpoint, videoModels[id] as VideoModel)).toMatchObject({
				qualities,
				defaultQuality,
			});
		},
	);

	it('should have separate durations for extending', () => {
		const grok = videoModels['grok-imagine'] as VideoModel;
		expect(getDurations('extend', grok)).toEqual({ min: 2, max: 10 });
		expect(getDurations('create', grok)).toMatchObject({ min: 1, max: 15 });
	});

	it('should have no contradictory entry', () => {
		for (const [
			id,
			{
				name,
				qualities,
				defaultQuality,
				durations,
				required = [],
				rejectsAudioField: rejectsAudio,
				audio,
			},
		] of entries) {
			expect(`${id}: ${name}`).toMatch(/: \S/);
			if (defaultQuality) expect(qualities).toContain(defaultQuality);
			if (rejectsAudio) expect(audio).toBe('always');
			if (!durations) continue;
			const {
				min,
				max,
				allowed = [min],
				default: defaultDuration = min,
				maxAt1080p = max,
			} = durations;
			expect(min).toBeLessThanOrEqual(max);
			for (const seconds of [...allowed, defaultDuration, maxAt1080p]) {
				expect(seconds).toBeGreaterThanOrEqual(min);
				expect(seconds).toBeLessThanOrEqual(max);
			}
			if (required.includes('duration')) expect(durations.default).toBeUndefined();
		}
	});
});
