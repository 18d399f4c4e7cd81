import { ACTIVATION_LEEWAY_MS } from './readDepth';
import type { TimedRow, TimedSnapshot, GenerationRow } from './snapshot';
import { encodeId, getProcessed, type SourceState } from './triggerState';

const MINUTE = 60_000;
/** Newer generations are stored individually: lists may show them late, and clocks may differ. */
const LOOKBACK_MS = 20 * MINUTE;
/** Fewer than the page size of the API, so that one page shows whether there is something new. */
const MIN_REMEMBERED = 30;
const MAX_REMEMBERED = 300;
/** Processed generations that are missing in a list, in case it shows them again. */
const MAX_MISSING = 64;
/** Older generations never finish. */
const MAX_PENDING_AGE_MS = 72 * 60 * MINUTE;

export interface SourceUpdate<Seen> {
	/** Finished generations that were not processed before. */
	finished: Array<GenerationRow<Seen>>;
	/** The next state. @param keep maximum number of rows to store individually */
	source: (keep?: number) => SourceState;
}

/**
 * Updates the state of one list.
 * @param source undefined if the list is read for the first time
 * @param since when the list was watched first: if it couldn't be read before, generations created after that time are new
 */
export function updateSource<Seen>(
	source: SourceState | undefined,
	snapshot: TimedSnapshot<Seen>,
	since: number,
	now: number,
): SourceUpdate<Seen> {
	const done = new Set(source && getProcessed(source));
	const isUnprocessed = ({ created = 0 }: GenerationRow, id: string) =>
		!source || id in source.open || (created >= source.edge && !done.has(id));
	const isNew = ({ created = 0 }: GenerationRow) =>
		source !== undefined || (since < now && created >= since - ACTIVATION_LEEWAY_MS);

	const finished: Array<GenerationRow<Seen>> = [];
	const running = new Map<string, number>();
	const shown = new Set<string>();
	for (const row of [...snapshot.rows, ...snapshot.extraRows]) {
		const id = encodeId(row.number);
		if (shown.has(id)) continue;
		shown.add(id);
		if (!isUnprocessed(row, id)) continue;
		if (row.phase === 'running')
			running.set(id, source?.open[id] ?? Math.floor((row.created ?? 0) / 1000));
		else if (isNew(row)) finished.push(row);
	}

	const newest = Math.min(now, snapshot.rows[0]?.created ?? now);
	const hidden = Object.entries(source?.open ?? {}).filter(
		([id, at]) => !shown.has(id) && !wasDeleted(snapshot, id, at),
	);
	const open = [...running, ...hidden].filter(([, at]) => at * 1000 > newest - MAX_PENDING_AGE_MS);
	return {
		finished,
		source: (keep) => {
			const edge = getNextWatermark(source, snapshot, now, keep);
			const kept = snapshot.rows.filter((row) => row.created >= edge).map(getKey);
			const missing = [...done].filter((id) => !shown.has(id)).slice(0, MAX_MISSING);
			const within = new Set(kept);
			return {
				edge,
				done: [...kept.filter((id) => !running.has(id)), ...missing].join(' '),
				open: Object.fromEntries(open.filter(([id]) => !within.has(id))),
			};
		},
	};
}

/** A pending generation is deleted if its list reaches back far enough and doesn't contain it. */
function wasDeleted(snapshot: TimedSnapshot<unknown>, id: string, seconds: number): boolean {
	const last = snapshot.rows.at(-1)?.created ?? Infinity;
	return (
		snapshot.isComplete ||
		seconds * 1000 > last ||
		snapshot.deleted.some((number) => encodeId(number) === id)
	);
}

/** The watermark never decreases: nothing else is stored about generations before it. */
function getNextWatermark(
	source: SourceState | undefined,
	{ rows, isComplete }: { rows: TimedRow[]; isComplete: boolean },
	now: number,
	keep: number | undefined,
): number {
	const before = source?.edge ?? 0;
	const recent = Math.max(now, rows[0]?.created ?? now) - LOOKBACK_MS;
	const cut = rows.findIndex(({ created }, index) =>
		keep === undefined
			? index >= MIN_REMEMBERED && (created < recent || index >= MAX_REMEMBERED)
			: index >= keep,
	);
	if (cut >= 0) return Math.max(before, (rows[cut] as TimedRow).created + 1);
	if (!isComplete && source) return before;
	return Math.max(before, Math.min((rows.at(-1)?.created ?? -1) + 1, recent));
}

function getKey({ number }: GenerationRow): string {
	return encodeId(number);
}
