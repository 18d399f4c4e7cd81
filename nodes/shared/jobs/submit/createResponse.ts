import { isRecord, toNumber } from '../../api/responseSchemas';
import { type GenerationId, parseGenerationId } from '../../api/generationId';
import type { HttpResponse, RequestResult } from '../../api/requestResult';

/** Statuses after which the job may exist: the API may have failed after creating it. */
const AMBIGUOUS_STATUSES = new Set([408, 500, 502, 503, 504]);

/** Whether a create may have produced a job although no ID can be read. Such a create is never sent again. */
export function mayHaveCreatedJob(result: RequestResult): boolean {
	if (result.kind === 'networkFailure') return result.mayHaveBeenReceived;
	// A success without a readable ID has created a job, too.
	return result.ok || AMBIGUOUS_STATUSES.has(result.status);
}

const isText = (value: unknown) => typeof value === 'string';

/**
 * Reads a create response: videos have one ID, images a list, music and speech an audio ID.
 * @returns undefined if the body is not a create response; no IDs if none of them can be read
 */
export function parseCreateResponse({
	body,
}: Pick<HttpResponse, 'body'>): { ids: GenerationId[]; credits?: number } | undefined {
	if (!isRecord(body)) return undefined;
	const { success_ids: list, video_id, image_id, audio_id, cost_credits } = body;
	const isList = Array.isArray(list) && list.length > 0 && list.every(isText);
	const texts = isList ? list : [video_id, image_id, audio_id].filter(isText).slice(0, 1);
	const ids = texts.map(parseGenerationId).filter((id) => id !== undefined);
	return { ids, credits: toNumber(cost_credits) };
}
