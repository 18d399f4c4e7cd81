import type { Job, JobStatus } from '../jobs.cts';
import type { SimulatorState } from '../state.cts';
import { serializeAudio } from './audio.cts';
import { serializeImage } from './image.cts';
import { serializeVideo } from './video.cts';

/** Serializes a job for reads, lists, and callbacks. */
export function serializeJob(state: SimulatorState, job: Job, as: JobStatus = job.status) {
	const hasReplyRef = state.faults.switches.showReplyRef && job.replyRef !== undefined;
	return { ...serializeByKind(state, job, as), ...(hasReplyRef ? { replyRef: job.replyRef } : {}) };
}

function serializeByKind(state: SimulatorState, job: Job, as: JobStatus) {
	if (job.kind === 'video') return serializeVideo(state, job, as);
	if (job.kind === 'image') return serializeImage(state, job, as);
	return serializeAudio(state, job, as);
}
