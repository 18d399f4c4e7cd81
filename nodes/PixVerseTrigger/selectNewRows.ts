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

export interface WatchConfig {
	criteria: TriggerFilters;
	/** E-mails; undefined for all configured accounts, including future ones. */
	accounts?: string[];
}

/** What the API lists now, without lists that couldn't be read as far as necessary. */
export interface Snapshot<Seen = unknown> {
	lists: Array<ListSnapshot<Seen>>;
	/** The configured accounts, if they were read. */
	accounts?: string[];
	/** Running generations of this n8n instance, see `getOwnKey`. */
	own?: string[];
}

/** Newest rows of each list to store individually: the usual number, and fewer if the state gets too large. */
const RETENTION_STEPS = [undefined, 30, 8, 0];
const MAX_OWN = 300;

/** Everything that exists now counts as processed. */
export function createInitialState(config: WatchConfig, now: number): TriggerState {
	return {
		version: 1,
		criteria: config.criteria,
		asked: getWatchedSince({}, config, now),
		sources: {},
	};
}

/**
 * Selects what to emit. Pure: the same state and snapshot give the same result.
 *
 * A generation is emitted once, by the first poll that sees it finished, whatever was created or finished before it. The
 * state of a list that is missing in the snapshot doesn't change, so that the list is read later.
 * @param now epoch milliseconds by the clock of n8n; only compared with earlier times of that clock, and with times days ago
 * @returns `emit` oldest first
 */
export function selectNewRows<Seen>(
	memory: TriggerState | undefined,
	snapshot: Snapshot<Seen>,
	now: number,
	config: WatchConfig,
): { emit: Array<GenerationRow<Seen>>; memory: TriggerState } {
	const before = memory ?? createInitialState(config, now);
	const scopes = getWatchedSince(before.asked, config, now);
	const own = new Set([...(before.own ?? []), ...(snapshot.own ?? [])]);
	const emit: Array<GenerationRow<Seen>> = [];
	const processed = new Set<string>();
	const updates: Array<{ key: string; at: (keep?: number) => SourceState }> = [];

	for (const list of snapshot.lists) {
		const key = getSourceKey(list.kind, list.account);
		const since = scopes[key] ?? scopes[list.kind];
		if (since === undefined) continue;
		const source = before.sources[key];
		const rows = fillTimes(list.rows);
		if (!list.isComplete && !getReadDepth(source, since, now).isReached(rows)) continue;
		const update = updateSource(source, { ...list, rows }, since, now);
		for (const row of update.finished) {
			processed.add(getOwnKey(row.kind, row.number));
			// Generations that finished before a change of the filters must match the previous filters, too.
			if (
				[config.criteria, before.criteria].every((criteria) => matchesFilters(row, criteria, own))
			)
				emit.push(row);
		}
		updates.push({ key, at: update.source });
	}

	const emails = snapshot.accounts;
	const next: TriggerState = {
		version: 1,
		criteria: config.criteria,
		asked: scopes,
		...(config.accounts ? {} : { accounts: emails ? { at: now, emails } : before.accounts }),
		...(config.criteria.own
			? { own: [...own].filter((key) => !processed.has(key)).slice(-MAX_OWN) }
			: {}),
		sources: {},
	};
	for (const keep of RETENTION_STEPS) {
		next.sources = pruneSources(before.sources, scopes);
		for (const { key, at } of updates) next.sources[key] = at(keep);
		if (JSON.stringify(next).length <= MAX_STATE_CHARS) break;
	}
	emit.sort((a, b) => (a.created ?? 0) - (b.created ?? 0) || compareIds(a, b));
	return { emit, memory: trimState(next) };
}

/** Marks rows as not emitted, so that the next poll emits them. */
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

/** Since when each scope is watched: a type on all accounts, or on a selected one. */
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

/** Keeps accounts that are temporarily missing (signed out, or deleted to be added again). */
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
