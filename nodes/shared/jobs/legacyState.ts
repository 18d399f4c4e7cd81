import type { IDataObject } from 'n8n-workflow';
import type { ItemState } from './retryState';

/*
 * State that version 0.1.0 stored in the context of the node, under its own names. Executions that were suspended or
 * that crashed before an update are continued with it.
 */

interface LegacyItemState extends Pick<ItemState, 'ids' | 'credits' | 'candidates'> {
	wish?: string;
	sent: number;
	unanswered?: string;
}

/** Converts the states of all items by run key. @returns undefined when 0.1.0 stored none */
export function readLegacyItemStates(
	context: object,
): Record<string, Record<string, ItemState>> | undefined {
	const { pixVerse: stored } = context as {
		pixVerse?: Record<string, Record<string, LegacyItemState>>;
	};
	if (!stored) return undefined;
	const convertItem = ({ wish, sent, unanswered, ...same }: LegacyItemState): ItemState => ({
		...same,
		createCount: sent,
		...(wish !== undefined && { fingerprint: wish }),
		...(unanswered !== undefined && { unconfirmedReference: unanswered }),
	});
	return mapValues(stored, (run) => mapValues(run, convertItem));
}

const mapValues = <T, U>(record: Record<string, T>, map: (value: T) => U): Record<string, U> =>
	Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

export const LEGACY_RUN_KEY = 'pixVerseAsleep';

/** Renames the fields of a suspended run to those of `StoredRun`, whose schema validates it. */
export function convertLegacyRun(stored: unknown): unknown {
	const { jobs, settled: items } = Object(stored) as Record<string, unknown>;
	return {
		jobs: mapRecords(jobs, ({ settled: isFinished, downloadTo: binaryPropertyName, ...same }) => ({
			...same,
			isFinished,
			binaryPropertyName,
		})),
		finishedItems: mapRecords(items, ({ place: position, ...same }) => ({ ...same, position })),
	};
}

const mapRecords = (values: unknown, map: (record: IDataObject) => object) =>
	Array.isArray(values) ? values.map((value) => map(Object(value) as IDataObject)) : undefined;
