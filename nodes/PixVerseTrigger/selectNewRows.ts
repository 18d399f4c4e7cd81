import { advance } from './sourceState';
import { fits } from './matchesFilters';
import { needs } from './readDepth';
import type { Reading, Row } from './snapshot';
import { placed } from './snapshot';
import type { Criteria, Memory, Source } from './triggerState';
import { bounded, compact, LARGEST, ownKey, sourceKey } from './triggerState';

/** What is watched. */
export interface Wanted {
	criteria: Criteria;
	/** E-mails; undefined for all configured accounts, those to come included. */
	accounts?: string[];
}

/** What the API lists now. A list that could not be read to the depth it needs is simply missing. */
export interface Listing<Seen = unknown> {
	readings: Array<Reading<Seen>>;
	/** The configured accounts, when they were read. */
	accounts?: string[];
	/** Running ones known to be made by this n8n, see `ownKey`. */
	own?: string[];
}

/** How many of the newest of each list are remembered one by one: as usual, and when there is too little room. */
const KEPT = [undefined, 30, 8, 0];
/** Of those running that are known to be made by this n8n, as many are remembered. */
const MOST_OWN = 300;

/** The memory of a trigger that has seen nothing: everything that is there now counts as seen. */
export function begin(wanted: Wanted, now: number): Memory {
	return { version: 1, criteria: wanted.criteria, asked: asked({}, wanted, now), sources: {} };
}

/**
 * Decides what to emit. Pure: the same memory and listing give the same answer.
 *
 * A generation is emitted once, in the poll that first sees it finished, whatever was created or finished before it. A
 * list that is missing from the listing keeps its memory untouched, and is caught up with later.
 * @param now epoch ms, clock of n8n; only compared with what that clock said before, and for what is days old
 * @returns `emit` oldest first
 */
export function plan<Seen>(
	memory: Memory | undefined,
	listing: Listing<Seen>,
	now: number,
	wanted: Wanted,
): { emit: Array<Row<Seen>>; memory: Memory } {
	const before = memory ?? begin(wanted, now);
	const scopes = asked(before.asked, wanted, now);
	const own = new Set([...(before.own ?? []), ...(listing.own ?? [])]);
	const emit: Array<Row<Seen>> = [];
	const settled = new Set<string>();
	const planned: Array<{ key: string; at: (keep?: number) => Source }> = [];

	for (const reading of listing.readings) {
		const key = sourceKey(reading.kind, reading.account);
		const since = scopes[key] ?? scopes[reading.kind];
		if (since === undefined) continue;
		const source = before.sources[key];
		const rows = placed(reading.rows);
		if (!reading.whole && !needs(source, since, now).met(rows)) continue;
		const step = advance(source, { ...reading, rows }, since, now);
		for (const row of step.finished) {
			settled.add(ownKey(row.kind, row.number));
			// What finished before the criteria were changed was subject to the old ones.
			if ([wanted.criteria, before.criteria].every((criteria) => fits(row, criteria, own)))
				emit.push(row);
		}
		planned.push({ key, at: step.source });
	}

	const emails = listing.accounts;
	const next: Memory = {
		version: 1,
		criteria: wanted.criteria,
		asked: scopes,
		...(wanted.accounts ? {} : { accounts: emails ? { at: now, emails } : before.accounts }),
		...(wanted.criteria.own
			? { own: [...own].filter((key) => !settled.has(key)).slice(-MOST_OWN) }
			: {}),
		sources: {},
	};
	for (const keep of KEPT) {
		next.sources = stillWanted(before.sources, scopes);
		for (const { key, at } of planned) next.sources[key] = at(keep);
		if (JSON.stringify(next).length <= LARGEST) break;
	}
	emit.sort((a, b) => (a.created ?? 0) - (b.created ?? 0) || byNumber(a, b));
	return { emit, memory: bounded(next) };
}

/** Takes back that something was emitted, so that the next poll emits it. */
export function postpone(memory: Memory, rows: Row[]): Memory {
	const sources = { ...memory.sources };
	for (const row of rows) {
		const key = sourceKey(row.kind, row.account);
		const source = sources[key];
		if (!source) continue;
		const id = compact(row.number);
		const done = source.done.split(' ');
		sources[key] = done.includes(id)
			? { ...source, done: done.filter((other) => other !== id).join(' ') }
			: { ...source, open: { ...source.open, [id]: Math.floor((row.created ?? 0) / 1000) } };
	}
	return { ...memory, sources };
}

/** Since when each scope is watched: a kind on all accounts, or on one of those named. */
function asked(before: Memory['asked'], { criteria, accounts }: Wanted, now: number) {
	const scopes = criteria.kinds.flatMap((kind): string[] =>
		accounts ? accounts.map((account) => sourceKey(kind, account)) : [kind],
	);
	return Object.fromEntries(scopes.map((scope) => [scope, before[scope] ?? now]));
}

/** An account that is missing for a while (signed out, removed to be added again) is not forgotten. */
function stillWanted(sources: Memory['sources'], scopes: Memory['asked']): Memory['sources'] {
	const kept = Object.entries(sources).filter(
		([key]) => key in scopes || (key.split(' ')[0] as string) in scopes,
	);
	return Object.fromEntries(kept);
}

function byNumber(a: Row, b: Row): number {
	const difference = BigInt(a.number) - BigInt(b.number);
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
