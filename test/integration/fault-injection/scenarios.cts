import type { Fault } from '../../../simulator/faults.cts';
import type { Simulator } from '../../../simulator/simulator.cts';
import type { SmallDisk } from '../small-disk.cts';
import type { Batch } from './arbitraries.cts';
import { getPrompt } from './arbitraries.cts';

/** A fault of the world around the node, at points that the batch's chances choose. */
export interface FaultScenario {
	readonly name: string;
	/** Changes a batch so that the fault can strike it at all. */
	readonly adapt?: (adapt: Batch) => Batch;
	/** Arms it before the run, or goes on beside it. */
	inject(simulator: Simulator, adapt: Batch, over: () => boolean): void | Promise<void>;
}

const create = { match: { method: 'POST', path: 'videos/create' } };
const reads = { match: { method: 'GET' } };
const files = { match: { host: 'media' as const } };

/** 1 to `most`. */
const upTo = (most: number, chance = 0) => 1 + Math.floor(chance * most);

/** Strikes some of the creates, from any of them on. */
const creates =
	(fault: (chance: number) => Fault): FaultScenario['inject'] =>
	({ faults }, { size, chance: [where = 0, many, which = 0] }) => {
		const skip = Math.floor(where * size);
		faults.add({ ...fault(which), ...create, skip, count: upTo(size, many) });
	};

/** Strikes a share of the reads for a while, or all of them in a row. */
const someReads =
	(fault: (chance: number) => Fault): FaultScenario['inject'] =>
	({ faults }, { chance: [share = 0, many, which = 0] }) => {
		faults.add({
			...fault(which),
			...reads,
			probability: 0.3 + 0.7 * share,
			count: upTo(40, many),
		});
	};

/** Strikes downloads. */
const someFiles =
	(fault: (chance: number) => Fault): FaultScenario['inject'] =>
	({ faults }, { size, chance: [where = 0, many, which = 0] }) => {
		const skip = Math.floor(where * size);
		faults.add({ ...fault(which), ...files, skip, count: upTo(6, many) });
	};

const oneOf = <T,>(all: readonly T[], chance: number): T =>
	all[Math.floor(chance * all.length)] as T;

const fault = (given: Fault) => () => given;
const status =
	(statuses: readonly number[], more: Partial<Fault> = {}) =>
	(chance: number) =>
		({ kind: 'status', status: oneOf(statuses, chance), ...more }) as Fault;
const malformed = (chance: number): Fault =>
	oneOf<Fault>(
		[
			{ kind: 'truncatedJson' },
			{ kind: 'malformedJson' },
			{ kind: 'html' },
			{ kind: 'empty', status: 200 },
		],
		chance,
	);
const downloading = (batch: Batch): Batch => ({ ...batch, waits: true, downloads: true });
const waiting = (batch: Batch): Batch => ({ ...batch, waits: true });

/** Real milliseconds, in which some 300 times as long passes for the node. */
const pause = async (ms: number) =>
	await new Promise<void>((resolve) => {
		const until = process.hrtime.bigint() + BigInt(Math.round(ms * 1e6));
		const look = () => (process.hrtime.bigint() >= until ? resolve() : setImmediate(look));
		look();
	});

/** Waits until the run is where it is to be struck; at its end, it is too late. */
async function until(over: () => boolean, condition: () => boolean): Promise<void> {
	while (!over() && !condition()) await pause(1);
}

const restarting =
	(when: (simulator: Simulator, batch: Batch) => boolean): FaultScenario['inject'] =>
	async (simulator, batch, over) => {
		await until(over, () => when(simulator, batch));
		if (!over()) await simulator.restart((batch.chance[3] ?? 0) * 150);
	};

const HOUR = 3_600_000;

