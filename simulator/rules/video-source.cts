import { parseId } from '../ids.cts';
import { isFinal, type Job } from '../jobs.cts';
import { badRequest, problem } from '../error-responses.cts';
import type { World } from '../state.cts';
import type { Order } from './endpoint.cts';
import { path } from './fields.cts';
import { VIDEO_MODELS } from './video-models.cts';
import { z } from 'zod';

/** The fields of a call that works on a video. */
export const sourceFields = {
	video_id: z.string().min(1).optional(),
	video_path: path.optional(),
};

/** The video that a call works on. */
export interface Source {
	/** Absent for an uploaded one. */
	readonly job?: Job;
	readonly inputs: Record<string, string>;
	readonly uploads: Order['uploads'];
	/** Seconds; of an upload unknown to the simulator, taken to be 5. */
	readonly duration: number;
	readonly quality: string;
}

/** One of `video_id` and `video_path`; none or both is a 400 (inferred in the reference). */
export function sourceOf(
	given: { video_id?: string | undefined; video_path?: string | undefined },
	world: World,
): Source {
	if (given.video_id !== undefined && given.video_path !== undefined) {
		throw badRequest('Parameters video_id and video_path are mutually exclusive');
	}
	if (given.video_id !== undefined) return fromJob(videoById(given.video_id, world));
	if (given.video_path === undefined) {
		throw badRequest('Parameter video_id or video_path is required');
	}
	return {
		inputs: { video_path: given.video_path },
		uploads: [{ name: 'video_path', kind: 'video' }],
		duration: 5,
		quality: '540p',
	};
}

/** A finished video of a configured account: 400 for what is no video id, 404 for what is not there (yet). */
export function videoById(id: string, world: World): Job {
	const parsed = parseId(id);
	if (parsed?.kind !== 'video') throw badRequest(`Parameter video_id: unable to parse ${id}`);
	world.accounts.usable(parsed.email);
	const job = world.jobs.find(id);
	if (!job || !isFinal(job.status)) throw problem(404, `Video ${id} not found`, false);
	if (job.status !== 'COMPLETED') throw badRequest(`Parameter video_id: ${id} has no video`);
	return job;
}

/** Results of third-party models are refused. */
export function requireNative(job: Job | undefined): void {
	if (!job) return;
	if (VIDEO_MODELS[job.wanted.model]?.native === false) {
		throw badRequest(`Parameter video_id: videos made by ${job.wanted.model} are not supported`);
	}
}

export function fromJob(job: Job): Source {
	return {
		job,
		inputs: {},
		uploads: [],
		duration: job.wanted.duration ?? 5,
		quality: job.wanted.quality ?? '540p',
	};
}
