import fc from 'fast-check';
import type { GenerationType } from '../../../../nodes/shared/api/generationTypes';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import type { PollPolicy, DurationRange } from '../../../../nodes/shared/jobs/poll/pollPolicy';
import {
	getNextDelay,
	getDelayFromEstimate,
	getPollPolicy,
} from '../../../../nodes/shared/jobs/poll/pollPolicy';
import { MINUTE, SECOND } from '../../../../nodes/shared/time';

const HOUR = 60 * MINUTE;

const KINDS = Object.keys(generationTypes) as GenerationType[];
const anyType = fc.constantFrom(...KINDS);
const anyBatchSize = fc.integer({ min: 1, max: 200 });
const anyPolicy = fc
	.tuple(
		anyType,
		fc.boolean(),
		fc.option(fc.integer({ min: 1, max: 3600 }), { nil: undefined }),
		anyBatchSize,
	)
	.map(([type, offPeak, seconds, batchSize]) =>
		getPollPolicy(type, { offPeak, intervalMs: seconds && seconds * SECOND, batchSize }),
	);
const randomValue = fc.double({ min: 0, max: 1, noNaN: true });
const anyAge = fc.nat({ max: 24 * HOUR });

/** The delay without random jitter. */
const getDelayWithoutJitter = (at: number, policy: PollPolicy, hasPolled = true) =>
	getNextDelay(at, hasPolled, policy, 0);

/** Returns the ages at which a job with the given duration is polled. */
function getPollTimes(policy: PollPolicy, length: number, randomFraction = 0): number[] {
	const pollTimes = [getNextDelay(0, false, policy, randomFraction)];
	for (let last = pollTimes[0] as number; last < length; pollTimes.push(last))
		last += getNextDelay(last, true, policy, randomFraction);
	return pollTimes;
}

describe('getPollPolicy without measured durations', () => {
	it.each([
		['video', 10],
		['image', 3],
		['music', 10],
		['speech', 2],
	] as Array<[GenerationType, number]>)(
		'should poll a single %s first after %d s, when it may be finished',
		(type, first) => {
			expect(getDelayWithoutJitter(0, getPollPolicy(type, {}), false)).toBe(first * SECOND);
		},
	);

	it('should poll a batch earlier, since one list shows all jobs', () => {
		for (const type of KINDS) {
			const singleTimes = getPollTimes(getPollPolicy(type, {}), MINUTE);
			const batchTimes = getPollTimes(getPollPolicy(type, { batchSize: 8 }), MINUTE);
			expect(batchTimes[0]).toBeLessThan(singleTimes[0] as number);
			expect(batchTimes.length).toBeGreaterThan(singleTimes.length);
		}
	});

	it('should take a few calls for a video of a minute, alone or in a batch', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 40 }), randomValue, (batchSize, randomFraction) => {
				const pollTimes = getPollTimes(
					getPollPolicy('video', { batchSize }),
					MINUTE,
					randomFraction,
				);
				// Two jobs are read separately: a list wouldn't save calls.
				const calls = batchSize < 3 ? pollTimes.length : pollTimes.length / batchSize;
				expect(calls).toBeLessThanOrEqual(batchSize < 8 ? 8 : 3);
			}),
		);
	});

	it('should see a video of a large batch soon after its end, whatever its duration', () => {
		fc.assert(
			fc.property(fc.integer({ min: 20, max: 180 }), randomValue, (seconds, randomFraction) => {
				const length = seconds * SECOND;
				const pollTimes = getPollTimes(
					getPollPolicy('video', { batchSize: 8 }),
					length,
					randomFraction,
				);
				expect(pollTimes.at(-1)).toBeLessThanOrEqual(length * 1.12);
			}),
		);
	});

	it('should poll an off-peak job, which takes hours, every few minutes', () => {
		const offPeakPolicy = getPollPolicy('video', { offPeak: true });
		expect(getDelayWithoutJitter(0, offPeakPolicy, false)).toBe(MINUTE);
		expect(getDelayWithoutJitter(HOUR, offPeakPolicy)).toBe(5 * MINUTE);
	});

	it("should keep the user's polling interval, off-peak or not, alone or in a batch", () => {
		for (const offPeak of [true, false])
			for (const batchSize of [1, 8]) {
				const policy = getPollPolicy('image', {
					offPeak,
					intervalMs: 30 * SECOND,
					batchSize,
				});
				expect(getDelayWithoutJitter(0, policy, false)).toBe(30 * SECOND);
				for (const at of [1, 30, 600])
					expect(getDelayWithoutJitter(at * SECOND, policy)).toBe(30 * SECOND);
			}
	});

	it('should increase the interval up to a limit', () => {
		fc.assert(
			fc.property(anyPolicy, anyAge, (policy, at) => {
				const delay = getDelayWithoutJitter(at, policy);
				expect(delay).toBeGreaterThanOrEqual(policy.minDelay);
				expect(delay).toBeLessThanOrEqual(policy.maxDelay);
				expect(getDelayWithoutJitter(policy.maxDelay * 20, policy)).toBe(policy.maxDelay);
			}),
		);
	});

	it('should add at most a tenth of random jitter', () => {
		fc.assert(
			fc.property(
				anyPolicy,
				anyAge,
				randomValue,
				fc.boolean(),
				(policy, at, randomFraction, hasPolled) => {
					const delay = getNextDelay(at, hasPolled, policy, randomFraction);
					expect(delay).toBeGreaterThanOrEqual(getDelayWithoutJitter(at, policy, hasPolled));
					expect(delay).toBeLessThanOrEqual(
						getDelayWithoutJitter(at, policy, hasPolled) * 1.1 + 1e-6,
					);
				},
			),
		);
	});

	it('should spread two executions that started at the same time', () => {
		const policy = getPollPolicy('video', {});
		expect(getNextDelay(MINUTE, true, policy, 0.1)).not.toBe(
			getNextDelay(MINUTE, true, policy, 0.9),
		);
	});
});

