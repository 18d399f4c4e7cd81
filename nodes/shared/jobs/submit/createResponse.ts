import { createResponseSchema } from '../../api/responseSchemas';
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

/** @returns undefined if the body is not a create response; no IDs if none of them can be read */
export function parseCreateResponse(
	response: HttpResponse,
): { ids: GenerationId[]; credits?: number } | undefined {
	const parsed = createResponseSchema.safeParse(response.body);
	if (!parsed.success) return undefined;
	const { video_id, image_id, audio_id, success_ids, cost_credits } = parsed.data;
	const texts = success_ids?.length ? success_ids : [video_id ?? image_id ?? audio_id ?? ''];
	const ids = texts.map(parseGenerationId).filter((id) => id !== undefined);
	return { ids, credits: cost_credits ?? undefined };
}
