import {
	defaultVideoModel,
	getDurations,
	getQualities,
	videoModels,
	getVideoModels,
	isPixVerseModel,
} from '../../../nodes/shared/catalog/videoModels';
import type { VideoEndpoint, VideoModel } from '../../../nodes/shared/catalog/videoModels';
import { REFERENCE } from './reference.cts';

const facts = Object.entries(REFERENCE);
const pairs = facts.flatMap(([id, { endpoints }]) =>
	endpoints.map((endpoint): [string, VideoEndpoint] => [id, endpoint as VideoEndpoint]),
);
const every = Object.entries(videoModels);

describe.each(facts)('The video model %s', (id, fact) => {
	const model = videoModels[id] as VideoModel;

	it('should be in the catalog', () => {
		expect(videoModels).toHaveProperty([id]);
	});

	it('should have the documented options, marked as verified', () => {
		expect(model).toMatchObject(fact.certain);
		const unverified = (model.unverified ?? []) as string[];
		expect(Object.keys(fact.certain).filter((row) => unverified.includes(row))).toEqual([]);
	});

	it('should not reject options that only other sources name', () => {
		for (const row of ['qualities', 'durations', 'aspectRatios', 'audio'] as const) {
			if (fact.certain[row] !== undefined || fact.endpoints[0] === 'restyle') continue;
			expect(model[row] === undefined || model.unverified?.includes(row)).toBe(true);
		}
	});

	it('should have its own flags and limits', () => {
		expect({
			defaultQuality: model.defaultQuality,
			refusesAudio: model.rejectsAudioField,
			required: model.required,
			multiShot: model.multiShot,
			native: isPixVerseModel(model),
		}).toEqual({
			defaultQuality: fact.defaultQuality,
			refusesAudio: fact.refusesAudio,
			required: fact.required,
			multiShot: fact.multiShot,
			native: fact.native === true,
		});
		const { images, videos = 0, audios = 0 } = model.fusion ?? { images: 0 };
		expect(fact.fusion ?? [0, 0, 0]).toEqual([images, videos, audios]);
		const { transitionFrames: frames, extendDurations: added } = model;
		expect(frames && [frames.min, frames.max]).toEqual(fact.transition);
		expect(added && [added.min, added.max]).toEqual(fact.extendDurations);
	});
});

describe('The catalog of video models', () => {
	it.each(pairs)('should offer %s for %s', (id, endpoint) => {
		expect(getVideoModels(endpoint)).toContain(id);
	});

	it('should offer no model that the reference lacks, except for announced models', () => {
		const offered = every.flatMap(([id, { endpoints }]) =>
			id in REFERENCE ? endpoints.map((endpoint) => [id, endpoint]) : [],
		);
		expect(offered).toHaveLength(pairs.length);
		expect(offered).toEqual(expect.arrayContaining(pairs));
		for (const [id, model] of every)
			if (!(id in REFERENCE))
				expect(model.unverified).toEqual(
					expect.arrayContaining(['endpoints', 'qualities', 'durations', 'aspectRatios', 'audio']),
				);
	});

	it.each(Object.entries(defaultVideoModel) as Array<[VideoEndpoint, string]>)(
		'should have a valid default for %s',
		(endpoint, id) => {
			expect(getVideoModels(endpoint)).toContain(id);
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
		'should know that %s has other qualities with %s',
		(endpoint, id, qualities, defaultQuality) => {
			expect(getQualities(endpoint, videoModels[id] as VideoModel)).toMatchObject({
				qualities,
				defaultQuality,
			});
		},
	);

	it('should know that extending can have its own durations', () => {
		const grok = videoModels['grok-imagine'] as VideoModel;
		expect(getDurations('extend', grok)).toEqual({ min: 2, max: 10 });
		expect(getDurations('create', grok)).toMatchObject({ min: 1, max: 15 });
	});

	it('should have no contradictory row', () => {
		for (const [
			id,
			{
				name,
				qualities,
				defaultQuality,
				durations,
				required = [],
				rejectsAudioField: refusesAudio,
				audio,
			},
		] of every) {
			expect(`${id}: ${name}`).toMatch(/: \S/);
			if (defaultQuality) expect(qualities).toContain(defaultQuality);
			if (refusesAudio) expect(audio).toBe('always');
			if (!durations) continue;
			const { min, max, allowed = [min], default: standard = min, maxAt1080p = max } = durations;
			expect(min).toBeLessThanOrEqual(max);
			for (const seconds of [...allowed, standard, maxAt1080p]) {
				expect(seconds).toBeGreaterThanOrEqual(min);
				expect(seconds).toBeLessThanOrEqual(max);
			}
			if (required.includes('duration')) expect(durations.default).toBeUndefined();
		}
	});
});
