import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import { DurationEstimator } from '../../../../nodes/shared/jobs/poll/durationEstimator';
import type { Job } from '../../../../nodes/shared/jobs/types';

const SECOND = 1000;
const job = (request: IDataObject = {}) =>
	({ generationType: generationTypes.video, request }) as unknown as Job;
const span = fc
	.tuple(fc.nat({ max: 100_000 }), fc.integer({ min: 1, max: 20_000 }))
	.map(([min, more]) => ({ min, max: min + more }));

describe('DurationEstimator', () => {
	it('should return undefined before a job has finished', () => {
		expect(new DurationEstimator().estimate(job())).toBeUndefined();
	});

	it('should only use jobs with the same key', () => {
		const known = new DurationEstimator();
		const v6 = { model: 'v6', quality: '720p', duration: 5 };
		known.record(job({ ...v6, prompt: 'a' }), { min: 30 * SECOND, max: 33 * SECOND });
		expect(known.estimate(job({ ...v6, prompt: 'b' }))).toEqual({
			min: 30 * SECOND,
			max: 33 * SECOND,
		});
		for (const other of [{ model: 'v5' }, { quality: '1080p' }, { duration: 8 }])
			expect(known.estimate(job({ ...v6, ...other }))).toBeUndefined();
	});

	it('should range from the shortest to the longest recent duration', () => {
		fc.assert(
			fc.property(fc.array(span, { minLength: 1, maxLength: 30 }), (spans) => {
				const known = new DurationEstimator();
				for (const one of spans) known.record(job(), one);
				const { min, max } = known.estimate(job()) ?? { min: NaN, max: NaN };
				expect(min).toBeGreaterThan(0);
				expect(max).toBeGreaterThan(min);
				for (const one of spans.slice(-8)) {
					expect(max).toBeGreaterThanOrEqual(one.max);
					if (one.min > 0) expect(min).toBeLessThanOrEqual(one.min);
				}
			}),
		);
	});

	it('should move to shorter durations when the first poll always finds jobs finished', () => {
		const known = new DurationEstimator();
		let max = 60 * SECOND;
		for (let turn = 0; turn < 40; turn++) {
			known.record(job(), { min: 0, max });
			max = known.estimate(job())?.min ?? max;
		}
		expect(max).toBeLessThan(20 * SECOND);
	});

	it('should forget outdated durations', () => {
		const known = new DurationEstimator();
		known.record(job(), { min: 500 * SECOND, max: 600 * SECOND });
		for (let turn = 0; turn < 8; turn++)
			known.record(job(), { min: 50 * SECOND, max: 60 * SECOND });
		expect(known.estimate(job())).toEqual({ min: 50 * SECOND, max: 60 * SECOND });
	});
});
