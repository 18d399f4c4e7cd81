import type { Job, JobStatus } from '../jobs.cts';
import type { SimulatorState } from '../state.cts';
import { serializeAudio } from './audio.cts';
import { serializeImage } from './image.cts';
import { serializeVideo } from './video.cts';

/** Serializes a job as reads, lists, and callbacks show it. */
export function serializeJob(state: SimulatorState, job: Job, as: JobStatus = job.status) {
	const shown = state.faults.switches.showReplyRef && job.replyRef !== undefined;
	return { ...serializeByKind(state, job, as), ...(shown ? { replyRef: job.replyRef } : {}) };
}

function serializeByKind(state: SimulatorState, job: Job, as: JobStatus) {
	if (job.kind === 'video') return serializeVideo(state, job, as);
	if (job.kind === 'image') return serializeImage(state, job, as);
	return serializeAudio(state, job, as);
}
