import type { ApiGeneration } from '../../../../nodes/shared/api/responseSchemas';
import { type GenerationType, generationTypes } from '../../../../nodes/shared/api/generationTypes';
import { parseGenerationId } from '../../../../nodes/shared/api/generationId';
import { SlotQueue } from '../../../../nodes/shared/jobs/submit/slotQueue';
import { JobPoller } from '../../../../nodes/shared/jobs/poll/jobPoller';
import { createResponse, createFakeApi } from '../../fake-api.cts';
import { FakeClock } from '../../fake-clock.cts';
import { SECOND } from '../../../../nodes/shared/time';

/** Longer than any batch in the tests. */
const MAX_DURATION_MS = 24 * 3600 * SECOND;
/** The duration of API requests. */
const LATENCY_MS = { create: 400, read: 150 };

interface Setup {
	kind?: GenerationType;
	/** The slots of the only account. */
	slots: number;
	/** The durations of each execution's jobs, in milliseconds. */
	batches: number[][];
	/** The time between the starts of two executions. */
	staggerMs?: number;
}

/** Runs batches on one account at the same time, each with a slot queue and a poller as in a run of the node. Time is simulated. */
export async function runBatches({ kind = 'video', slots: limit, batches, staggerMs = 0 }: Setup) {
	const clock = new FakeClock();
	const type = generationTypes[kind];
	const endTimes = new Map<string, number>();
	const countRunning = () => [...endTimes.values()].filter((end) => end > clock.now()).length;
	const createRow = (id: string): ApiGeneration => {
		const isDone = (endTimes.get(id) as number) <= clock.now();
		return {
			...{
				[type.idField]: id,
				[type.statusField]: isDone ? 1 : 10,
				output_width: isDone ? 1280 : 0,
			},
			[type.urlField]: isDone ? 'https://media.example.com/1' : '',
		} as ApiGeneration;
	};
	const counts = { reads: 0, rejectedCreates: 0, slotReads: 0 };
	const api = createFakeApi({
		call: async () => {
			counts.reads++;
			await clock.sleep(LATENCY_MS.read);
			return { data: [...endTimes.keys()].reverse().slice(0, 40).map(createRow) };
		},
		send: async ({ path }) => {
			await clock.sleep(LATENCY_MS.read);
			if (path.startsWith('scheduler')) {
				counts.slotReads++;
				const available = limit - countRunning();
				const email = 'a@example.com';
				return createResponse(200, {
					available: [{ email, available, executing: countRunning() }],
				});
			}
			counts.reads++;
			const id = path.replace(`${type.path}/`, '');
			const isDone = (endTimes.get(id) as number) <= clock.now();
			return isDone || !type.returns404WhileRunning
				? createResponse(200, createRow(id))
				: createResponse(404);
		},
	});
	let finished = 0;
	const execute = async (lengths: number[], index: number) => {
		await clock.sleep(index * staggerMs);
		let remaining = lengths.length;
		const poller = new JobPoller(api, clock, {
			onFinished: () => finished++,
			onFailed: (_job, error) => {
				throw error;
			},
		});
		const slots = new SlotQueue(api, clock);
		const create = async (length: number, itemIndex: number) => {
			for (;;) {
				const slot = await slots.acquire(Infinity);
				await clock.sleep(LATENCY_MS.create / 2);
				if (countRunning() >= limit) {
					counts.rejectedCreates++;
					slot?.reject();
					continue;
				}
				const rawId = `user:1-pixverse:a@example.com-${kind}:${index + 1}${itemIndex + 1}`;
				endTimes.set(rawId, clock.now() + length);
				await clock.sleep(LATENCY_MS.create / 2);
				const id = parseGenerationId(rawId) as NonNullable<ReturnType<typeof parseGenerationId>>;
				slot?.confirm(id.account);
				remaining--;
				poller.add({
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
		await poller.run(() => remaining > 0);
		await creating;
	};
	const start = clock.now();
	let durationMs: number | undefined;
	void Promise.all(batches.map(execute)).then(() => (durationMs = clock.now() - start));
	while (durationMs === undefined && clock.now() < MAX_DURATION_MS) await clock.advance(SECOND);
	if (durationMs === undefined) throw new Error('The executions never end');
	const allLengths = batches.flat();
	expect(finished).toBe(allLengths.length);
	const slotTimes = new Array<number>(limit).fill(0);
	for (const length of allLengths) {
		slotTimes.sort((a, b) => a - b);
		slotTimes[0] = (slotTimes[0] as number) + length;
	}
	const { reads, rejectedCreates, slotReads } = counts;
	const calls = reads + rejectedCreates + slotReads;
	return {
		ratio: durationMs / Math.max(...slotTimes),
		readsPerJob: reads / allLengths.length,
		rejectedCreates,
		totalCalls: calls,
	};
}
