import type { PixVerseClient } from '../shared/api/client';
import { type GenerationTypeConfig, generationTypes } from '../shared/api/generationTypes';
import { parseGeneration } from '../shared/api/generations';
import { isSuccess } from '../shared/api/requestResult';
import type { ApiGeneration } from '../shared/api/responseSchemas';
import { Semaphore } from '../shared/jobs/semaphore';

type Details = Partial<ApiGeneration>;

const MAX_PARALLEL_READS = 3;
const MAX_KNOWN = 2000;
/** By ID. Details don't change, so they are read once. */
const known = new Map<string, Details>();

/**
 * Adds what rows of music videos lack, such as their creation time and prompt, from the record of each.
 * @throws NodeApiError if a record can't be read
 */
export async function addDetails(
	api: PixVerseClient,
	generationType: GenerationTypeConfig,
	rows: ApiGeneration[],
): Promise<ApiGeneration[]> {
	if (!generationType.hasPartialRows) return rows;
	const semaphore = new Semaphore(MAX_PARALLEL_READS);
	return await Promise.all(
		rows.map(async (row) => {
			const { video_id: id, created_at: createdAt, prompt } = row;
			// Without an ID, PixVerse hasn't begun it.
			if (!id || (createdAt && typeof prompt === 'string')) return row;
			const details =
				known.get(id) ?? (await semaphore.run(async () => await readDetails(api, id)));
			const missing = Object.entries(details).filter(([name]) => (row[name] ?? '') === '');
			return { ...row, ...Object.fromEntries(missing) };
		}),
	);
}

async function readDetails(api: PixVerseClient, id: string): Promise<Details> {
	const { path, noun } = generationTypes.video;
	const result = await api.getWithRetry({ path: `${path}/${id}` });
	// Deleted in the meantime.
	if (result.kind === 'response' && result.status === 404) return {};
	if (!isSuccess(result)) throw api.toError(result, { verbPhrase: `read the ${noun} ${id}` });
	const record = parseGeneration(generationTypes.video, result.body) ?? {};
	const { created_at, model, prompt, quality, replyRef } = record as Details;
	const details = { created_at, model, prompt, quality, replyRef };
	if (known.size >= MAX_KNOWN) known.clear();
	known.set(id, details);
	return details;
}
