import { ACTIVATION_LEEWAY_MS } from './readDepth';
import type { TimedRow, TimedSnapshot, GenerationRow } from './snapshot';
import { encodeId, getProcessed, type SourceState } from './triggerState';

const MINUTE = 60_000;
/** Everything created within this is remembered one by one: lists may show something late, and clocks may differ. */
const LOOKBACK_MS = 20 * MINUTE;
/** At least so many: fewer than the API puts on a page, so that one page tells whether something is new. */
const MIN_REMEMBERED = 30;
/** At most so many. */
const MAX_REMEMBERED = 300;
/** Settled ones that a list does not show any more are remembered so many, in case it shows them again. */
const MAX_MISSING = 64;
/** Something that has not finished after this long never will. */
const MAX_PENDING_AGE_MS = 72 * 60 * MINUTE;

/** One list, one poll further. */
export interface SourceUpdate<Seen> {
	/** Settled by this poll: finished, and neither emitted nor there before. */
	finished: Array<GenerationRow<Seen>>;
	/** The next memory of it. Smaller on demand: with only so many of the newest remembered one by one. */
	source: (keep?: number) => SourceState;
}

/**
 * Moves the memory of one list on.
 * @param source undefined for a list that is read for the first time
 * @param since when the list was asked for first: of a list that was to be read before and could not be, what was
 * created after that has finished unseen
 */
export function updateSource<Seen>(
	source: SourceState | undefined,
	reading: TimedSnapshot<Seen>,
	since: number,
	now: number,
): SourceUpdate<Seen> {
	const done = new Set(source && getProcessed(source));
	const unsettled = ({ created = 0 }: GenerationRow, id: string) =>
		!source || id in source.open || (created >= source.edge && !done.has(id));
	const unseen = ({ created = 0 }: GenerationRow) =>
		source !== undefined || (since < now && created >= since - ACTIVATION_LEEWAY_MS);

	const finished: Array<GenerationRow<Seen>> = [];
	const running = new Map<string, number>();
	const shown = new Set<string>();
	for (const row of [...reading.rows, ...reading.singles]) {
		const id = encodeId(row.number);
		if (shown.has(id)) continue;
		shown.add(id);
		if (!unsettled(row, id)) continue;
		if (row.phase === 'running')
			running.set(id, source?.open[id] ?? Math.floor((row.created ?? 0) / 1000));
		else if (unseen(row)) finished.push(row);
	}

	const newest = Math.min(now, reading.rows[0]?.created ?? now);
	const hidden = Object.entries(source?.open ?? {}).filter(
		([id, at]) => !shown.has(id) && !wasDeleted(reading, id, at),
	);
	const open = [...running, ...hidden].filter(([, at]) => at * 1000 > newest - MAX_PENDING_AGE_MS);
	return {
		finished,
		source: (keep) => {
			const edge = getNextWatermark(source, reading, now, keep);
			const kept = reading.rows.filter((row) => row.created >= edge).map(getKey);
			const absent = [...done].filter((id) => !shown.has(id)).slice(0, MAX_MISSING);
			const within = new Set(kept);
			return {
				edge,
				done: [...kept.filter((id) => !running.has(id)), ...absent].join(' '),
				open: Object.fromEntries(open.filter(([id]) => !within.has(id))),
			};
		},
	};
}

/** An open one that the list should show by its time, and does not, was deleted. */
function wasDeleted(reading: TimedSnapshot<unknown>, id: string, seconds: number): boolean {
	const last = reading.rows.at(-1)?.created ?? Infinity;
	return (
		reading.whole || seconds * 1000 > last || reading.gone.some((number) => encodeId(number) === id)
	);
}

/** The edge never goes back: what is before it has no other trace. */
function getNextWatermark(
	source: SourceState | undefined,
	{ rows, whole }: { rows: TimedRow[]; whole: boolean },
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
	if (!whole && source) return before;
	return Math.max(before, Math.min((rows.at(-1)?.created ?? -1) + 1, recent));
}

function getKey({ number }: GenerationRow): string {
	return encodeId(number);
}
