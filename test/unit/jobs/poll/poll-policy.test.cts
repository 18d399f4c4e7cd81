import fc from 'fast-check';
import type { GenerationType } from '../../../../nodes/shared/api/generationTypes';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import type { PollPolicy, DurationRange } from '../../../../nodes/shared/jobs/poll/pollPolicy';
import {
	getNextDelay,
	getDelayFromEstimate,
	getPollPolicy,
} from '../../../../nodes/shared/jobs/poll/pollPolicy';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const KINDS = Object.keys(generationTypes) as GenerationType[];
const kind = fc.constantFrom(...KINDS);
const company = fc.integer({ min: 1, max: 200 });
const rhythm = fc
	.tuple(
		kind,
		fc.boolean(),
		fc.option(fc.integer({ min: 1, max: 3600 }), { nil: undefined }),
		company,
	)
	.map(([one, offPeak, seconds, together]) =>
		getPollPolicy(one, { offPeak, intervalMs: seconds && seconds * SECOND, batchSize: together }),
	);
const random = fc.double({ min: 0, max: 1, noNaN: true });
const age = fc.nat({ max: 24 * HOUR });

/** The pause without what chance adds. */
const plain = (at: number, of: PollPolicy, looked = true) => getNextDelay(at, looked, of, 0);

/** Ages at which a job that takes `length` is polled. */
function looksAt(of: PollPolicy, length: number, chance = 0): number[] {
	const looks = [getNextDelay(0, false, of, chance)];
	for (let last = looks[0] as number; last < length; looks.push(last))
		last += getNextDelay(last, true, of, chance);
	return looks;
}

describe('getPollPolicy without measured durations', () => {
	it.each([
		['video', 10],
		['image', 3],
		['music', 10],
		['speech', 2],
	] as Array<[GenerationType, number]>)(
		'should poll a single %s first after %d s, when it may be finished',
		(one, first) => {
			expect(plain(0, getPollPolicy(one, {}), false)).toBe(first * SECOND);
		},
	);

	it('should poll a batch earlier, since one list shows all jobs', () => {
		for (const one of KINDS) {
			const alone = looksAt(getPollPolicy(one, {}), MINUTE);
			const together = looksAt(getPollPolicy(one, { batchSize: 8 }), MINUTE);
			expect(together[0]).toBeLessThan(alone[0] as number);
			expect(together.length).toBeGreaterThan(alone.length);
		}
	});

	it('should take a few calls for a video of a minute, alone or in a batch', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 40 }), random, (together, chance) => {
				const looks = looksAt(getPollPolicy('video', { batchSize: together }), MINUTE, chance);
				// Two are read one by one: a list for them would be no fewer calls.
				const calls = together < 3 ? looks.length : looks.length / together;
				expect(calls).toBeLessThanOrEqual(together < 8 ? 8 : 3);
			}),
		);
	});

	it('should see a video of a large batch soon after its end, whatever its duration', () => {
		fc.assert(
			fc.property(fc.integer({ min: 20, max: 180 }), random, (seconds, chance) => {
				const length = seconds * SECOND;
				const looks = looksAt(getPollPolicy('video', { batchSize: 8 }), length, chance);
				expect(looks.at(-1)).toBeLessThanOrEqual(length * 1.12);
			}),
		);
	});

	it('should poll an off-peak job, which takes hours, every few minutes', () => {
		const rare = getPollPolicy('video', { offPeak: true });
		expect(plain(0, rare, false)).toBe(MINUTE);
		expect(plain(HOUR, rare)).toBe(5 * MINUTE);
	});

	it("should keep the user's polling interval, off-peak or not, alone or in a batch", () => {
		for (const offPeak of [true, false])
			for (const together of [1, 8]) {
				const own = getPollPolicy('image', {
					offPeak,
					intervalMs: 30 * SECOND,
					batchSize: together,
				});
				expect(plain(0, own, false)).toBe(30 * SECOND);
				for (const at of [1, 30, 600]) expect(plain(at * SECOND, own)).toBe(30 * SECOND);
			}
	});

	it('should increase the interval up to a limit', () => {
		fc.assert(
			fc.property(rhythm, age, (one, at) => {
				const pause = plain(at, one);
				expect(pause).toBeGreaterThanOrEqual(one.minDelay);
				expect(pause).toBeLessThanOrEqual(one.maxDelay);
				expect(plain(one.maxDelay * 20, one)).toBe(one.maxDelay);
			}),
		);
	});

	it('should add at most a tenth of random jitter', () => {
		fc.assert(
			fc.property(rhythm, age, random, fc.boolean(), (one, at, chance, looked) => {
				const pause = getNextDelay(at, looked, one, chance);
				expect(pause).toBeGreaterThanOrEqual(plain(at, one, looked));
				expect(pause).toBeLessThanOrEqual(plain(at, one, looked) * 1.1 + 1e-6);
			}),
		);
	});

	it('should spread two executions that started together', () => {
		const of = getPollPolicy('video', {});
		expect(getNextDelay(MINUTE, true, of, 0.1)).not.toBe(getNextDelay(MINUTE, true, of, 0.9));
	});
});

