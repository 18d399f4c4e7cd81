import type { JobKind } from '../ids.cts';
import type { JobStatus } from '../jobs.cts';

/** How a status appears in responses. */
export interface StatusFields {
	readonly code: number;
	readonly name: string;
	readonly final: boolean;
}

const FINAL = { final: true };
const RUNNING = { final: false };

/** The documented status maps, which differ by kind. */
const VIDEO: Record<JobStatus, StatusFields> = {
	// Documented and observed as final, although it isn't.
	QUEUED: { code: 5, name: 'QUEUED', ...FINAL },
	GENERATING: { code: 10, name: 'GENERATING', ...RUNNING },
	COMPLETED: { code: 1, name: 'COMPLETED', ...FINAL },
	MODERATED: { code: 7, name: 'MODERATED', ...FINAL },
	FAILED: { code: 8, name: 'FAILED', ...FINAL },
};

const IMAGE: Record<JobStatus, StatusFields> = {
	QUEUED: { code: 5, name: 'QUEUED', ...RUNNING },
	GENERATING: { code: 9, name: 'GENERATING', ...RUNNING },
	COMPLETED: { code: 1, name: 'COMPLETED', ...FINAL },
	MODERATED: { code: 7, name: 'MODERATED', ...FINAL },
	// Undocumented for images. Upstream uses 8 for failed images.
	FAILED: { code: 8, name: 'FAILED', ...FINAL },
};

const AUDIO: Record<JobStatus, StatusFields> = {
	...IMAGE,
	GENERATING: { code: 10, name: 'GENERATING', ...RUNNING },
};

export function getStatusFields(
	kind: JobKind,
	status: JobStatus,
	queuedIsFinal: boolean,
): StatusFields {
	if (kind === 'video') {
		return status === 'QUEUED' ? { ...VIDEO.QUEUED, final: queuedIsFinal } : VIDEO[status];
	}
	return kind === 'image' ? IMAGE[status] : AUDIO[status];
}
