import type { PixVerseClient } from './client';
import type { ErrorContext } from './errors';
import { type GenerationId, parseGenerationId } from './generationId';
import type { GenerationTypeConfig } from './generationTypes';
import { normalizeMusicVideo } from './musicVideos';
import { parseResponse, read } from './parseResponse';
import { is404, isSuccess, type RequestResult } from './requestResult';
import { type ApiGeneration, generationSchema, listPageSchema } from './responseSchemas';

/** Pages of one list: 100,000 videos. Without it, a server that makes up rows would be read forever. */
const MAX_PAGES = 2500;

/** Newest rows that are searched for a running generation. */
const MAX_SEARCHED_ROWS = 200;

export interface ListOptions {
	/** For messages, e.g. "list the videos". */
	verbPhrase: string;
	/** Required by the API if more than one account is configured. */
	account?: string;
	/** Maximum number of rows; undefined for all. */
	limit?: number;
	/** Rows of each request, if fewer than the API's own page has. */
	pageSize?: number;
	/** Rows that don't match are skipped and don't count toward the limit. */
	filter?: (row: ApiGeneration) => boolean;
	/** Fails at the first error: the caller reads again anyway. */
	noRetry?: boolean;
	/** Rows that a page shares with the previous one, so that rows deleted in the meantime leave no gap. */
	overlap?: number;
	/** Called with every page; stops reading if it returns true. */
	shouldStop?: (rows: ApiGeneration[]) => boolean | Promise<boolean>;
}

/**
 * Reads a list page by page, newest first. A row that moves to the next page while reading is returned once. Reading ends
 * at the limit, or where the page says so: with `has_more` and `next_offset`, a page may be short or empty and not be the
 * last. Otherwise it ends at `total`, or at a page without new rows; the list of videos has none of these fields.
 */
export async function listGenerations(
	api: PixVerseClient,
	generationType: GenerationTypeConfig,
	options: ListOptions,
): Promise<ApiGeneration[]> {
	const { verbPhrase, account, limit = Infinity, filter, overlap = 0, shouldStop } = options;
	const { path, idField, idKind } = generationType;
	const seen = new Set<string>();
	const matches: ApiGeneration[] = [];
	// The API's own page sizes. The maximum it accepts is unknown.
	const maxPageSize = idKind === 'video' ? 40 : 50;
	// All pages have the size of the first: all rows of a shorter last page could have moved, as if the list had ended.
	const pageSize = Math.min(maxPageSize, options.pageSize ?? Infinity, filter ? Infinity : limit);
	let offset = 0;
	for (let pages = 0; matches.length < limit; pages++) {
		if (pages === MAX_PAGES)
			throw api.createError({
				message: `The list doesn't end after ${MAX_PAGES * maxPageSize} entries, so n8n can't ${verbPhrase}`,
				description: 'Set Limit instead of Return All.',
			});
		const query = { email: account, limit: pageSize, offset };
		const request = { path, query, noRetry: options.noRetry };
		const page = await read(api, request, listPageSchema, { verbPhrase, account });
		const rows = page.data.map((row) => normalize(generationType, row));
		const seenBefore = seen.size;
		for (const row of rows) {
			const id = row[idField];
			const key = typeof id === 'string' ? id : JSON.stringify(row);
			if (!seen.has(key) && (filter?.(row) ?? true)) matches.push(row);
			seen.add(key);
		}
		const { has_more: hasMore, next_offset: next, total } = page;
		const isContinued = hasMore === true && typeof next === 'number' && next > offset;
		const nextOffset = isContinued ? next : offset + rows.length;
		const hasEnded =
			hasMore === false || seen.size === seenBefore || nextOffset >= (total ?? Infinity);
		if ((await shouldStop?.(rows)) || (hasEnded && !isContinued)) break;
		offset = Math.max(0, nextOffset - overlap);
	}
	return matches.slice(0, limit);
}

