import type { PixVerseClient } from '../shared/api/client';
import { type GenerationTypeConfig, generationTypes } from '../shared/api/generationTypes';
import { parseGenerationId } from '../shared/api/generationId';
import { parseGeneration, readGeneration } from '../shared/api/generations';
import { isSuccess } from '../shared/api/requestResult';
import type { ApiGeneration } from '../shared/api/responseSchemas';
import { Semaphore } from '../shared/jobs/semaphore';

type Details = Partial<ApiGeneration>;

const MAX_PARALLEL_READS = 3;
const MAX_KNOWN = 2000;
/** By ID. Details don't change, so they are read once. */
const known = new Map<string, Details>();

/**
 * Adds what rows of music videos lack, such as their creation time, prompt, and file, from the record of each.
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
			if (!id) return row;
			const lacksFile = row.video_status_name === 'COMPLETED' && !row.url;
			if (createdAt && typeof prompt === 'string' && !lacksFile) return row;
			const details = await semaphore.run(async () => {
				const record = known.get(id) ?? (await readDetails(api, id));
				return lacksFile && !record.url ? await addFile(api, generationType, id, record) : record;
			});
			const missing = Object.entries(details).filter(([name]) => (row[name] ?? '') === '');
			return { ...row, ...Object.fromEntries(missing) };
		}),
	);
}

/** Its file is in its own record, or in that of the video. */
async function addFile(
	api: PixVerseClient,
	generationType: GenerationTypeConfig,
	text: string,
	details: Details,
): Promise<Details> {
	const id = parseGenerationId(text);
	const result = id && (await readGeneration(api, generationType, id));
	const body = result && isSuccess(result) ? result.body : undefined;
	const url = parseGeneration(generationType, body)?.url;
	if (!url) return details;
	remember(text, { ...details, url });
	return { ...details, url };
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
	remember(id, details);
	return details;
}

function remember(id: string, details: Details): void {
	if (known.size >= MAX_KNOWN) known.clear();
	known.set(id, details);
}
