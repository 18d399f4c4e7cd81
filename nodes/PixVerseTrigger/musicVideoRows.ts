import type { ListSnapshot, TimedRow, TriggerRow } from './rows';
import { encodeId, getProcessed, getSourceKey, type TriggerState } from './triggerState';

/*
 * Whether the API lists music videos among the videos, too, is unknown, and both have the same IDs. So that each is emitted
 * once, what is known as a music video counts as one, and what was emitted as a video isn't emitted again.
 */

/** The state and the list of videos without what is known as a music video. */
export function omitMusicVideos(
	list: ListSnapshot<TimedRow>,
	lists: ListSnapshot[],
	{ sources }: Pick<TriggerState, 'sources'>,
) {
	const { kind, account, rows, extraRows } = list;
	const source = sources[getSourceKey(kind, account)];
	if (kind !== 'video') return { source, list };
	const musicSource = sources[getSourceKey('musicVideo', account)];
	const listed = lists.find((other) => other.kind === 'musicVideo' && other.account === account);
	const processed = new Set(musicSource && getProcessed(musicSource));
	const known = new Set([
		...(listed?.rows ?? []).map(getKey),
		...Object.keys(musicSource?.pending ?? {}),
		...processed,
	]);
	if (known.size === 0) return { source, list };
	// What is processed as a music video is so as a video, too: music videos may no longer be watched later.
	const isKept = (row: TriggerRow) =>
		!known.has(getKey(row)) || (source !== undefined && processed.has(getKey(row)));
	const already = rows.map(getKey).filter((id) => processed.has(id));
	return {
		source: source && {
			...source,
			processed: [...new Set([...getProcessed(source), ...already])].join(' '),
			pending: Object.fromEntries(Object.entries(source.pending).filter(([id]) => !known.has(id))),
		},
		list: { ...list, rows: rows.filter(isKept), extraRows: extraRows.filter(isKept) },
	};
}

/** The finished generations without music videos that were emitted as videos. */
export function omitEmittedAsVideo(
	finished: TriggerRow[],
	{ sources }: Pick<TriggerState, 'sources'>,
): TriggerRow[] {
	return finished.filter((row) => {
		const videos = sources[getSourceKey('video', row.account)];
		return row.kind !== 'musicVideo' || !videos || !getProcessed(videos).includes(getKey(row));
	});
}

const getKey = ({ number }: TriggerRow) => encodeId(number);
