import { getWallTime } from '../shared/api/clock';
import { NodeApiError } from 'n8n-workflow';
import type { PixVerseClient } from '../shared/api/client';
import {
	type GenerationType,
	type GenerationTypeConfig,
	generationTypes,
} from '../shared/api/generationTypes';
import { generationSchema } from '../shared/api/responseSchemas';
import { listGenerations } from '../shared/api/generations';
import { isRetryable, isSuccess } from '../shared/api/requestResult';
import type { ReadDepth } from './readDepth';
import { fillTimes, type ListSnapshot } from './snapshot';
import { decodeId } from './triggerState';
import { toRow, type TriggerRow } from './rows';

/** Rows that two pages share, so that no row is missed if newer rows are deleted in the meantime. */
const PAGE_OVERLAP = 5;

/** The list couldn't be read completely: there was no time, or it changed too much in the meantime. */
export class IncompleteListError extends Error {}

export interface ReadListOptions {
	kind: GenerationType;
	account: string;
	depth: ReadDepth;
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
	options: ReadListOptions,
): Promise<ListSnapshot<TriggerRow['apiRow']>> {
	const generationType = generationTypes[options.kind];
	const rows: TriggerRow[] = [];
	const shown = new Set<string>();
	const all = new Set<unknown>();
	let before: unknown[] = [];
	let prefix = '';
	let isReached = false;
	await listGenerations(
		api,
		generationType,
		{
			account: options.account,
			overlap: PAGE_OVERLAP,
			shouldStop: (page) => {
				const ids = page.map((row) => row[generationType.idField]);
				if (!isContiguous(all, before, ids))
					throw new IncompleteListError('The list changed while it was read');
				before = ids;
				for (const id of ids) all.add(id);
				for (const seen of page) {
					const row = toRow(generationType, options.account, seen, options.isOwn);
					if (!row || shown.has(row.number)) continue;
					shown.add(row.number);
					rows.push(row);
					prefix = String(seen[generationType.idField]).slice(0, -row.number.length);
				}
				isReached = options.depth.isReached(fillTimes(rows));
				if (!isReached && getWallTime() > options.deadline)
					throw new IncompleteListError('There was no time to read on');
				return isReached;
			},
		},
		{ verbPhrase: `list the ${generationType.path}` },
	);
	const { kind, account } = options;
	const snapshot: ListSnapshot<TriggerRow['apiRow']> = {
		kind,
		account,
		rows,
		isComplete: !isReached,
		extraRows: [],
		deleted: [],
	};
	if (isReached) {
		for (const encodedId of options.depth.findMissing(rows))
			await readSingle(api, options, generationType, `${prefix}${decodeId(encodedId)}`, snapshot);
	}
	return snapshot;
}

/**
 * Whether no row can be missing before this page, and the page doesn't only look like the end of the list because many rows
 * were added before it.
 * @param all IDs of all pages before
 * @param before IDs of the page before
 */
function isContiguous(all: Set<unknown>, before: unknown[], ids: unknown[]): boolean {
	if (before.length === 0) return true;
	const known = ids.filter((id) => all.has(id)).length;
	const overlaps = before.slice(-PAGE_OVERLAP).some((id) => ids.includes(id));
	// The same page again: the API ignores the offset. (An account can't add a whole page between two requests; on a small
	// page it may be a coincidence.)
	const same = ids.join() === before.join() && known > 2 * PAGE_OVERLAP;
	return overlaps && (known < ids.length || known <= PAGE_OVERLAP || same);
}

/** A 404 means that a generation was deleted, except for videos, which may be running. */
async function readSingle(
	api: PixVerseClient,
	options: ReadListOptions,
	generationType: GenerationTypeConfig,
	id: string,
	snapshot: ListSnapshot<TriggerRow['apiRow']>,
): Promise<void> {
	const result = await api.getWithRetry({ path: `${generationType.path}/${id}` });
	if (isSuccess(result)) {
		const seen = generationSchema.safeParse(result.body);
		const row = seen.success && toRow(generationType, options.account, seen.data, options.isOwn);
		if (row) snapshot.extraRows.push(row);
	} else if (
		result.kind === 'response' &&
		result.status === 404 &&
		!generationType.returns404WhileRunning
	) {
		snapshot.deleted.push(id.slice(id.lastIndexOf(':') + 1));
	}
}

/** Whether a later poll may succeed. */
export function isRetryableError(thrown: unknown): boolean {
	if (thrown instanceof IncompleteListError) return true;
	if (!(thrown instanceof NodeApiError)) return false;
	// Without a status, there was no response, or an unreadable one.
	if (thrown.httpCode === null) return true;
	const status = Number(thrown.httpCode);
	return isRetryable({ kind: 'response', status, ok: false, headers: {}, body: '' });
}
