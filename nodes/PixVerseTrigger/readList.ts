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

/** Rows that two pages share, so that nothing slips between them when rows above are deleted meanwhile. */
const PAGE_OVERLAP = 5;

/** The list could not be read to the end: time is up, or it changed too much while being read. */
export class IncompleteListError extends Error {}

/** What reading one list takes. */
export interface ReadListOptions {
	kind: GenerationType;
	account: string;
	needs: ReadDepth;
	isOwn: (reference: string) => boolean;
	/** Epoch ms at which reading has to stop. */
	deadline: number;
}

/**
 * Reads one list, as few pages of it as its memory needs, and asks for stragglers one by one.
 * @throws NodeApiError when the API refuses, Unread when there is no gapless answer
 */
export async function readList(
	api: PixVerseClient,
	order: ReadListOptions,
): Promise<ListSnapshot<TriggerRow['seen']>> {
	const generationType = generationTypes[order.kind];
	const rows: TriggerRow[] = [];
	const shown = new Set<string>();
	const all = new Set<unknown>();
	let before: unknown[] = [];
	let prefix = '';
	let met = false;
	await listGenerations(
		api,
		generationType,
		{
			account: order.account,
			overlap: PAGE_OVERLAP,
			shouldStop: (page) => {
				const ids = page.map((row) => row[generationType.idField]);
				if (!isContiguous(all, before, ids))
					throw new IncompleteListError('The list changed while it was read');
				before = ids;
				for (const id of ids) all.add(id);
				for (const seen of page) {
					const row = toRow(generationType, order.account, seen, order.isOwn);
					if (!row || shown.has(row.number)) continue;
					shown.add(row.number);
					rows.push(row);
					prefix = String(seen[generationType.idField]).slice(0, -row.number.length);
				}
				met = order.needs.met(fillTimes(rows));
				if (!met && Date.now() > order.deadline)
					throw new IncompleteListError('There was no time to read on');
				return met;
			},
		},
		{ verbPhrase: `list the ${generationType.path}` },
	);
	const { kind, account } = order;
	const reading: ListSnapshot<TriggerRow['seen']> = {
		kind,
		account,
		rows,
		whole: !met,
		singles: [],
		gone: [],
	};
	if (met) {
		for (const short of order.needs.beyond(rows))
			await readSingle(api, order, generationType, `${prefix}${decodeId(short)}`, reading);
	}
	return reading;
}

/**
 * True when nothing can be missing before this page, and it does not merely look like the end of the list because many
 * rows were added above.
 * @param all IDs of all pages before
 * @param before IDs of the page before
 */
function isContiguous(all: Set<unknown>, before: unknown[], ids: unknown[]): boolean {
	if (before.length === 0) return true;
	const known = ids.filter((id) => all.has(id)).length;
	const overlaps = before.slice(-PAGE_OVERLAP).some((id) => ids.includes(id));
	// The very same page: the offset is not heeded. (Or a whole page was added above between two requests, which no
	// account can make; on a small page that may be chance.)
	const same = ids.join() === before.join() && known > 2 * PAGE_OVERLAP;
	return overlaps && (known < ids.length || known <= PAGE_OVERLAP || same);
}

/** 404 says of a video that it is being made or gone, of anything else that it is gone. */
async function readSingle(
	api: PixVerseClient,
	order: ReadListOptions,
	generationType: GenerationTypeConfig,
	id: string,
	reading: ListSnapshot<TriggerRow['seen']>,
): Promise<void> {
	const reply = await api.getWithRetry({ path: `${generationType.path}/${id}` });
	if (isSuccess(reply)) {
		const seen = generationSchema.safeParse(reply.body);
		const row = seen.success && toRow(generationType, order.account, seen.data, order.isOwn);
		if (row) reading.singles.push(row);
	} else if (
		reply.kind === 'response' &&
		reply.status === 404 &&
		!generationType.returns404WhileRunning
	) {
		reading.gone.push(id.slice(id.lastIndexOf(':') + 1));
	}
}

/** True when a later poll can bring what this one could not. */
export function isRetryableError(thrown: unknown): boolean {
	if (thrown instanceof IncompleteListError) return true;
	if (!(thrown instanceof NodeApiError)) return false;
	// Without a status there was no answer, or none that could be read.
	if (thrown.httpCode === null) return true;
	const status = Number(thrown.httpCode);
	return isRetryable({ kind: 'response', status, ok: false, headers: {}, body: '' });
}
