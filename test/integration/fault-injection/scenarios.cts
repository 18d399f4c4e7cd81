import type { Fault } from '../../../simulator/faults.cts';
import type { Simulator } from '../../../simulator/simulator.cts';
import type { SmallDisk } from '../small-disk.cts';
import type { Batch } from './arbitraries.cts';
import { getPrompt } from './arbitraries.cts';

/** A fault of the API, the network, or the machine, at points that the random numbers of the batch select. */
export interface FaultScenario {
	readonly name: string;
	/** Changes a batch so that the fault can affect it. */
	readonly adapt?: (batch: Batch) => Batch;
	/** Adds the fault before the run, or during the run until it has ended. */
	inject(simulator: Simulator, batch: Batch, hasEnded: () => boolean): void | Promise<void>;
}

const createRequests = { match: { method: 'POST', path: 'videos/create' } };
const readRequests = { match: { method: 'GET' } };
const mediaRequests = { match: { host: 'media' as const } };

/** 1 to `max`. */
const pickCount = (max: number, chance = 0) => 1 + Math.floor(chance * max);

/** Adds a fault to some consecutive creates. */
const injectIntoCreates =
	(createFault: (chance: number) => Fault): FaultScenario['inject'] =>
	({ faults }, { size, chance: [where = 0, many, which = 0] }) => {
		const skip = Math.floor(where * size);
		faults.add({ ...createFault(which), ...createRequests, skip, count: pickCount(size, many) });
	};

/** Adds a fault to a share of the reads, or to all of them, for a number of requests. */
const injectIntoReads =
	(createFault: (chance: number) => Fault): FaultScenario['inject'] =>
	({ faults }, { chance: [share = 0, many, which = 0] }) => {
		faults.add({
			...createFault(which),
			...readRequests,
			probability: 0.3 + 0.7 * share,
			count: pickCount(40, many),
		});
	};

/** Adds a fault to some consecutive downloads. */
const injectIntoDownloads =
	(createFault: (chance: number) => Fault): FaultScenario['inject'] =>
	({ faults }, { size, chance: [where = 0, many, which = 0] }) => {
		const skip = Math.floor(where * size);
		faults.add({ ...createFault(which), ...mediaRequests, skip, count: pickCount(6, many) });
	};

const pickOne = <T,>(all: readonly T[], chance: number): T =>
	all[Math.floor(chance * all.length)] as T;

const always = (fault: Fault) => () => fault;
const anyStatus =
	(statuses: readonly number[], more: Partial<Fault> = {}) =>
	(chance: number) =>
		({ kind: 'status', status: pickOne(statuses, chance), ...more }) as Fault;
const anyMalformed = (chance: number): Fault =>
	pickOne<Fault>(
		[
			{ kind: 'truncatedJson' },
			{ kind: 'malformedJson' },
			{ kind: 'html' },
			{ kind: 'empty', status: 200 },
		],
		chance,
	);
const withDownloads = (batch: Batch): Batch => ({ ...batch, waits: true, downloads: true });
const withWaiting = (batch: Batch): Batch => ({ ...batch, waits: true });

/** Waits in real time, while 300 times as long passes for the node. */
const waitRealTime = async (ms: number) =>
	await new Promise<void>((resolve) => {
		const endsAt = process.hrtime.bigint() + BigInt(Math.round(ms * 1e6));
		const check = () => (process.hrtime.bigint() >= endsAt ? resolve() : setImmediate(check));
		check();
	});

/** Waits until the condition is true or the run has ended. */
async function waitUntil(hasEnded: () => boolean, condition: () => boolean): Promise<void> {
	while (!hasEnded() && !condition()) await waitRealTime(1);
}

const restartWhen =
	(when: (simulator: Simulator, batch: Batch) => boolean): FaultScenario['inject'] =>
	async (simulator, batch, hasEnded) => {
		await waitUntil(hasEnded, () => when(simulator, batch));
		if (!hasEnded()) await simulator.restart((batch.chance[3] ?? 0) * 150);
	};

const HOUR = 3_600_000;

