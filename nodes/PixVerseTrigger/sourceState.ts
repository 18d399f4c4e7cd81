import { HOUR, MINUTE } from '../shared/time';
import { getKey, type ListSnapshot, type TimedRow, type TriggerRow } from './rows';
import { getProcessed, type SourceState } from './triggerState';

/** Off-peak generations may be queued for a day; none runs for two days. */
const MAX_RUNNING_AGE_MS = 48 * HOUR;
/** Pending generations that are read separately, which takes fewer requests than reading on. */
const MAX_SINGLE_READS = 2;
/** Generations that were created this shortly before the activation have most likely finished after it. */
const ACTIVATION_LEEWAY_MS = MINUTE;
/** Newer generations are stored individually: lists may show them late, and clocks may differ. */
const LOOKBACK_MS = 20 * MINUTE;
/** A music video is only listed with its ID when PixVerse has started or even finished it. */
const MUSIC_VIDEO_LOOKBACK_MS = 24 * HOUR;
/** Fewer than the page size of the API, so that one page shows whether there is something new. */
const MIN_REMEMBERED = 30;
/** Processed generations that are missing in a list, in case it shows them again. */
const MAX_MISSING = 64;
/** Older generations never finish. */
const MAX_PENDING_AGE_MS = 72 * HOUR;

/**
 * Whether the rows, newest first, reach back far enough. A known list is read down to its watermark, and as far as there are
 * pending generations. A new list is read as far as generations could be running, or could have finished since it is watched.
 */
export function isDeepEnough(
	rows: TimedRow[],
	source: SourceState | undefined,
	since: number,
	now: number,
): boolean {
	const last = rows.at(-1);
	if (!last) return false;
	if (source)
		return last.created < source.watermark && findMissing(rows, source).length <= MAX_SINGLE_READS;
	const newest = Math.min(now, rows[0]?.created ?? now);
	return last.created < Math.min(newest - MAX_RUNNING_AGE_MS, since - ACTIVATION_LEEWAY_MS);
}

/** Pending generations that aren't in the rows: to be read separately. */
export function findMissing(rows: TriggerRow[], { pending }: SourceState): string[] {
	const shown = new Set(rows.map(getKey));
	return Object.keys(pending).filter((id) => !shown.has(id));
}

/**
 * Updates the state of one list.
 * @param source undefined if the list is read for the first time
 * @param since when the list was watched first: if it couldn't be read before, generations created after that time are new
 * @param retention maximum number of rows to store individually
 * @returns `finished`: finished generations that were not processed before
 */
export function updateSource(
	source: SourceState | undefined,
	snapshot: ListSnapshot<TimedRow>,
	since: number,
	now: number,
	retention: number,
): { finished: TriggerRow[]; source: SourceState } {
	const processed = new Set(getProcessed(source));
	const isUnprocessed = ({ created = 0 }: TriggerRow, id: string) =>
		!source || id in source.pending || (created >= source.watermark && !processed.has(id));
	const isNew = ({ created = 0 }: TriggerRow) =>
		source !== undefined || (since < now && created >= since - ACTIVATION_LEEWAY_MS);

	const finished: TriggerRow[] = [];
	const running = new Map<string, number>();
	const shown = new Set<string>();
	for (const row of [...snapshot.rows, ...snapshot.extraRows]) {
		const id = getKey(row);
		if (!shown.has(id) && isUnprocessed(row, id)) {
			if (row.phase === 'running') running.set(id, source?.pending[id] ?? toSeconds(row));
			else if (isNew(row)) finished.push(row);
		}
		shown.add(id);
	}

	const newest = Math.min(now, snapshot.rows[0]?.created ?? now);
	const hidden = Object.entries(source?.pending ?? {}).filter(
		([id, seconds]) => !shown.has(id) && !wasDeleted(snapshot, id, seconds),
	);
	const pending = [...running, ...hidden].filter(
		([, seconds]) => seconds * 1000 > newest - MAX_PENDING_AGE_MS,
	);
	const watermark = getNextWatermark(source, snapshot, now, retention);
	const stored = new Set(snapshot.rows.filter((row) => row.created >= watermark).map(getKey));
	const missing = [...processed].filter((id) => !shown.has(id)).slice(0, MAX_MISSING);
	return {
		finished,
		source: {
			watermark,
			processed: [...[...stored].filter((id) => !running.has(id)), ...missing].join(' '),
			pending: Object.fromEntries(pending.filter(([id]) => !stored.has(id))),
		},
	};
}

/** Marks a generation as not processed. */
export function requeueRow(source: SourceState, row: TriggerRow): SourceState {
	const id = getKey(row);
	const processed = getProcessed(source);
	return processed.includes(id)
		? { ...source, processed: processed.filter((other) => other !== id).join(' ') }
		: { ...source, pending: { ...source.pending, [id]: toSeconds(row) } };
}

/** A pending generation is deleted if its list reaches back far enough and doesn't contain it. */
function wasDeleted(snapshot: ListSnapshot<TimedRow>, id: string, seconds: number): boolean {
	const last = snapshot.rows.at(-1)?.created ?? Infinity;
	return snapshot.isComplete || seconds * 1000 > last || snapshot.deleted.includes(id);
}

/** The watermark never decreases: nothing else is stored about generations before it. */
function getNextWatermark(
	source: SourceState | undefined,
	{ kind, rows, isComplete }: ListSnapshot<TimedRow>,
	now: number,
	retention: number,
): number {
	const before = source?.watermark ?? 0;
	const lookback = kind === 'musicVideo' ? MUSIC_VIDEO_LOOKBACK_MS : LOOKBACK_MS;
	const recent = Math.max(now, rows[0]?.created ?? now) - lookback;
	const cut = rows.find(
		({ created }, index) => index >= retention || (index >= MIN_REMEMBERED && created < recent),
	);
	if (cut) return Math.max(before, cut.created + 1);
	if (!isComplete && source) return before;
	return Math.max(before, Math.min((rows.at(-1)?.created ?? -1) + 1, recent));
}

const toSeconds = ({ created = 0 }: TriggerRow) => Math.floor(created / 1000);