describe('getPollPolicy with measured durations', () => {
	const anyRange = fc
		.tuple(fc.integer({ min: 500, max: MINUTE }), fc.double({ min: 1.001, max: 3, noNaN: true }))
		.map(([after, share]): DurationRange => ({ min: after, max: after * share }));

	/** Returns the ages at which a job is polled until the end of the range. */
	function getPollTimesWithEstimate(
		range: DurationRange,
		batchSize: number,
		randomFraction: number,
	): number[] {
		const pollTimes: number[] = [];
		for (let at = 0; ; pollTimes.push(at)) {
			const delay = getDelayFromEstimate(
				at,
				range,
				getPollPolicy('video', { batchSize }),
				batchSize,
				randomFraction,
			);
			if (delay === undefined) return pollTimes;
			at += delay;
		}
	}

	it('should not poll before the shortest duration of similar jobs', () => {
		fc.assert(
			fc.property(anyRange, anyBatchSize, randomValue, (range, batchSize, randomFraction) => {
				const [first] = getPollTimesWithEstimate(range, batchSize, randomFraction);
				expect(first).toBeCloseTo(Math.max(range.min, 500), 5);
			}),
		);
	});

	it('should poll in small steps until the longest duration of similar jobs, with few calls', () => {
		fc.assert(
			fc.property(anyRange, anyBatchSize, randomValue, (range, batchSize, randomFraction) => {
				const pollTimes = getPollTimesWithEstimate(range, batchSize, randomFraction);
				const last = pollTimes.at(-1) as number;
				expect(last).toBeGreaterThanOrEqual(range.max);
				expect(last).toBeLessThanOrEqual(Math.max(range.max * 1.4, range.max + 1000));
				expect(pollTimes.length).toBeLessThanOrEqual(Math.max(15, batchSize / 2 + 3));
			}),
		);
	});

	it('should return a positive, finite delay', () => {
		fc.assert(
			fc.property(
				anyRange,
				anyPolicy,
				anyBatchSize,
				anyAge,
				randomValue,
				(range, policy, batchSize, at, randomFraction) => {
					const delay =
						getDelayFromEstimate(at, range, policy, batchSize, randomFraction) ??
						getNextDelay(at, true, policy, randomFraction);
					expect(Number.isFinite(delay) && delay > 0).toBe(true);
				},
			),
		);
	});
});

