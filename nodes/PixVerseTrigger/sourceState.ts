import { LEEWAY } from './readDepth';
import type { Placed, PlacedReading, Row } from './snapshot';
import type { Source } from './triggerState';
import { compact, settledIn } from './triggerState';

const MINUTE = 60_000;
/** Everything created within this is remembered one by one: lists may show something late, and clocks may differ. */
const LOOK_BACK = 20 * MINUTE;
/** At least so many: fewer than the API puts on a page, so that one page tells whether something is new. */
const LEAST = 30;
/** At most so many. */
const MOST = 300;
/** Settled ones that a list does not show any more are remembered so many, in case it shows them again. */
const ABSENT = 64;
/** Something that has not finished after this long never will. */
const GIVEN_UP = 72 * 60 * MINUTE;

/** One list, one poll further. */
export interface Step<Seen> {
	/** Settled by this poll: finished, and neither emitted nor there before. */
	finished: Array<Row<Seen>>;
	/** The next memory of it. Smaller on demand: with only so many of the newest remembered one by one. */
	source: (keep?: number) => Source;
}

/**
 * Moves the memory of one list on.
 * @param source undefined for a list that is read for the first time
 * @param since when the list was asked for first: of a list that was to be read before and could not be, what was
 * created after that has finished unseen
 */
export function advance<Seen>(
	source: Source | undefined,
	reading: PlacedReading<Seen>,
	since: number,
	now: number,
): Step<Seen> {
	const done = new Set(source && settledIn(source));
	const unsettled = ({ created = 0 }: Row, id: string) =>
		!source || id in source.open || (created >= source.edge && !done.has(id));
	const unseen = ({ created = 0 }: Row) =>
		source !== undefined || (since < now && created >= since - LEEWAY);

	const finished: Array<Row<Seen>> = [];
	const running = new Map<string, number>();
	const shown = new Set<string>();
	for (const row of [...reading.rows, ...reading.singles]) {
		const id = compact(row.number);
		if (shown.has(id)) continue;
		shown.add(id);
		if (!unsettled(row, id)) continue;
		if (row.phase === 'running')
			running.set(id, source?.open[id] ?? Math.floor((row.created ?? 0) / 1000));
		else if (unseen(row)) finished.push(row);
	}

	const newest = Math.min(now, reading.rows[0]?.created ?? now);
	const hidden = Object.entries(source?.open ?? {}).filter(
		([id, at]) => !shown.has(id) && !isGone(reading, id, at),
	);
	const open = [...running, ...hidden].filter(([, at]) => at * 1000 > newest - GIVEN_UP);
	return {
		finished,
		source: (keep) => {
			const edge = edgeOf(source, reading, now, keep);
			const kept = reading.rows.filter((row) => row.created >= edge).map(idOf);
			const absent = [...done].filter((id) => !shown.has(id)).slice(0, ABSENT);
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
function isGone(reading: PlacedReading<unknown>, id: string, seconds: number): boolean {
	const last = reading.rows.at(-1)?.created ?? Infinity;
	return (
		reading.whole || seconds * 1000 > last || reading.gone.some((number) => compact(number) === id)
	);
}

/** The edge never goes back: what is before it has no other trace. */
function edgeOf(
	source: Source | undefined,
	{ rows, whole }: { rows: Placed[]; whole: boolean },
	now: number,
	keep: number | undefined,
): number {
	const before = source?.edge ?? 0;
	const recent = Math.max(now, rows[0]?.created ?? now) - LOOK_BACK;
	const cut = rows.findIndex(({ created }, index) =>
		keep === undefined ? index >= LEAST && (created < recent || index >= MOST) : index >= keep,
	);
	if (cut >= 0) return Math.max(before, (rows[cut] as Placed).created + 1);
	if (!whole && source) return before;
	return Math.max(before, Math.min((rows.at(-1)?.created ?? -1) + 1, recent));
}

function idOf({ number }: Row): string {
	return compact(number);
}
