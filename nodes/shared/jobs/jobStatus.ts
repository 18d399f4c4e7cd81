import type { ApiGeneration } from '../api/responseSchemas';
import type { GenerationTypeConfig } from '../api/generationTypes';

export type JobPhase = 'running' | 'completed' | 'moderated' | 'failed';

/** How far a generation is. */
export interface JobStatus {
	phase: JobPhase;
	/** The API's own word, e.g. `GENERATING`. */
	name: string;
	/** Why it failed, when the API says. */
	reason?: string;
}

/** Source: the status tables of the reference. 7 and 8 are final failures for every kind. */
const COMPLETED = 1;
const QUEUED = 5;
const MODERATED = 7;
const FAILED = 8;
/** Characters; of something longer the rest says nothing. */
const MAX_STATUS_NAME_LENGTH = 60;
const STATUS_NAMES: Record<number, string> = {
	[COMPLETED]: 'COMPLETED',
	[QUEUED]: 'QUEUED',
	[MODERATED]: 'MODERATED',
	[FAILED]: 'FAILED',
	9: 'GENERATING',
	10: 'GENERATING',
};

/**
 * Reads the state of a generation. The API's own `…_final` is not enough: it calls QUEUED final, and a `url` can be
 * filled while the video is still being made. Unknown statuses count as running.
 */
export function parseStatus(generationType: GenerationTypeConfig, seen: ApiGeneration): JobStatus {
	const status = seen[generationType.statusField];
	const code = typeof status === 'number' ? status : Number.NaN;
	const named = seen[`${generationType.statusField}_name`];
	const name =
		typeof named === 'string' && named
			? named.slice(0, MAX_STATUS_NAME_LENGTH).toUpperCase()
			: (STATUS_NAMES[code] ?? 'UNKNOWN');
	const final = seen[`${generationType.statusField}_final`] === true;

	if (code === MODERATED || name === 'MODERATED')
		return { phase: 'moderated', name: 'MODERATED', reason: getFailureReason(seen) };
	if (code === FAILED || name === 'FAILED')
		return { phase: 'failed', name: 'FAILED', reason: getFailureReason(seen) };
	if (code === COMPLETED || name === 'COMPLETED')
		return {
			phase: hasUsableMedia(generationType, seen) ? 'completed' : 'running',
			name: 'COMPLETED',
		};
	if (final && code !== QUEUED && name !== 'QUEUED')
		return { phase: 'failed', name, reason: getFailureReason(seen) };
	return { phase: 'running', name };
}

function hasUsableMedia(generationType: GenerationTypeConfig, seen: ApiGeneration): boolean {
	const url = seen[generationType.urlField];
	const sized = generationType.kind !== 'video' || seen.output_width !== 0;
	return typeof url === 'string' && url !== '' && sized;
}

function getFailureReason(seen: ApiGeneration): string | undefined {
	for (const key of ['fail_reason', 'error', 'errorDetails', 'fail_code', 'errCode']) {
		const value = seen[key];
		if (typeof value === 'string' && value) return value;
	}
	return undefined;
}
