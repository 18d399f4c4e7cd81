import { getKey, type ListSnapshot, type TimedRow, type TriggerRow } from './rows';
import { getProcessed, getSourceKey, type TriggerState } from './triggerState';

/*
 * It is unknown whether the API also lists music videos as videos, and both have the same IDs. To emit each of them once,
 * known music videos are removed from the videos, and those emitted as videos aren't emitted again.
 */

/** Returns the state and the list of videos without known music videos. */
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
	// Processed music videos also count as processed videos, in case music videos are no longer watched later.
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

export const isEmittedAsVideo = (row: TriggerRow, { sources }: Pick<TriggerState, 'sources'>) =>
	row.kind === 'musicVideo' &&
	getProcessed(sources[getSourceKey('video', row.account)]).includes(getKey(row));
