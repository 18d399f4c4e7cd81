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
				const areEqual =
					Math.max(...ranges.map((range) => range.min)) <
					Math.min(...ranges.map((range) => range.max));
				for (const range of ranges.slice(-8)) {
					expect(max).toBeGreaterThanOrEqual(range.max);
					if (range.min > 0 && !areEqual) expect(min).toBeLessThanOrEqual(range.min);
					expect(min).toBeLessThanOrEqual(range.max);
				}
			}),
		);
	});

	describe('of jobs that all take the same time', () => {
		/** Records jobs of this duration that are polled first at the estimated age, then in steps of 5 %. */
		function poll(estimator: DurationEstimator, duration: number, rounds: number): number[] {
			return Array.from({ length: rounds }, () => {
				const first = estimator.estimate(createJob())?.min ?? 0;
				const range = { min: 0, max: first };
				while (range.max < duration) {
					range.min = range.max;
					range.max += Math.max(SECOND / 2, 0.05 * first);
				}
				for (let job = 0; job < 8; job++) estimator.record(createJob(), range);
				return range.max;
			});
		}

		it('should narrow it down to 0.1 s or 2 %, with one poll a job', () => {
			for (const duration of [4 * SECOND, 12 * SECOND, 60 * SECOND]) {
				const estimator = new DurationEstimator();
				for (let job = 0; job < 8; job++)
					estimator.record(createJob(), { min: duration * 0.95, max: duration * 1.05 });
				const polledAt = poll(estimator, duration, 8).slice(-2);
				for (const age of polledAt) {
					expect(age).toBeGreaterThanOrEqual(duration);
					expect(age - duration).toBeLessThanOrEqual(Math.max(100, 0.02 * duration));
				}
			}
		});

		it('should be that of the first eight jobs at the earliest', () => {
			const estimator = new DurationEstimator();
			const range = { min: 4 * SECOND, max: 5 * SECOND };
			for (let job = 0; job < 7; job++) estimator.record(createJob(), range);
			expect(estimator.estimate(createJob())).toEqual(range);
			estimator.record(createJob(), range);
			expect(estimator.estimate(createJob())).toEqual({ min: 4500, max: 5000 });
		});

		it('should follow when they become faster or slower', () => {
			for (const [before, after] of [
				[8 * SECOND, 4 * SECOND],
				[4 * SECOND, 8 * SECOND],
			] as const) {
				const estimator = new DurationEstimator();
				poll(estimator, before, 10);
				const polledAt = poll(estimator, after, 40).at(-1) ?? NaN;
				expect(polledAt / after).toBeGreaterThanOrEqual(1);
				expect(polledAt / after).toBeLessThan(1.1);
			}
		});
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
