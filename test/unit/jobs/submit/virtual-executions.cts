import type { ApiGeneration } from '../../../../nodes/shared/api/responseSchemas';
import { type GenerationType, generationTypes } from '../../../../nodes/shared/api/generationTypes';
import { parseGenerationId } from '../../../../nodes/shared/api/generationId';
import { SlotQueue } from '../../../../nodes/shared/jobs/submit/slotQueue';
import { JobPoller } from '../../../../nodes/shared/jobs/poll/jobPoller';
import { createResponse, createFakeApi } from '../../fake-api.cts';
import { FakeClock } from '../../fake-clock.cts';

const SECOND = 1000;
/** Longer than any batch of the tests. */
const MAX_DURATION = 24 * 3600 * SECOND;
/** Of a call to the API, in milliseconds. */
const TRAVEL = { create: 400, read: 150 };

interface Setup {
	kind?: GenerationType;
	/** Of the only account. */
	slots: number;
	/** Lengths of the jobs of each execution, in milliseconds. */
	batches: number[][];
	/** Between the starts of two executions, in milliseconds. */
	stagger?: number;
}

/** Runs batches of jobs on one account at the same time, by slots and one wait as a run does; time is not real. */
export async function makeBatches({ kind = 'video', slots: limit, batches, stagger = 0 }: Setup) {
	const clock = new FakeClock();
	const type = generationTypes[kind];
	const ends = new Map<string, number>();
	const running = () => [...ends.values()].filter((end) => end > clock.now()).length;
	const row = (id: string): ApiGeneration => {
		const done = (ends.get(id) as number) <= clock.now();
		return {
			...{ [type.idField]: id, [type.statusField]: done ? 1 : 10, output_width: done ? 1280 : 0 },
			[type.urlField]: done ? 'https://media.example.com/1' : '',
		} as ApiGeneration;
	};
	const counts = { reads: 0, refused: 0, slotReads: 0 };
	const api = createFakeApi({
		call: async () => {
			counts.reads++;
			await clock.sleep(TRAVEL.read);
			return { data: [...ends.keys()].reverse().slice(0, 40).map(row) };
		},
		send: async ({ path }) => {
			await clock.sleep(TRAVEL.read);
			if (path.startsWith('scheduler')) {
				counts.slotReads++;
				const available = limit - running();
				const email = 'a@example.com';
				return createResponse(200, { available: [{ email, available, executing: running() }] });
			}
			counts.reads++;
			const id = path.replace(`${type.path}/`, '');
			const isDone = (ends.get(id) as number) <= clock.now();
			return isDone || !type.returns404WhileRunning
				? createResponse(200, row(id))
				: createResponse(404);
		},
	});
	let finished = 0;
	const execute = async (lengths: number[], index: number) => {
		await clock.sleep(index * stagger);
		let left = lengths.length;
		const waiting = new JobPoller(api, clock, {
			onFinished: () => finished++,
			onFailed: (_job, error) => {
				throw error;
			},
		});
		const slots = new SlotQueue(api, clock);
		const create = async (length: number, itemIndex: number) => {
			for (;;) {
				const slot = await slots.acquire(Infinity);
				await clock.sleep(TRAVEL.create / 2);
				if (running() >= limit) {
					counts.refused++;
					slot?.reject();
					continue;
				}
				const raw = `user:1-pixverse:a@example.com-${kind}:${index + 1}${itemIndex + 1}`;
				ends.set(raw, clock.now() + length);
				await clock.sleep(TRAVEL.create / 2);
				const id = parseGenerationId(raw) as NonNullable<ReturnType<typeof parseGenerationId>>;
				slot?.confirm(id.account);
				left--;
				waiting.add({
					itemIndex,
					id,
					generationType: type,
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
		await slots.refresh();
		const creating = Promise.all(lengths.map(create));
		await waiting.run(() => left > 0);
		await creating;
	};
	const start = clock.now();
	let took: number | undefined;
	void Promise.all(batches.map(execute)).then(() => (took = clock.now() - start));
	while (took === undefined && clock.now() < MAX_DURATION) await clock.advance(SECOND);
	if (took === undefined) throw new Error('The executions never end');
	const all = batches.flat();
	expect(finished).toBe(all.length);
	const free = new Array<number>(limit).fill(0);
	for (const length of all) {
		free.sort((a, b) => a - b);
		free[0] = (free[0] as number) + length;
	}
	const { reads, refused, slotReads } = counts;
	const calls = reads + refused + slotReads;
	return { ratio: took / Math.max(...free), calls: reads / all.length, refused, allCalls: calls };
}
