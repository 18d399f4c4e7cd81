import type { PixVerseApi } from './client';
import type { Occasion } from './errors';
import { apiError } from './errors';
import type { GenerationObject } from './responseSchemas';
import { listAnswer } from './responseSchemas';
import type { Family } from './generationTypes';
import { readAs } from './parseResponse';

/** The API's own page sizes; the largest it takes is not known. */
const PAGE: Record<Family['kind'], number> = { video: 40, image: 50, music: 50, speech: 50 };

/** Pages of one list: 100,000 videos. A server that makes up rows would otherwise be read without end. */
const MOST_PAGES = 2500;

export interface ListRequest {
	/** Required by the API as soon as two accounts are configured. */
	account?: string;
	/** How many at the most; undefined for all. */
	limit?: number;
	/** What of the list is meant; others are passed over and do not count. */
	only?: (row: GenerationObject) => boolean;
	/** Gives up at the first failure: the caller comes back anyway. */
	once?: boolean;
	/** Rows that a page shares with the one before, so that rows deleted meanwhile leave no gap. */
	overlap?: number;
	/** Sees every page; stops early once this says so of one. */
	enough?: (rows: GenerationObject[]) => boolean;
}

/**
 * Reads a list page after page, newest first. A row that moved to the next page while reading is returned once.
 * Ends at the limit, at what the page says (`has_more`, `total`), or at a page that brings nothing new: a short page
 * alone proves nothing, since the videos list announces neither.
 */
export async function listAll(
	api: PixVerseApi,
	family: Family,
	request: ListRequest,
	occasion: Occasion,
): Promise<GenerationObject[]> {
	const seen = new Set<string>();
	const meant: GenerationObject[] = [];
	const limit = request.limit ?? Infinity;
	// Every page is as large as the first: a last one of few rows could be all rows that moved, and look like the end.
	const pageful = PAGE[family.kind];
	const asked = request.only ? pageful : Math.min(pageful, limit);
	let offset = 0;
	for (let pages = 0; meant.length < limit; pages++) {
		if (pages === MOST_PAGES) throw endless(api, pageful, occasion);
		const body = await api.call(
			{
				method: 'GET',
				path: family.path,
				query: { email: request.account, limit: asked, offset },
				once: request.once,
			},
			{ account: request.account, ...occasion },
		);
		const page = readAs(api, listAnswer, body, occasion);
		const before = seen.size;
		for (const row of page.data) {
			const id = row[family.idField];
			const key = typeof id === 'string' ? id : JSON.stringify(row);
			if (seen.has(key)) continue;
			seen.add(key);
			if (request.only?.(row) ?? true) meant.push(row);
		}
		const enough = request.enough?.(page.data);
		if (enough || seen.size === before || page.has_more === false) break;
		const reached = offset + page.data.length;
		if (typeof page.total === 'number' && reached >= page.total) break;
		offset = Math.max(0, reached - (request.overlap ?? 0));
	}
	return meant.slice(0, Number.isFinite(limit) ? limit : undefined);
}

function endless(api: PixVerseApi, pageful: number, occasion: Occasion) {
	const rows = MOST_PAGES * pageful;
	return apiError(
		api.node,
		{ itemIndex: api.itemOf(occasion) },
		{
			message: `The list does not end, even after ${rows} entries, so n8n cannot ${occasion.task}`,
			description: 'Set Limit instead of Return All.',
		},
	);
}
