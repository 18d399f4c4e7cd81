import type { ApiGeneration } from '../api/responseSchemas';
import type { GenerationTypeConfig } from '../api/generationTypes';
import { getNonEmptyString } from '../text';

export interface JobStatus {
	phase: 'running' | 'completed' | 'moderated' | 'failed';
	/** The API's own name, e.g. `GENERATING`. */
	name: string;
	/** Why it failed, if the API says so. */
	reason?: string;
}

/** Characters. */
const MAX_STATUS_NAME_LENGTH = 60;
/** Source: the status tables of the reference. 7 and 8 are final failures for every generation type. */
const STATUS_NAMES: Record<number, string> = {
	1: 'COMPLETED',
	5: 'QUEUED',
	7: 'MODERATED',
	8: 'FAILED',
	9: 'GENERATING',
	10: 'GENERATING',
};

/**
 * Parses the status fields of a response. The API's own `…_final` is not enough: it is true for QUEUED, and a `url` can
 * be filled in while the video is still running. Unknown statuses count as running.
 */
export function parseStatus(
	generationType: GenerationTypeConfig,
	response: ApiGeneration,
): JobStatus {
	const status = response[generationType.statusField];
	const code = typeof status === 'number' ? status : Number.NaN;
	const apiName = getNonEmptyString(response[`${generationType.statusField}_name`]);
	const name =
		apiName?.slice(0, MAX_STATUS_NAME_LENGTH).toUpperCase() ?? STATUS_NAMES[code] ?? 'UNKNOWN';
	const isFinal = response[`${generationType.statusField}_final`] === true;
	const isStatus = (other: string) => name === other || STATUS_NAMES[code] === other;
	const reason = getFailureReason(response);
	const isUsable = hasUsableMedia(generationType, response);

	if (isStatus('MODERATED')) return { phase: 'moderated', name: 'MODERATED', reason };
	if (isStatus('FAILED')) return { phase: 'failed', name: 'FAILED', reason };
	if (isStatus('COMPLETED'))
		return { phase: isUsable ? 'completed' : 'running', name: 'COMPLETED' };
	if (isFinal && !isStatus('QUEUED')) return { phase: 'failed', name, reason };
	return { phase: 'running', name };
}

function hasUsableMedia(generationType: GenerationTypeConfig, response: ApiGeneration): boolean {
	const isSized = generationType.kind !== 'video' || response.output_width !== 0;
	return isSized && getNonEmptyString(response[generationType.urlField]) !== undefined;
}

function getFailureReason(response: ApiGeneration): string | undefined {
	const names = ['fail_reason', 'error', 'errorDetails', 'fail_code', 'errCode'];
	return names.map((name) => getNonEmptyString(response[name])).find(Boolean);
}