describe('getPollPolicy with measured durations', () => {
	const span = fc
		.tuple(fc.integer({ min: 500, max: MINUTE }), fc.double({ min: 1.001, max: 3, noNaN: true }))
		.map(([after, share]): DurationRange => ({ min: after, max: after * share }));

	/** Ages at which it is polled, up to the age `by`. */
	function looksTowards(of: DurationRange, together: number, chance: number): number[] {
		const looks: number[] = [];
		for (let at = 0; ; looks.push(at)) {
			const pause = getDelayFromEstimate(
				at,
				of,
				getPollPolicy('video', { batchSize: together }),
				together,
				chance,
			);
			if (pause === undefined) return looks;
			at += pause;
		}
	}

	it('should not poll before the shortest duration of the same sort', () => {
		fc.assert(
			fc.property(span, company, random, (of, together, chance) => {
				const [first] = looksTowards(of, together, chance);
				expect(first).toBeCloseTo(Math.max(of.min, 500), 5);
			}),
		);
	});

	it('should poll in small steps until the longest duration of the same sort, with few calls', () => {
		fc.assert(
			fc.property(span, company, random, (of, together, chance) => {
				const looks = looksTowards(of, together, chance);
				const last = looks.at(-1) as number;
				expect(last).toBeGreaterThanOrEqual(of.max);
				expect(last).toBeLessThanOrEqual(Math.max(of.max * 1.4, of.max + 1000));
				expect(looks.length).toBeLessThanOrEqual(Math.max(15, together / 2 + 3));
			}),
		);
	});

	it('should return a positive, finite delay', () => {
		fc.assert(
			fc.property(span, rhythm, company, age, random, (of, one, together, at, chance) => {
				const pause =
					getDelayFromEstimate(at, of, one, together, chance) ??
					getNextDelay(at, true, one, chance);
				expect(Number.isFinite(pause) && pause > 0).toBe(true);
			}),
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
		(one, minSeconds, maxSeconds, typicalSeconds) => {
			const [minDelay, maxDelay] = [minSeconds * SECOND, maxSeconds * SECOND];
			expect(getPollPolicy(one, {})).toMatchObject({ minDelay, maxDelay, typicalDuration: 0 });
			expect(getPollPolicy(one, { batchSize: 3 })).toMatchObject({
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
		const first = (one: GenerationType) => getPollPolicy(one, { isAwaited: true }).initialDelay;
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
		const step = (at: number) => plain(at, policy) / at;
		expect(step(policy.typicalDuration - 1)).toBeCloseTo(policy.earlyBackoffFactor - 1);
		expect(step(policy.typicalDuration)).toBeCloseTo(policy.backoffFactor - 1);
	});
});

describe('getDelayFromEstimate, step by step', () => {
	const policy = { ...getPollPolicy('video', {}), backoffFactor: 3, maxDelay: HOUR };
	const range = { min: 10 * SECOND, max: 40 * SECOND };
	const delay = (at: number, batchSize = 4, of = range) =>
		getDelayFromEstimate(at, of, policy, batchSize, 0);

	it('should reach the end of the range in as many steps as half the jobs, at least two', () => {
		// Four times as long in two steps: twice as long in each.
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
