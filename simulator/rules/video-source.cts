import { parseId } from '../ids.cts';
import { isFinal, type Job } from '../jobs.cts';
import { createBadRequestError, createApiError } from '../error-responses.cts';
import type { SimulatorState } from '../state.cts';
import type { GenerationRequest } from './endpoint.cts';
import { path } from './fields.cts';
import { VIDEO_MODELS } from './video-models.cts';
import { z } from 'zod';

/** Fields of endpoints that work on a video. */
export const sourceFields = {
	video_id: z.string().min(1).optional(),
	video_path: path.optional(),
};

/** The source video of a call. */
export interface Source {
	/** Absent for an uploaded video. */
	readonly job?: Job;
	readonly inputs: Record<string, string>;
	readonly uploads: GenerationRequest['uploads'];
	/** Seconds. Assumed to be 5 for an upload. */
	readonly duration: number;
	readonly quality: string;
}

/**
 * Returns the source of an endpoint that supports `email` only with an uploaded video.
 * @throws 400 when `email` and `video_id` are set, and as `getSource`
 */
export function getSourceOrUpload(
	values: Parameters<typeof getSource>[0] & { email?: string | undefined },
	state: SimulatorState,
): Source {
	const source = getSource(values, state);
	if (source.job && values.email !== undefined) {
		throw createBadRequestError('Parameter email is only supported with video_path');
	}
	return source;
}

/**
 * Returns the video of `video_id` or `video_path`.
 * @throws 400 when neither or both are set (inferred)
 */
export function getSource(
	values: { video_id?: string | undefined; video_path?: string | undefined },
	state: SimulatorState,
): Source {
	if (values.video_id !== undefined && values.video_path !== undefined) {
		throw createBadRequestError('Parameters video_id and video_path are mutually exclusive');
	}
	if (values.video_id !== undefined) return toSource(getFinishedVideo(values.video_id, state));
	if (values.video_path === undefined) {
		throw createBadRequestError('Parameter video_id or video_path is required');
	}
	return {
		inputs: { video_path: values.video_path },
		uploads: [{ name: 'video_path', kind: 'video' }],
		duration: 5,
		quality: '540p',
	};
}

/**
 * Returns a finished video of a configured account.
 * @throws 400 for a malformed ID, 404 when it doesn't exist or isn't finished
 */
export function getFinishedVideo(id: string, state: SimulatorState): Job {
	const parsed = parseId(id);
	if (parsed?.kind !== 'video')
		throw createBadRequestError(`Parameter video_id: unable to parse ${id}`);
	state.accounts.getUsable(parsed.email);
	const job = state.jobs.find(id);
	if (!job || !isFinal(job.status)) throw createApiError(404, `Video ${id} not found`, false);
	if (job.status !== 'COMPLETED')
		throw createBadRequestError(`Parameter video_id: ${id} has no video`);
	return job;
}

/** Returns the parameters that a result inherits from its source video. */
export const getSourceParameters = (source: Source) => ({
	duration: source.duration,
	aspectRatio: source.job?.parameters.aspectRatio ?? '',
	inputs: source.inputs,
	source: source.job?.id,
});

/** Rejects results of third-party models. */
export function requireNative(job: Job | undefined): void {
	if (!job) return;
	const model = VIDEO_MODELS[job.parameters.model];
	if (model && !model.native) {
		throw createBadRequestError(
			`Parameter video_id: videos made by ${job.parameters.model} are not supported`,
		);
	}
}

export function toSource(job: Job): Source {
	return {
		job,
		inputs: {},
		uploads: [],
		duration: job.parameters.duration ?? 5,
		quality: job.parameters.quality ?? '540p',
	};
}
