import type { TimedRow, GenerationRow } from './snapshot';
import { encodeId, type SourceState } from './triggerState';

const HOUR = 3_600_000;
/** Off-peak generations may stay queued for a day; what is older than two is not running any more. */
const MAX_RUNNING_AGE_MS = 48 * HOUR;
/** So many stragglers are asked for one by one, which is cheaper than reading on to where they are. */
const MAX_SINGLE_READS = 2;
/** What was created so shortly before the trigger was activated has most likely finished since. */
export const ACTIVATION_LEEWAY_MS = 60_000;

/** How deep a list has to be read. */
export interface ReadDepth {
	/** True when the rows, from the newest on, reach deep enough. */
	met(rows: TimedRow[]): boolean;
	/** Open ones beyond the rows: to be asked for one by one. */
	beyond(rows: GenerationRow[]): string[];
}

/**
 * A list that is known is read down to the edge of what is settled, and as far as open ones are. One that is new is
 * read as far as something could be running, or could have finished since it was asked for.
 */
export function getReadDepth(
	source: SourceState | undefined,
	since: number,
	now: number,
): ReadDepth {
	return {
		met(rows) {
			const last = rows.at(-1);
			if (!last) return false;
			if (source)
				return (
					last.created < source.edge && findMissingPending(source, rows).length <= MAX_SINGLE_READS
				);
			const newest = Math.min(now, rows[0]?.created ?? now);
			return last.created < Math.min(newest - MAX_RUNNING_AGE_MS, since - ACTIVATION_LEEWAY_MS);
		},
		beyond: (rows) => (source ? findMissingPending(source, rows) : []),
	};
}

function findMissingPending(source: SourceState, rows: GenerationRow[]): string[] {
	const shown = new Set(rows.map(({ number }) => encodeId(number)));
	return Object.keys(source.open).filter((id) => !shown.has(id));
}
