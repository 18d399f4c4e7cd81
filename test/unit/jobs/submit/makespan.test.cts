import type { ApiGeneration } from '../../../../nodes/shared/api/responseSchemas';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import { parseGenerationId } from '../../../../nodes/shared/api/generationId';
import { SlotQueue } from '../../../../nodes/shared/jobs/submit/slotQueue';
import { JobPoller } from '../../../../nodes/shared/jobs/poll/jobPoller';
import { answer, fakeApi } from '../../fake-api.cts';
import { FakeClock } from '../../fake-clock.cts';

const SECOND = 1000;
const SLOTS = 8;
/** Of a call to the API, in milliseconds. */
const TRAVEL = { create: 400, read: 150 };

/** Makes a batch of jobs of these lengths on one account, by slots and one wait as a run does; time is not real. */
async function make(lengths: number[]) {
	const clock = new FakeClock();
	const ends = new Map<string, number>();
	const running = () => [...ends.values()].filter((end) => end > clock.now()).length;
	const row = (id: string): ApiGeneration => {
		const done = (ends.get(id) as number) <= clock.now();
		return {
			...{ video_id: id, video_status: done ? 1 : 10, output_width: done ? 1280 : 0 },
			url: 'https://media.example.com/1.mp4',
		} as ApiGeneration;
	};
	let reads = 0;
	let refused = 0;
	const api = fakeApi({
		call: async () => {
			reads++;
			await clock.sleep(TRAVEL.read);
			return { data: [...ends.keys()].reverse().slice(0, 40).map(row) };
		},
		send: async ({ path }) => {
			await clock.sleep(TRAVEL.read);
			if (path.startsWith('scheduler')) {
				const available = SLOTS - running();
				const email = 'a@example.com';
				return answer(200, { available: [{ email, available, executing: running() }] });
			}
			reads++;
			const id = path.replace('videos/', '');
			return (ends.get(id) as number) <= clock.now() ? answer(200, row(id)) : answer(404);
		},
	});
	let left = lengths.length;
	let finished = 0;
	const waiting = new JobPoller(api, clock, {
		onFinished: () => finished++,
		onFailed: (_job, error) => {
			throw error;
		},
	});
	const slots = new SlotQueue(api, clock);
	const start = clock.now();
	const create = async (length: number, itemIndex: number) => {
		for (;;) {
			const slot = await slots.acquire(Infinity);
			await clock.sleep(TRAVEL.create / 2);
			if (running() >= SLOTS) {
				refused++;
				slot?.reject();
				continue;
			}
			const raw = `user:1-pixverse:a@example.com-video:${itemIndex + 1}`;
			ends.set(raw, clock.now() + length);
			await clock.sleep(TRAVEL.create / 2);
			const id = parseGenerationId(raw) as NonNullable<ReturnType<typeof parseGenerationId>>;
			slot?.confirm(id.account);
			left--;
			waiting.add({
				itemIndex,
				id,
				generationType: generationTypes.video,
				request: { model: 'v6' },
				createdByThisRun: true,
				acceptedAt: clock.now(),
				deadline: Infinity,
				releaseSlot: () => slot?.release(),
				jobOptions: { waitMode: 'poll', timeoutMs: 0, onTimeout: 'fail', simplify: true },
			});
			return;
		}
	};
	const done = (async () => {
		await slots.refresh();
		const creating = Promise.all(lengths.map(create));
		await waiting.run(() => left > 0);
		await creating;
		return clock.now() - start;
	})();
	let took: number | undefined;
	void done.then((ms) => (took = ms));
	while (took === undefined) await clock.pass(SECOND);
	expect(finished).toBe(lengths.length);
	const free = new Array<number>(SLOTS).fill(0);
	for (const length of lengths) {
		free.sort((a, b) => a - b);
		free[0] = (free[0] as number) + length;
	}
	const count = lengths.length;
	return { ratio: took / Math.max(...free), calls: reads / count, refused };
}

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
