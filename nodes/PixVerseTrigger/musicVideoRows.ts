import { getKey, type ListSnapshot, type TimedRow, type TriggerRow } from './rows';
import { getProcessed, getSourceKey, type TriggerState } from './triggerState';

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
	const processed = new Set(getProcessed(musicSource));
	const pending = Object.keys(musicSource?.pending ?? {});
	const known = new Set([...(listed?.rows ?? []).map(getKey), ...pending, ...processed]);
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

/** Whether a music video was emitted as a video. */
export const isEmittedAsVideo = (row: TriggerRow, { sources }: Pick<TriggerState, 'sources'>) =>
	row.kind === 'musicVideo' &&
	getProcessed(sources[getSourceKey('video', row.account)]).includes(getKey(row));
