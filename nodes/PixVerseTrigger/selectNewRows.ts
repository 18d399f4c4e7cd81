import { compareIds } from '../shared/api/generationId';
import { fillTimes, type ListSnapshot, type TriggerRow } from './rows';
import { isEmittedAsVideo, omitMusicVideos } from './musicVideoRows';
import { isDeepEnough, requeueRow, updateSource } from './sourceState';
import {
	getOwnKey,
	getSourceKey,
	isSmallEnough,
	type TriggerFilters,
	type TriggerState,
	trimState,
	MAX_OWN,
} from './triggerState';

/** Newest rows of each list to store individually: all that may be needed, and fewer if the state gets too large. */
const RETENTIONS = [300, 30, 8, 0];

export interface WatchConfig {
	filters: TriggerFilters;
	/** E-mails; undefined for all configured accounts, including future ones. */
	accounts?: string[];
}

/** What the API lists now, without lists that couldn't be read as far as necessary. */
export interface Snapshot {
	lists: ListSnapshot[];
	/** The configured accounts, if they were read. */
	accounts?: string[];
	/** Running generations of this n8n instance, see `getOwnKey`. */
	own?: string[];
}

/** Everything that exists now counts as processed. */
export function createInitialState(config: WatchConfig, now: number): TriggerState {
	const watchedSince = getWatchedSince({}, config, now);
	return { version: 2, filters: config.filters, watchedSince, sources: {} };
}

/**
 * Selects what to emit. Pure: the same state and snapshot give the same result. A generation is emitted once, by the first
 * poll that sees it finished, whatever was created or finished before it. The state of a list that is missing in the
 * snapshot doesn't change, so that the list is read later.
 * @param now epoch milliseconds by the clock of n8n; only compared with earlier times of that clock, and with times days ago
 * @returns `rows` oldest first, and the next state
 */
export function selectNewRows(
	before: TriggerState,
	snapshot: Snapshot,
	now: number,
	config: WatchConfig,
	[retention = 0, ...smallerRetentions] = RETENTIONS,
): { rows: TriggerRow[]; state: TriggerState } {
	const watchedSince = getWatchedSince(before.watchedSince, config, now);
	const own = new Set([...(before.own ?? []), ...(snapshot.own ?? [])]);
	// Keeps accounts that are temporarily missing (signed out, or deleted to be added again).
	const kept = Object.entries(before.sources).filter(
		([key]) => key in watchedSince || (key.split(' ')[0] as string) in watchedSince,
	);
	const sources = Object.fromEntries(kept);
	const finished: TriggerRow[] = [];
	for (const list of snapshot.lists) {
		const key = getSourceKey(list.kind, list.account);
		const since = watchedSince[key] ?? watchedSince[list.kind];
		if (since === undefined) continue;
		const timed = { ...list, rows: fillTimes(list.rows) };
		if (!list.isComplete && !isDeepEnough(timed.rows, before.sources[key], since, now)) continue;
		const videos = omitMusicVideos(timed, snapshot.lists, before);
		const update = updateSource(videos.source, videos.list, since, now, retention);
		finished.push(...update.finished.filter((row) => !isEmittedAsVideo(row, before)));
		sources[key] = update.source;
	}
	// Generations that finished before a change of the filters must match the previous filters, too.
	const rows = finished
		.filter((row) => [config, before].every(({ filters }) => matchesFilters(row, filters, own)))
		.sort((a, b) => (a.created ?? 0) - (b.created ?? 0) || compareIds(a, b));
	for (const { kind, number } of finished) own.delete(getOwnKey(kind, number));
	const { filters } = config;
	const accounts = snapshot.accounts ? { at: now, emails: snapshot.accounts } : before.accounts;
	const state: TriggerState = {
		...{ ...before, filters, watchedSince, sources },
		accounts: config.accounts ? undefined : accounts,
		own: filters.own ? [...own].slice(-MAX_OWN) : undefined,
	};
	return isSmallEnough(state) || smallerRetentions.length === 0
		? { rows, state: trimState(state) }
		: selectNewRows(before, snapshot, now, config, smallerRetentions);
}

/** Marks rows as not emitted, so that the next poll emits them. */
export function requeue(state: TriggerState, rows: TriggerRow[]): TriggerState {
	const sources = { ...state.sources };
	for (const row of rows) {
		const key = getSourceKey(row.kind, row.account);
		const source = sources[key];
		if (source) sources[key] = requeueRow(source, row);
	}
	return { ...state, sources };
}

/** @param own generations of this n8n instance, in addition to those whose rows say so */
export function matchesFilters(
	row: TriggerRow,
	{ kinds, outcome, models, prompt, own: onlyOwn }: TriggerFilters,
	own: ReadonlySet<string>,
): boolean {
	const { apiRow } = row;
	if (row.phase === 'running' || !kinds.includes(row.kind)) return false;
	if (outcome !== 'both' && (row.phase === 'completed') !== (outcome === 'completed')) return false;
	if (models.length > 0 && !models.includes((apiRow.model ?? '').toLowerCase())) return false;
	if (!(apiRow.prompt ?? '').toLowerCase().includes(prompt)) return false;
	return !onlyOwn || (row.own ?? own.has(getOwnKey(row.kind, row.number)));
}

/** Since when each scope is watched: a type on all accounts, or on a selected one. */
function getWatchedSince(
	before: TriggerState['watchedSince'],
	{ filters, accounts }: WatchConfig,
	now: number,
): TriggerState['watchedSince'] {
	const scopes = filters.kinds.flatMap((kind): string[] =>
		accounts ? accounts.map((account) => getSourceKey(kind, account)) : [kind],
	);
	return Object.fromEntries(scopes.map((scope) => [scope, before[scope] ?? now]));
}
