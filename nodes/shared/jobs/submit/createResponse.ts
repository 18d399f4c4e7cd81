import { createResponseSchema } from '../../api/responseSchemas';
import type { GenerationId } from '../../api/generationId';
import { parseGenerationId } from '../../api/generationId';
import type { HttpResponse, RequestResult } from '../../api/requestResult';

/** After these the job may exist: the API may have failed behind the point where it was made. */
const AMBIGUOUS_STATUSES = new Set([408, 500, 502, 503, 504]);

/** Whether a job may exist although no ID can be read: it is looked for then, and never made again. */
export function mayHaveCreatedJob(reply: RequestResult): boolean {
	if (reply.kind === 'networkFailure') return reply.delivered === 'unknown';
	// A success without a readable ID has made a job as well.
	return reply.ok || AMBIGUOUS_STATUSES.has(reply.status);
}

/** @returns undefined when the answer of a create is none; no IDs when none of it can be read */
export function parseCreateResponse(
	answer: HttpResponse,
): { ids: GenerationId[]; credits?: number } | undefined {
	const read = createResponseSchema.safeParse(answer.body);
	if (!read.success) return undefined;
	const { video_id, image_id, audio_id, success_ids, cost_credits } = read.data;
	const texts = success_ids?.length ? success_ids : [video_id ?? image_id ?? audio_id ?? ''];
	const ids = texts.map(parseGenerationId).filter((id) => id !== undefined);
	return { ids, credits: cost_credits ?? undefined };
}
