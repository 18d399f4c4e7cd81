import type { PixVerseClient } from './client';
import type { ErrorContext } from './errors';
import { createApiError } from './errors';
import type { ApiGeneration } from './responseSchemas';
import { listPageSchema } from './responseSchemas';
import type { GenerationTypeConfig } from './generationTypes';
import { parseResponse } from './parseResponse';

/** The API's own page sizes; the largest it takes is not known. */
const PAGE_SIZES: Record<GenerationTypeConfig['kind'], number> = {
	video: 40,
	image: 50,
	music: 50,
	speech: 50,
};

/** Pages of one list: 100,000 videos. A server that makes up rows would otherwise be read without end. */
const MAX_PAGES = 2500;

export interface ListOptions {
	/** Required by the API as soon as two accounts are configured. */
	account?: string;
	/** How many at the most; undefined for all. */
	limit?: number;
	/** What of the list is meant; others are passed over and do not count. */
	filter?: (row: ApiGeneration) => boolean;
	/** Gives up at the first failure: the caller comes back anyway. */
	noRetry?: boolean;
	/** Rows that a page shares with the one before, so that rows deleted meanwhile leave no gap. */
	overlap?: number;
	/** Sees every page; stops early once this says so of one. */
	shouldStop?: (rows: ApiGeneration[]) => boolean;
}

/**
 * Reads a list page after page, newest first. A row that moved to the next page while reading is returned once.
 * Ends at the limit, at what the page says (`has_more`, `total`), or at a page that brings nothing new: a short page
 * alone proves nothing, since the videos list announces neither.
 */
export async function listGenerations(
	api: PixVerseClient,
	generationType: GenerationTypeConfig,
	request: ListOptions,
	errorContext: ErrorContext,
): Promise<ApiGeneration[]> {
	const seen = new Set<string>();
	const matches: ApiGeneration[] = [];
	const limit = request.limit ?? Infinity;
	// Every page is as large as the first: a last one of few rows could be all rows that moved, and look like the end.
	const pageSize = PAGE_SIZES[generationType.kind];
	const asked = request.filter ? pageSize : Math.min(pageSize, limit);
	let offset = 0;
	for (let pages = 0; matches.length < limit; pages++) {
		if (pages === MAX_PAGES) throw createTooManyPagesError(api, pageSize, errorContext);
		const body = await api.request(
			{
				method: 'GET',
				path: generationType.path,
				query: { email: request.account, limit: asked, offset },
				noRetry: request.noRetry,
			},
			{ account: request.account, ...errorContext },
		);
		const page = parseResponse(api, listPageSchema, body, errorContext);
		const before = seen.size;
		for (const row of page.data) {
			const id = row[generationType.idField];
			const key = typeof id === 'string' ? id : JSON.stringify(row);
			if (seen.has(key)) continue;
			seen.add(key);
			if (request.filter?.(row) ?? true) matches.push(row);
		}
		const enough = request.shouldStop?.(page.data);
		if (enough || seen.size === before || page.has_more === false) break;
		const reached = offset + page.data.length;
		if (typeof page.total === 'number' && reached >= page.total) break;
		offset = Math.max(0, reached - (request.overlap ?? 0));
	}
	return matches.slice(0, Number.isFinite(limit) ? limit : undefined);
}

function createTooManyPagesError(
	api: PixVerseClient,
	pageSize: number,
	errorContext: ErrorContext,
) {
	const rows = MAX_PAGES * pageSize;
	return createApiError(
		api.node,
		{ itemIndex: api.getItemIndex(errorContext) },
		{
			message: `The list does not end, even after ${rows} entries, so n8n cannot ${errorContext.verbPhrase}`,
			description: 'Set Limit instead of Return All.',
		},
	);
}
