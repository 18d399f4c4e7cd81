import { updateSource } from './sourceState';
import { matchesFilters } from './matchesFilters';
import { getReadDepth } from './readDepth';
import { fillTimes, type GenerationRow, type ListSnapshot } from './snapshot';
import {
	encodeId,
	getOwnKey,
	getSourceKey,
	MAX_STATE_CHARS,
	type SourceState,
	type TriggerFilters,
	type TriggerState,
	trimState,
} from './triggerState';

/** What is watched. */
export interface WatchConfig {
	criteria: TriggerFilters;
	/** E-mails; undefined for all configured accounts, those to come included. */
	accounts?: string[];
}

/** What the API lists now. A list that could not be read to the depth it needs is simply missing. */
export interface Snapshot<Seen = unknown> {
	readings: Array<ListSnapshot<Seen>>;
	/** The configured accounts, when they were read. */
	accounts?: string[];
	/** Running ones known to be made by this n8n, see `ownKey`. */
	own?: string[];
}

/** How many of the newest of each list are remembered one by one: as usual, and when there is too little room. */
const RETENTION_STEPS = [undefined, 30, 8, 0];
/** Of those running that are known to be made by this n8n, as many are remembered. */
const MAX_OWN = 300;

/** The memory of a trigger that has seen nothing: everything that is there now counts as seen. */
export function createInitialState(wanted: WatchConfig, now: number): TriggerState {
	return {
		version: 1,
		criteria: wanted.criteria,
		asked: getWatchedSince({}, wanted, now),
		sources: {},
	};
}

/**
 * Decides what to emit. Pure: the same memory and listing give the same answer.
 *
 * A generation is emitted once, in the poll that first sees it finished, whatever was created or finished before it. A
 * list that is missing from the listing keeps its memory untouched, and is caught up with later.
 * @param now epoch ms, clock of n8n; only compared with what that clock said before, and for what is days old
 * @returns `emit` oldest first
 */
export function selectNewRows<Seen>(
	memory: TriggerState | undefined,
	listing: Snapshot<Seen>,
	now: number,
	wanted: WatchConfig,
): { emit: Array<GenerationRow<Seen>>; memory: TriggerState } {
	const before = memory ?? createInitialState(wanted, now);
	const scopes = getWatchedSince(before.asked, wanted, now);
	const own = new Set([...(before.own ?? []), ...(listing.own ?? [])]);
	const emit: Array<GenerationRow<Seen>> = [];
	const settled = new Set<string>();
	const planned: Array<{ key: string; at: (keep?: number) => SourceState }> = [];

	for (const reading of listing.readings) {
		const key = getSourceKey(reading.kind, reading.account);
		const since = scopes[key] ?? scopes[reading.kind];
		if (since === undefined) continue;
		const source = before.sources[key];
		const rows = fillTimes(reading.rows);
		if (!reading.whole && !getReadDepth(source, since, now).met(rows)) continue;
		const step = updateSource(source, { ...reading, rows }, since, now);
		for (const row of step.finished) {
			settled.add(getOwnKey(row.kind, row.number));
			// What finished before the criteria were changed was subject to the old ones.
			if (
				[wanted.criteria, before.criteria].every((criteria) => matchesFilters(row, criteria, own))
			)
				emit.push(row);
		}
		planned.push({ key, at: step.source });
	}

	const emails = listing.accounts;
	const next: TriggerState = {
		version: 1,
		criteria: wanted.criteria,
		asked: scopes,
		...(wanted.accounts ? {} : { accounts: emails ? { at: now, emails } : before.accounts }),
		...(wanted.criteria.own
			? { own: [...own].filter((key) => !settled.has(key)).slice(-MAX_OWN) }
			: {}),
		sources: {},
	};
	for (const keep of RETENTION_STEPS) {
		next.sources = pruneSources(before.sources, scopes);
		for (const { key, at } of planned) next.sources[key] = at(keep);
		if (JSON.stringify(next).length <= MAX_STATE_CHARS) break;
	}
	emit.sort((a, b) => (a.created ?? 0) - (b.created ?? 0) || compareIds(a, b));
	return { emit, memory: trimState(next) };
}

/** Takes back that something was emitted, so that the next poll emits it. */
export function requeue(memory: TriggerState, rows: GenerationRow[]): TriggerState {
	const sources = { ...memory.sources };
	for (const row of rows) {
		const key = getSourceKey(row.kind, row.account);
		const source = sources[key];
		if (!source) continue;
		const id = encodeId(row.number);
		const done = source.done.split(' ');
		sources[key] = done.includes(id)
			? { ...source, done: done.filter((other) => other !== id).join(' ') }
			: { ...source, open: { ...source.open, [id]: Math.floor((row.created ?? 0) / 1000) } };
	}
	return { ...memory, sources };
}

/** Since when each scope is watched: a kind on all accounts, or on one of those named. */
function getWatchedSince(
	before: TriggerState['asked'],
	{ criteria, accounts }: WatchConfig,
	now: number,
) {
	const scopes = criteria.kinds.flatMap((kind): string[] =>
		accounts ? accounts.map((account) => getSourceKey(kind, account)) : [kind],
	);
	return Object.fromEntries(scopes.map((scope) => [scope, before[scope] ?? now]));
}

/** An account that is missing for a while (signed out, removed to be added again) is not forgotten. */
function pruneSources(
	sources: TriggerState['sources'],
	scopes: TriggerState['asked'],
): TriggerState['sources'] {
	const kept = Object.entries(sources).filter(
		([key]) => key in scopes || (key.split(' ')[0] as string) in scopes,
	);
	return Object.fromEntries(kept);
}

function compareIds(a: GenerationRow, b: GenerationRow): number {
	const difference = BigInt(a.number) - BigInt(b.number);
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
