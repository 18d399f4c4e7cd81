import type { Placed, Row } from './snapshot';
import type { Source } from './triggerState';
import { compact } from './triggerState';

const HOUR = 3_600_000;
/** Off-peak generations may stay queued for a day; what is older than two is not running any more. */
const OLDEST_RUNNING = 48 * HOUR;
/** So many stragglers are asked for one by one, which is cheaper than reading on to where they are. */
const SINGLES = 2;
/** What was created so shortly before the trigger was activated has most likely finished since. */
export const LEEWAY = 60_000;

/** How deep a list has to be read. */
export interface Needs {
	/** True when the rows, from the newest on, reach deep enough. */
	met(rows: Placed[]): boolean;
	/** Open ones beyond the rows: to be asked for one by one. */
	beyond(rows: Row[]): string[];
}

/**
 * A list that is known is read down to the edge of what is settled, and as far as open ones are. One that is new is
 * read as far as something could be running, or could have finished since it was asked for.
 */
export function needs(source: Source | undefined, since: number, now: number): Needs {
	return {
		met(rows) {
			const last = rows.at(-1);
			if (!last) return false;
			if (source) return last.created < source.edge && stragglers(source, rows).length <= SINGLES;
			const newest = Math.min(now, rows[0]?.created ?? now);
			return last.created < Math.min(newest - OLDEST_RUNNING, since - LEEWAY);
		},
		beyond: (rows) => (source ? stragglers(source, rows) : []),
	};
}

function stragglers(source: Source, rows: Row[]): string[] {
	const shown = new Set(rows.map(({ number }) => compact(number)));
	return Object.keys(source.open).filter((id) => !shown.has(id));
}