/** The rows of a type: the music list of the API contains speech, too. `create_mode` and the ID tell them apart. */
export const getRowFilter = ({ kind }: GenerationTypeConfig) =>
	kind === 'music' ? isMusic : undefined;

function isMusic({ create_mode: mode, audio_id: id }: ApiGeneration): boolean {
	if (typeof mode === 'string' && mode !== '') return mode === 'music';
	return parseGenerationId(id ?? '')?.kind !== 'speech';
}

/** Reads a generation in a response or a callback. @returns undefined if it is none */
export function parseGeneration(
	generationType: GenerationTypeConfig,
	body: unknown,
): ApiGeneration | undefined {
	const parsed = generationSchema.safeParse(body);
	return parsed.success ? normalize(generationType, parsed.data) : undefined;
}

const normalize = ({ kind }: GenerationTypeConfig, response: ApiGeneration) =>
	kind === 'musicVideo' ? normalizeMusicVideo(response) : response;

/** One GET. Answers 404 for a video that is running. */
export async function readGeneration(
	api: PixVerseClient,
	generationType: GenerationTypeConfig,
	{ raw }: GenerationId,
	get: typeof api.getWithRetry = async (request) => await api.send({ method: 'GET', ...request }),
): Promise<RequestResult> {
	const result = await get({ path: `${generationType.path}/${raw}` });
	if (generationType.kind !== 'musicVideo' || !isSuccess(result)) return result;
	// The file of a finished music video may only be in its plain record.
	const response = parseGeneration(generationType, result.body);
	if (response?.video_status_name !== 'COMPLETED' || response.url) return result;
	const record = await api.send({ method: 'GET', path: `videos/${raw}` });
	const { url, created_at } =
		parseGeneration(generationType, isSuccess(record) && record.body) ?? {};
	return { ...result, body: { url, created_at, ...(result.body as object) } };
}

/**
 * Reads one generation, finished or not.
 * @throws NodeApiError if it doesn't exist or can't be read
 */
export async function getGeneration(
	api: PixVerseClient,
	generationType: GenerationTypeConfig,
	id: GenerationId,
): Promise<ApiGeneration> {
	const get = api.getWithRetry.bind(api);
	const result = await readGeneration(api, generationType, id, get);
	if (is404(result) && generationType.returns404WhileRunning) {
		const row = await findInList(api, generationType, id).catch(() => undefined);
		if (row) return row;
	}
	const errorContext = getErrorContext('read', generationType, id);
	if (!isSuccess(result)) throw api.toError(result, errorContext);
	return normalize(generationType, parseResponse(api, generationSchema, result.body, errorContext));
}

/** Searches the newest generations of the account. @throws NodeApiError if the list can't be read */
export async function findInList(
	api: PixVerseClient,
	generationType: GenerationTypeConfig,
	{ account, raw }: GenerationId,
): Promise<ApiGeneration | undefined> {
	const isIt = (row: ApiGeneration) => row[generationType.idField] === raw;
	const rows = await listGenerations(api, generationType, {
		verbPhrase: `find the ${generationType.noun}`,
		account,
		limit: MAX_SEARCHED_ROWS,
		shouldStop: (page) => page.some(isIt),
	});
	return rows.find(isIt);
}

/** Deletes a generation permanently. Of the response only a 2xx status is known; the body may be empty. */
export async function deleteGeneration(
	api: PixVerseClient,
	generationType: GenerationTypeConfig,
	id: GenerationId,
): Promise<void> {
	const { path, deletePath = path } = generationType;
	const request = { method: 'DELETE' as const, path: `${deletePath}/${id.raw}` };
	await api.request(request, getErrorContext('delete', generationType, id));
}

const getErrorContext = (
	verb: string,
	{ noun }: Pick<GenerationTypeConfig, 'noun'>,
	{ raw, account }: GenerationId,
): ErrorContext => ({ verbPhrase: `${verb} the ${noun}`, subject: `The ${noun} ${raw}`, account });
