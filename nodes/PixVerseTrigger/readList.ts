import { NodeApiError } from 'n8n-workflow';
import type { PixVerseClient } from '../shared/api/client';
import { getWallTime } from '../shared/api/clock';
import { listGenerations, parseGeneration } from '../shared/api/generations';
import { type GenerationType, generationTypes } from '../shared/api/generationTypes';
import { is404, isRetryable, isSuccess } from '../shared/api/requestResult';
import { addDetails } from './addDetails';
import { fillTimes, type ListSnapshot, type TimedRow, toRow, type TriggerRow } from './rows';
import { findMissing } from './sourceState';
import { decodeId, type SourceState } from './triggerState';

/** Rows that two pages share, so that no row is missed if newer rows are deleted in the meantime. */
const PAGE_OVERLAP = 5;

/** The list couldn't be read completely: there was no time, or it changed too much in the meantime. */
class IncompleteListError extends Error {}

export interface ReadListOptions {
	kind: GenerationType;
	account: string;
	source?: SourceState;
	isDeepEnough: (rows: TimedRow[]) => boolean;
	isOwn: (reference: string) => boolean;
	/** Epoch milliseconds at which reading must stop. */
	deadline: number;
}

/**
 * Reads one list with as few pages as its state needs, and reads missing pending generations separately.
 * @throws NodeApiError if the API can't be read, IncompleteListError if the pages have gaps
 */
export async function readList(
	api: PixVerseClient,
	{ kind, account, source, isDeepEnough, isOwn, deadline }: ReadListOptions,
): Promise<ListSnapshot> {
	const generationType = generationTypes[kind];
	const { path, idField } = generationType;
	const rows: TriggerRow[] = [];
	const known = new Set<unknown>();
	let previousIds: unknown[] = [];
	let isReached = false;
	const shouldStop = async (listed: Array<TriggerRow['apiRow']>) => {
		const withId = listed.filter((apiRow) => apiRow[idField]);
		const page = await addDetails(api, generationType, withId);
		const ids = page.map((apiRow) => apiRow[idField]);
		// The API leaves other projects out of the pages of music videos, so they may share no row.
		if (!generationType.hasPartialRows && !isContiguous(known, previousIds, ids))
			throw new IncompleteListError('The list changed while it was read');
		previousIds = ids;
		for (const apiRow of page) {
			const isKnown = known.has(apiRow[idField]);
			known.add(apiRow[idField]);
			const row = isKnown ? undefined : toRow(generationType, account, apiRow, isOwn);
			if (row) rows.push(row);
		}
		isReached = isDeepEnough(fillTimes(rows));
		if (!isReached && getWallTime() > deadline)
			throw new IncompleteListError('There was no time to read on');
		return isReached;
	};
	const options = { account, overlap: PAGE_OVERLAP, shouldStop };
	await listGenerations(api, generationType, { verbPhrase: `list the ${path}`, ...options });

	const extraRows: TriggerRow[] = [];
	const deleted: string[] = [];
	// The list of music contains speech, whose IDs have another prefix.
	const idPrefix = String(rows[0]?.apiRow[idField]).replace(/\d+$/, '');
	for (const key of isReached && source ? findMissing(rows, source) : []) {
		const result = await api.getWithRetry({ path: `${path}/${idPrefix}${decodeId(key)}` });
		const parsed = isSuccess(result) && parseGeneration(generationType, result.body);
		const row = parsed && toRow(generationType, account, parsed, isOwn);
		if (row) extraRows.push(row);
		// A 404 means that a generation was deleted, except for videos, which may be running.
		else if (is404(result) && !generationType.returns404WhileRunning) deleted.push(key);
	}
	return { kind, account, rows, isComplete: !isReached, extraRows, deleted };
}

/**
 * Whether a page follows the previous pages without a gap. If many rows were added before it, a page with known rows only
 * isn't the end of the list.
 * @param known IDs of all pages before
 * @param previousIds IDs of the page before
 */
function isContiguous(known: Set<unknown>, previousIds: unknown[], ids: unknown[]): boolean {
	if (previousIds.length === 0) return true;
	const knownCount = ids.filter((id) => known.has(id)).length;
	const overlaps = previousIds.slice(-PAGE_OVERLAP).some((id) => ids.includes(id));
	// The same page again: the API ignores the offset. (An account can't add a whole page between two requests, except for a
	// small page.)
	const isSame = ids.join() === previousIds.join() && knownCount > 2 * PAGE_OVERLAP;
	return overlaps && (knownCount < ids.length || knownCount <= PAGE_OVERLAP || isSame);
}

/** Whether a later poll may succeed. Without a status, there was no response, or an unreadable one. */
export function isRetryableError(thrown: unknown): boolean {
	if (!(thrown instanceof NodeApiError)) return thrown instanceof IncompleteListError;
	return thrown.httpCode === null || isRetryable({ status: Number(thrown.httpCode) });
}

/** For rejected promises. @returns undefined if a later poll may succeed */
export function ignoreRetryableError(thrown: unknown): undefined {
	if (!isRetryableError(thrown)) throw thrown;
}
