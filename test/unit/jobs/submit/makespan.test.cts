import { runBatches } from './virtual-executions.cts';
import { SECOND } from '../../../../nodes/shared/time';

const SLOTS = 8;

const runBatch = async (lengths: number[]) =>
	await runBatches({ slots: SLOTS, batches: [lengths] });

/** Runs a batch several times and returns the medians, since poll times are random. */
async function runSeveral(lengths: number[], times = 3) {
	const results: Array<Awaited<ReturnType<typeof runBatch>>> = [];
	for (let n = 0; n < times; n++) results.push(await runBatch(lengths));
	const median = (of: (one: (typeof results)[number]) => number) =>
		results.map(of).sort((a, b) => a - b)[times >> 1] as number;
	return {
		ratio: median(({ ratio }) => ratio),
		readsPerJob: median(({ readsPerJob }) => readsPerJob),
		rejectedCreates: Math.max(...results.map(({ rejectedCreates }) => rejectedCreates)),
	};
}

const createEqual = (count: number, seconds: number) =>
	new Array<number>(count).fill(seconds * SECOND);
/** Returns different lengths from `min` to `max` seconds in a fixed, unsorted order. */
const createMixed = (count: number, min: number, max: number) =>
	Array.from({ length: count }, (_, n) => (min + ((n * 23) % (max - min + 1))) * SECOND);

// Time is simulated, so the results don't depend on the machine.
describe('The duration of a batch on 8 slots', () => {
	it.each([8, 24, 64].flatMap((count) => [20, 30, 45, 60].map((seconds) => [count, seconds])))(
		'should be at most 1.15 × the ideal for %d jobs of %d s',
		async (count, seconds) => {
			const { ratio, rejectedCreates } = await runSeveral(
				createEqual(count as number, seconds as number),
			);
			expect(ratio).toBeLessThanOrEqual(1.15);
			expect(rejectedCreates).toBe(0);
		},
		60_000,
	);

	it.each([24, 64])(
		'should be the same for %d jobs of 6 or 12 s, since the first jobs show the durations',
		async (count) => {
			for (const seconds of [6, 12])
				expect((await runSeveral(createEqual(count, seconds))).ratio).toBeLessThanOrEqual(1.15);
		},
		60_000,
	);

	it('should be less than 8 s for 8 jobs of 6 s', async () => {
		const { ratio } = await runSeveral(createEqual(8, 6));
		expect(ratio * 6).toBeLessThan(8);
	});

	it.each([
		[64, 42, 78],
		[24, 42, 78],
		[24, 20, 100],
	])(
		'should be the same for %d jobs of %d to %d s, all different',
		async (count, min, max) => {
			const { ratio } = await runSeveral(createMixed(count, min, max));
			expect(ratio).toBeLessThanOrEqual(1.15);
		},
		60_000,
	);

	it('should take at most two status calls per job for 64 jobs of about a minute', async () => {
		expect((await runSeveral(createEqual(64, 60))).readsPerJob).toBeLessThan(1);
		expect((await runSeveral(createMixed(64, 42, 78))).readsPerJob).toBeLessThanOrEqual(2);
	}, 60_000);
});