/** Everything that is to be survived. */
export const faultScenarios: readonly FaultScenario[] = [
	{ name: 'nothing', inject: () => {} },
	{ name: 'create: cut before it was accepted', inject: creates(fault({ kind: 'cutBefore' })) },
	{ name: 'create: cut after it was accepted', inject: creates(fault({ kind: 'cutAfter' })) },
	{
		name: 'create: never accepted, never answered',
		inject: creates(fault({ kind: 'noResponse' })),
	},
	{ name: 'create: accepted, never answered', inject: creates(fault({ kind: 'noResponseAfter' })) },
	{
		name: 'create: 500, 502, 503, 504 before',
		inject: creates(status([500, 502, 503, 504])),
	},
	{
		name: 'create: 500, 502, 503, 504 after it was accepted',
		inject: creates((chance) => ({
			kind: 'statusAfter',
			status: oneOf([500, 502, 503, 504], chance),
		})),
	},
	{
		name: 'create: 429 series',
		inject: ({ faults }, { chance: [many] }) => {
			faults.add({ kind: 'status', status: 429, ...create, count: upTo(20, many) });
		},
	},
	{
		name: 'create: 429 series with Retry-After',
		inject: ({ faults }, { chance: [many, seconds] }) => {
			faults.add({
				...{ kind: 'status', status: 429, retryAfterSeconds: upTo(120, seconds) },
				...{ ...create, count: upTo(20, many) },
			});
		},
	},
	{ name: 'create: answer malformed', inject: creates(malformed) },
	{ name: 'reads: 429 series', inject: someReads(status([429], { retryAfterSeconds: 5 })) },
	{ name: 'reads: 500, 502, 503, 504 series', inject: someReads(status([500, 502, 503, 504])) },
	{ name: 'reads: cut', inject: someReads(fault({ kind: 'cutBefore' })) },
	{ name: 'reads: never answered', inject: someReads(fault({ kind: 'noResponse' })) },
	{ name: 'reads: malformed', inject: someReads(malformed) },
	{ name: 'reads: unknown statuses', inject: someReads(fault({ kind: 'unknownStatus' })) },
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
		inject: async (simulator, { chance: [when = 0, which = 0] }, over) => {
			await pause(when * 150);
			const { email } = oneOf(simulator.accounts.list(), which);
			if (!over()) simulator.accounts.setError(email, 'session expired');
		},
	},
	{
		name: 'API gone for a while while submitting',
		inject: restarting(
			({ requests }, { size, chance: [where = 0] }) => requests.length > where * size,
		),
	},
	{
		name: 'API gone for a while while waiting',
		adapt: waiting,
		inject: restarting(({ requests }) => requests.some(({ path }) => path.endsWith('/videos'))),
	},
	{
		name: 'API gone for a while while downloading',
		adapt: downloading,
		inject: restarting(({ requests }) => requests.some(({ host }) => host === 'media')),
	},
	{
		name: 'download: slow',
		adapt: downloading,
		inject: someFiles(fault({ kind: 'slowBody', bytesPerSecond: 20_000 })),
	},
	{
		name: 'download: cut',
		adapt: downloading,
		inject: someFiles((chance) => ({ kind: 'cutBody', afterBytes: Math.floor(chance * 900) })),
	},
	{
		name: 'download: stalled',
		adapt: downloading,
		inject: someFiles((chance) => ({ kind: 'stalledBody', afterBytes: Math.floor(chance * 900) })),
	},
	{
		name: 'download: an error page or 5xx',
		adapt: downloading,
		inject: someFiles((chance) =>
			chance < 0.5 ? { kind: 'html' } : { kind: 'status', status: 503 },
		),
	},
	{
		name: 'the system clock jumps by hours',
		inject: async (_simulator, { chance }, over) => {
			for (let turn = 0; !over(); turn++) {
				await pause(10);
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
			faults.add({ kind: 'cutBody', ...often, ...files });
		},
	},
];

/** Files of 0.3 to 1 MB for a disk that runs full at one of them and, in some tries, has space again after a while. */
export const createFullDiskScenario = (
	{ fill, clear, empty }: SmallDisk,
	megabytes: number,
): FaultScenario => ({
	name: 'download: the disk runs full',
	adapt: downloading,
	inject: async (
		{ plannedResults },
		{ size, seconds, chance: [space = 0, large = 0, when = 0] },
		over,
	) => {
		empty();
		fill(Math.floor((0.5 + space / 2) * megabytes * MB));
		plannedResults.clear();
		for (let item = 0; item < size; item++)
			plannedResults.add({
				promptIncludes: getPrompt(item),
				afterMs: (seconds[item % seconds.length] ?? 1) * 1000,
				bytes: Math.floor((0.3 + 0.7 * large) * MB),
				count: 10,
			});
		await pause(when * 300);
		if (!over() && when < 0.5) clear();
	},
});

const MB = 1024 * 1024;
