import type { PixVerseClient } from '../shared/api/client';
import { type GenerationTypeConfig, generationTypes } from '../shared/api/generationTypes';
import { type GenerationId, parseGenerationId } from '../shared/api/generationId';
import { parseGeneration, readGeneration } from '../shared/api/generations';
import { is404, isSuccess } from '../shared/api/requestResult';
import type { ApiGeneration } from '../shared/api/responseSchemas';
import { Semaphore } from '../shared/jobs/semaphore';

const MAX_PARALLEL_READS = 3;
const MAX_KNOWN = 2000;
/** By ID. Details don't change, so they are read once. */
const known = new Map<string, ApiGeneration>();

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
	const complete = async (row: ApiGeneration): Promise<ApiGeneration> => {
		const id = parseGenerationId(row.video_id ?? '');
		const lacksFile = row.video_status_name === 'COMPLETED' && !row.url;
		// A music video has no ID until PixVerse has started it.
		if (!id || (row.created_at && typeof row.prompt === 'string' && !lacksFile)) return row;
		const details = { ...(known.get(id.raw) ?? (await readDetails(api, id))) };
		// The file is in its own record, or in that of the video.
		if (lacksFile && !details.url) {
			const result = await readGeneration(api, generationType, id);
			details.url = parseGeneration(generationType, isSuccess(result) && result.body)?.url;
		}
		if (known.size >= MAX_KNOWN) known.clear();
		if ('model' in details || details.url) known.set(id.raw, details);
		const missing = Object.entries(details).filter(([name]) => (row[name] ?? '') === '');
		return { ...row, ...Object.fromEntries(missing) };
	};
	return await Promise.all(
		rows.map(async (row) => await semaphore.run(async () => await complete(row))),
	);
}

async function readDetails(api: PixVerseClient, { raw }: GenerationId): Promise<ApiGeneration> {
	const { path, noun } = generationTypes.video;
	const result = await api.getWithRetry({ path: `${path}/${raw}` });
	// Deleted in the meantime.
	if (is404(result)) return {};
	if (!isSuccess(result)) throw api.toError(result, { verbPhrase: `read the ${noun} ${raw}` });
	const { created_at, model, prompt, quality, replyRef }: ApiGeneration =
		parseGeneration(generationTypes.video, result.body) ?? {};
	return { created_at, model, prompt, quality, replyRef };
}
