import type { TimedRow, GenerationRow } from './snapshot';
import { encodeId, type SourceState } from './triggerState';

const HOUR = 3_600_000;
/** Off-peak generations may be queued for a day; none runs for two days. */
const MAX_RUNNING_AGE_MS = 48 * HOUR;
/** Pending generations that are read separately, which takes fewer requests than reading on. */
const MAX_SINGLE_READS = 2;
/** Generations that were created this shortly before the activation have most likely finished after it. */
export const ACTIVATION_LEEWAY_MS = 60_000;

export interface ReadDepth {
	/** Whether the rows, newest first, reach back far enough. */
	isReached(rows: TimedRow[]): boolean;
	/** Pending generations that aren't in the rows: to be read separately. */
	findMissing(rows: GenerationRow[]): string[];
}

/**
 * A known list is read down to its watermark, and as far as there are pending generations. A new list is read as far as
 * generations could be running, or could have finished since it is watched.
 */
export function getReadDepth(
	source: SourceState | undefined,
	since: number,
	now: number,
): ReadDepth {
	return {
		isReached(rows) {
			const last = rows.at(-1);
			if (!last) return false;
			if (source)
				return (
					last.created < source.edge && findMissingPending(source, rows).length <= MAX_SINGLE_READS
				);
			const newest = Math.min(now, rows[0]?.created ?? now);
			return last.created < Math.min(newest - MAX_RUNNING_AGE_MS, since - ACTIVATION_LEEWAY_MS);
		},
		findMissing: (rows) => (source ? findMissingPending(source, rows) : []),
	};
}

function findMissingPending(source: SourceState, rows: GenerationRow[]): string[] {
	const shown = new Set(rows.map(({ number }) => encodeId(number)));
	return Object.keys(source.open).filter((id) => !shown.has(id));
}
