import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import { DurationEstimator } from '../../../../nodes/shared/jobs/poll/durationEstimator';
import type { Job } from '../../../../nodes/shared/jobs/types';
import { SECOND } from '../../../../nodes/shared/time';

const createJob = (request: IDataObject = {}) =>
	({ generationType: generationTypes.video, request }) as unknown as Job;
const durationRange = fc
	.tuple(fc.nat({ max: 100_000 }), fc.integer({ min: 1, max: 20_000 }))
	.map(([min, more]) => ({ min, max: min + more }));

describe('DurationEstimator', () => {
	it('should return undefined before a job has finished', () => {
		expect(new DurationEstimator().estimate(createJob())).toBeUndefined();
	});

	it('should only use jobs with the same key', () => {
		const estimator = new DurationEstimator();
		const v6 = { model: 'v6', quality: '720p', duration: 5 };
		estimator.record(createJob({ ...v6, prompt: 'a' }), { min: 30 * SECOND, max: 33 * SECOND });
		expect(estimator.estimate(createJob({ ...v6, prompt: 'b' }))).toEqual({
			min: 30 * SECOND,
			max: 33 * SECOND,
		});
		for (const other of [{ model: 'v5' }, { quality: '1080p' }, { duration: 8 }])
			expect(estimator.estimate(createJob({ ...v6, ...other }))).toBeUndefined();
	});

	it('should range from the shortest to the longest recent duration', () => {
		fc.assert(
			fc.property(fc.array(durationRange, { minLength: 1, maxLength: 30 }), (ranges) => {
				const estimator = new DurationEstimator();
				for (const range of ranges) estimator.record(createJob(), range);
				const { min, max } = estimator.estimate(createJob()) ?? { min: NaN, max: NaN };
				expect(min).toBeGreaterThan(0);
				expect(max).toBeGreaterThan(min);
				for (const range of ranges.slice(-8)) {
					expect(max).toBeGreaterThanOrEqual(range.max);
					if (range.min > 0) expect(min).toBeLessThanOrEqual(range.min);
				}
			}),
		);
	});

	it('should move to shorter durations when the first poll always finds jobs finished', () => {
		const estimator = new DurationEstimator();
		let max = 60 * SECOND;
		for (let round = 0; round < 40; round++) {
			estimator.record(createJob(), { min: 0, max });
			max = estimator.estimate(createJob())?.min ?? max;
		}
		expect(max).toBeLessThan(20 * SECOND);
	});

	it('should forget outdated durations', () => {
		const estimator = new DurationEstimator();
		estimator.record(createJob(), { min: 500 * SECOND, max: 600 * SECOND });
		for (let round = 0; round < 8; round++)
			estimator.record(createJob(), { min: 50 * SECOND, max: 60 * SECOND });
		expect(estimator.estimate(createJob())).toEqual({ min: 50 * SECOND, max: 60 * SECOND });
	});
});
