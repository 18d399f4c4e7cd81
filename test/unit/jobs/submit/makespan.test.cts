import { makeBatches } from './virtual-executions.cts';

const SECOND = 1000;
const SLOTS = 8;

const make = async (lengths: number[]) => await makeBatches({ slots: SLOTS, batches: [lengths] });

/** The middle of several batches: chance plays a part in when is looked. */
async function usual(lengths: number[], times = 3) {
	const made: Array<Awaited<ReturnType<typeof make>>> = [];
	for (let n = 0; n < times; n++) made.push(await make(lengths));
	const middle = (of: (one: (typeof made)[number]) => number) =>
		made.map(of).sort((a, b) => a - b)[times >> 1] as number;
	return {
		ratio: middle(({ ratio }) => ratio),
		calls: middle(({ calls }) => calls),
		refused: Math.max(...made.map(({ refused }) => refused)),
	};
}

const same = (count: number, seconds: number) => new Array<number>(count).fill(seconds * SECOND);
/** Lengths from `least` to `most` seconds, in no order. */
const mixed = (count: number, least: number, most: number) =>
	Array.from({ length: count }, (_, n) => (least + ((n * 23) % (most - least + 1))) * SECOND);

// Time is simulated: nothing here depends on the machine.
describe('The duration of a batch on 8 slots', () => {
	it.each([8, 24, 64].flatMap((count) => [20, 30, 45, 60].map((seconds) => [count, seconds])))(
		'should be at most 1.15 × the ideal for %d jobs of %d s',
		async (count, seconds) => {
			const { ratio, refused } = await usual(same(count as number, seconds as number));
			expect(ratio).toBeLessThanOrEqual(1.15);
			expect(refused).toBe(0);
		},
		60_000,
	);

	it.each([24, 64])(
		'should be the same for %d jobs of 6 or 12 s, since the first jobs show the durations',
		async (count) => {
			for (const seconds of [6, 12])
				expect((await usual(same(count, seconds))).ratio).toBeLessThanOrEqual(1.15);
		},
		60_000,
	);

	it('should be less than 8 s for 8 jobs of 6 s', async () => {
		const { ratio } = await usual(same(8, 6));
		expect(ratio * 6).toBeLessThan(8);
	});

	it.each([
		[64, 42, 78],
		[24, 42, 78],
		[24, 20, 100],
	])(
		'should be the same for %d jobs of %d to %d s, all different',
		async (count, least, most) => {
			const { ratio } = await usual(mixed(count, least, most));
			expect(ratio).toBeLessThanOrEqual(1.15);
		},
		60_000,
	);

	it('should take at most two status calls per job for 64 jobs of about a minute', async () => {
		expect((await usual(same(64, 60))).calls).toBeLessThan(1);
		expect((await usual(mixed(64, 42, 78))).calls).toBeLessThanOrEqual(2);
	}, 60_000);
});