describe('The steps of getPollPolicy', () => {
	it.each([
		['video', 5, 20, 15],
		['musicVideo', 15, 60, 300],
		['image', 2, 10, 3],
		['music', 5, 20, 30],
		['speech', 2, 10, 2],
	] as Array<[GenerationType, number, number, number]>)(
		'should be %d to %d s for a single %s, and a fifth of that for a batch until its typical duration',
		(type, minSeconds, maxSeconds, typicalSeconds) => {
			const [minDelay, maxDelay] = [minSeconds * SECOND, maxSeconds * SECOND];
			expect(getPollPolicy(type, {})).toMatchObject({ minDelay, maxDelay, typicalDuration: 0 });
			expect(getPollPolicy(type, { batchSize: 3 })).toMatchObject({
				minDelay: minDelay / 5,
				maxDelay,
				typicalDuration: typicalSeconds * SECOND,
			});
		},
	);

	it('should begin at half the delay from the third job on', () => {
		const first = (batchSize: number) => getPollPolicy('video', { batchSize }).initialDelay;
		expect([1, 2, 3, 9].map(first)).toEqual([10, 10, 5, 5].map((seconds) => seconds * SECOND));
	});

	it('should begin after 3 s at the latest if the caller waits for the result', () => {
		const first = (type: GenerationType) => getPollPolicy(type, { isAwaited: true }).initialDelay;
		expect([first('video'), first('speech')]).toEqual([3 * SECOND, 2 * SECOND]);
	});

	it('should be smaller the more jobs are read together, down to a tenth of the age', () => {
		const growth = (batchSize: number) => getPollPolicy('video', { batchSize }).backoffFactor;
		for (const [batchSize, factor] of [
			[4, 1.2],
			[8, 1.1],
			[200, 1.1],
		] as const)
			expect(growth(batchSize)).toBeCloseTo(factor);
	});

	it('should be those of an early job until the typical duration, and not at it', () => {
		const policy = { ...getPollPolicy('music', { batchSize: 8 }), minDelay: 0, maxDelay: HOUR };
		const step = (at: number) => getDelayWithoutJitter(at, policy) / at;
		const { typicalDuration = 0, earlyBackoffFactor = 0, backoffFactor } = policy;
		expect(step(typicalDuration - 1)).toBeCloseTo(earlyBackoffFactor - 1);
		expect(step(typicalDuration)).toBeCloseTo(backoffFactor - 1);
	});
});

describe('getDelayFromEstimate, step by step', () => {
	const policy = { ...getPollPolicy('video', {}), backoffFactor: 3, maxDelay: HOUR };
	const range = { min: 10 * SECOND, max: 40 * SECOND };
	const delay = (at: number, batchSize = 4, of = range) =>
		getDelayFromEstimate(at, of, policy, batchSize, 0);

	it('should reach the end of the range in as many steps as half the jobs, at least two', () => {
		// Two steps from 10 to 40 s: each doubles the age.
		expect([1, 2, 4].map((batchSize) => delay(20 * SECOND, batchSize))).toEqual(
			[20, 20, 20].map((seconds) => seconds * SECOND),
		);
		expect(delay(20 * SECOND, 8)).toBeCloseTo(20 * SECOND * (4 ** (1 / 4) - 1));
	});

	it('should wait for the shortest duration, and for a step at least', () => {
		expect(delay(0)).toBe(20 * SECOND);
		expect(delay(9 * SECOND)).toBe(20 * SECOND);
		const narrow = { min: 10 * SECOND, max: 11 * SECOND };
		expect(delay(2 * SECOND, 4, narrow)).toBe(8 * SECOND);
		expect(delay(10 * SECOND)).toBe(10 * SECOND);
	});

	it('should end with the longest duration', () => {
		expect(delay(40 * SECOND - 1)).toBeDefined();
		expect(delay(40 * SECOND)).toBeUndefined();
	});
});