/** All scenarios in which no job may be lost or created twice. */
export const faultScenarios: readonly FaultScenario[] = [
	{ name: 'nothing', inject: () => {} },
	{
		name: 'create: cut before it was accepted',
		inject: injectIntoCreates(always({ kind: 'cutBefore' })),
	},
	{
		name: 'create: cut after it was accepted',
		inject: injectIntoCreates(always({ kind: 'cutAfter' })),
	},
	{
		name: 'create: never accepted, never answered',
		inject: injectIntoCreates(always({ kind: 'noResponse' })),
	},
	{
		name: 'create: accepted, never answered',
		inject: injectIntoCreates(always({ kind: 'noResponseAfter' })),
	},
	{
		name: 'create: 500, 502, 503, 504 before',
		inject: injectIntoCreates(anyStatus([500, 502, 503, 504])),
	},
	{
		name: 'create: 500, 502, 503, 504 after it was accepted',
		inject: injectIntoCreates((chance) => ({
			kind: 'statusAfter',
			status: pickOne([500, 502, 503, 504], chance),
		})),
	},
	{
		name: 'create: 429 series',
		inject: ({ faults }, { chance: [many] }) => {
			faults.add({ kind: 'status', status: 429, ...createRequests, count: pickCount(20, many) });
		},
	},
	{
		name: 'create: 429 series with Retry-After',
		inject: ({ faults }, { chance: [many, seconds] }) => {
			faults.add({
				...{ kind: 'status', status: 429, retryAfterSeconds: pickCount(120, seconds) },
				...{ ...createRequests, count: pickCount(20, many) },
			});
		},
	},
	{ name: 'create: answer malformed', inject: injectIntoCreates(anyMalformed) },
	{
		name: 'reads: 429 series',
		inject: injectIntoReads(anyStatus([429], { retryAfterSeconds: 5 })),
	},
	{
		name: 'reads: 500, 502, 503, 504 series',
		inject: injectIntoReads(anyStatus([500, 502, 503, 504])),
	},
	{ name: 'reads: cut', inject: injectIntoReads(always({ kind: 'cutBefore' })) },
	{ name: 'reads: never answered', inject: injectIntoReads(always({ kind: 'noResponse' })) },
	{ name: 'reads: malformed', inject: injectIntoReads(anyMalformed) },
	{ name: 'reads: unknown statuses', inject: injectIntoReads(always({ kind: 'unknownStatus' })) },
	{
		name: 'moderation and failure in the middle',
		inject: ({ plannedResults }, { size, chance: [where = 0, what = 0, which = 0] }) => {
			const promptIncludes = getPrompt(Math.floor(where * size));
			plannedResults.clear();
			const ending = which < 0.5 ? 'FAILED' : 'MODERATED';
			plannedResults.add({ promptIncludes, status: ending, afterMs: what * 60_000, count: 9 });
		},
	},
	{
		name: 'one of two accounts signed out (596)',
		adapt: (batch) => ({ ...batch, maxJobs: [batch.maxJobs[0] ?? 1, 3] }),
		inject: async (simulator, { chance: [when = 0, which = 0] }, hasEnded) => {
			await waitRealTime(when * 150);
			const { email } = pickOne(simulator.accounts.list(), which);
			if (!hasEnded()) simulator.accounts.setError(email, 'session expired');
		},
	},
	{
		name: 'API gone for a while while submitting',
		inject: restartWhen(
			({ requests }, { size, chance: [where = 0] }) => requests.length > where * size,
		),
	},
	{
		name: 'API gone for a while while waiting',
		adapt: withWaiting,
		inject: restartWhen(({ requests }) => requests.some(({ path }) => path.endsWith('/videos'))),
	},
	{
		name: 'API gone for a while while downloading',
		adapt: withDownloads,
		inject: restartWhen(({ requests }) => requests.some(({ host }) => host === 'media')),
	},
	{
		name: 'download: slow',
		adapt: withDownloads,
		inject: injectIntoDownloads(always({ kind: 'slowBody', bytesPerSecond: 20_000 })),
	},
	{
		name: 'download: cut',
		adapt: withDownloads,
		inject: injectIntoDownloads((chance) => ({
			kind: 'cutBody',
			afterBytes: Math.floor(chance * 900),
		})),
	},
	{
		name: 'download: stalled',
		adapt: withDownloads,
		inject: injectIntoDownloads((chance) => ({
			kind: 'stalledBody',
			afterBytes: Math.floor(chance * 900),
		})),
	},
	{
		name: 'download: an error page or 5xx',
		adapt: withDownloads,
		inject: injectIntoDownloads((chance) =>
			chance < 0.5 ? { kind: 'html' } : { kind: 'status', status: 503 },
		),
	},
	{
		name: 'the system clock jumps by hours',
		inject: async (_simulator, { chance }, hasEnded) => {
			for (let turn = 0; !hasEnded(); turn++) {
				await waitRealTime(10);
				const hours = ((chance[turn % 4] ?? 0) - 0.5) * 48;
				jest.setSystemTime(Date.now() + hours * HOUR);
			}
		},
	},
	{
		name: 'all at once',
		inject: ({ faults }, { chance: [share = 0] }) => {
			const often = { count: 0, probability: 0.05 + 0.15 * share };
			for (const kind of [
				'cutBefore',
				'cutAfter',
				'malformedJson',
				'html',
				'truncatedJson',
			] as const)
				faults.add({ kind, ...often });
			for (const code of [429, 500, 503, 504])
				faults.add({ kind: 'status', status: code, ...often });
			faults.add({ kind: 'statusAfter', status: 502, ...often });
			faults.add({ kind: 'unknownStatus', ...often });
			faults.add({ kind: 'cutBody', ...often, ...mediaRequests });
		},
	},
];

/** Downloads files of 0.3 to 1 MB to a disk that becomes full and, in some tries, has space again after a while. */
export const createFullDiskScenario = (
	{ fill, freeSpace, deleteFiles }: SmallDisk,
	megabytes: number,
): FaultScenario => ({
	name: 'download: the disk runs full',
	adapt: withDownloads,
	inject: async (
		{ plannedResults },
		{ size, seconds, chance: [space = 0, large = 0, when = 0] },
		hasEnded,
	) => {
		deleteFiles();
		fill(Math.floor((0.5 + space / 2) * megabytes * MB));
		plannedResults.clear();
		for (let item = 0; item < size; item++)
			plannedResults.add({
				promptIncludes: getPrompt(item),
				afterMs: (seconds[item % seconds.length] ?? 1) * 1000,
				bytes: Math.floor((0.3 + 0.7 * large) * MB),
				count: 10,
			});
		await waitRealTime(when * 300);
		if (!hasEnded() && when < 0.5) freeSpace();
	},
});

const MB = 1024 * 1024;
