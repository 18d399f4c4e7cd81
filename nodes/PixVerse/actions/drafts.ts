import type { PixVerseClient } from '../../shared/api/client';
import { getWallTime } from '../../shared/api/clock';
import { parseGenerationId } from '../../shared/api/generationId';
import { getGeneration } from '../../shared/api/generations';
import { generationTypes } from '../../shared/api/generationTypes';
import type { ApiGeneration } from '../../shared/api/responseSchemas';
import type { Problem, ValidationIssue } from '../../shared/catalog/validationIssues';
import { parseStatus } from '../../shared/jobs/jobStatus';

/**
 * Validates the draft of a final: whether it is finished and has not expired. The API validates videos that can't be read
 * or have no draft fields. Reading a video is free.
 */
export async function validateDraft(
	api: PixVerseClient,
	body: Record<string, unknown>,
): Promise<{ issues: ValidationIssue[] }> {
	const id = parseGenerationId(String(body.video_id));
	const video = id && (await getGeneration(api, generationTypes.video, id).catch(() => undefined));
	const issue = video && findDraftIssue(video);
	return { issues: issue ? [{ parameter: 'video_id', ...issue }] : [] };
}

function findDraftIssue(video: ApiGeneration): Problem | undefined {
	if (parseStatus(generationTypes.video, video).phase === 'running')
		return {
			problem: 'is the ID of a video that is not finished yet',
			advice: 'Wait for the draft first (Video: Wait for Completion).',
		};
	const { can_create_final: canCreateFinal, expires_at: expiresAt } = video.seedance_draft ?? {};
	// The field of the API takes precedence, because the clock of n8n may be wrong.
	const isExpired = Date.parse(expiresAt ?? '') < getWallTime();
	if (canCreateFinal ?? !isExpired) return undefined;
	return {
		problem: isExpired
			? `is the ID of a draft that expired on ${expiresAt}`
			: 'is the ID of a draft that PixVerse no longer finalizes',
		advice: 'Create the draft again. A draft can be finalized for 14 days.',
	};
}
