import type { Job, JobStatus } from '../jobs.cts';
import type { World } from '../state.cts';
import { audioObject } from './audio.cts';
import { imageObject } from './image.cts';
import { videoObject } from './video.cts';

/** The object that GET by id, lists and callbacks show of a job. */
export function jobObject(world: World, job: Job, as: JobStatus = job.status) {
	const shown = world.faults.switches.replyRefShown && job.replyRef !== undefined;
	return { ...ofKind(world, job, as), ...(shown ? { replyRef: job.replyRef } : {}) };
}

function ofKind(world: World, job: Job, as: JobStatus) {
	if (job.kind === 'video') return videoObject(world, job, as);
	if (job.kind === 'image') return imageObject(world, job, as);
	return audioObject(world, job, as);
}
