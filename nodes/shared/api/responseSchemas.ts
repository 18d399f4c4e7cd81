import { z } from 'zod';

/**
 * What the node reads from the API's answers. The reference declares every field optional and adds fields without
 * notice, so these schemas insist on nothing but the shape, and keep what they do not know.
 */
const text = z.string().nullish().catch(undefined);
/** Numbers may come as text; anything else is none (coercing would make 1, COMPLETED, of `true`, and throw at some objects). */
const number = z.preprocess(numeric, z.number().nullish()).catch(undefined);
const flag = z.boolean().nullish().catch(undefined);

function numeric(value: unknown): unknown {
	return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
}

/** A text, or a number as one; '' for anything else: not every object can be made a text of. */
export function wordIn(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A number, or a text that is one; undefined for anything else. */
export function numberIn(value: unknown): number | undefined {
	const read = numeric(value);
	return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

/** One generation as GET by ID, a list row or a callback shows it. Images and audio use other names for some fields. */
export const generationObject = z
	.object({
		video_id: text,
		image_id: text,
		audio_id: text,
		video_status: number,
		video_status_name: text,
		video_status_final: flag,
		image_status: number,
		image_status_name: text,
		image_status_final: flag,
		audio_status: number,
		audio_status_name: text,
		audio_status_final: flag,
		url: text,
		image_url: text,
		output_width: number,
		output_height: number,
		prompt: text,
		model: text,
		quality: text,
		duration: number,
		created_at: text,
		replyRef: text,
		credits: number,
		fail_code: text,
		fail_reason: text,
	})
	.passthrough();
export type GenerationObject = z.infer<typeof generationObject>;

/** What a create answers. Videos name one ID, images a list, music and speech an audio ID. */
export const createdAnswer = z
	.object({
		video_id: text,
		image_id: text,
		audio_id: text,
		success_ids: z.array(z.string()).nullish().catch(undefined),
		cost_credits: number,
	})
	.passthrough();

/** A page of a list. Images say `total`, music and speech `has_more`, videos neither as far as known. */
export const listAnswer = z
	.object({
		data: z.array(generationObject),
		next_offset: number,
		total: number,
		has_more: flag,
	})
	.passthrough();

/** A job the API is tracking. Before 2026 `id` was called `video_id`. */
export const scheduledJob = z
	.object({
		id: text,
		video_id: text,
		type: text,
		started: text,
		elapsed: text,
		replyRef: text,
		replyUrl: text,
	})
	.passthrough();
export type ScheduledJob = z.infer<typeof scheduledJob>;

export const schedulerAnswer = z.array(scheduledJob);

export const availableAnswer = z
	.object({
		executing: z.array(scheduledJob).nullish().catch([]),
		available: z.array(
			z
				.object({ email: z.string(), maxJobs: number, executing: number, available: number })
				.passthrough(),
		),
	})
	.passthrough();

/** Accounts come as an object keyed by e-mail. */
export const accountsAnswer = z.record(z.string(), z.object({}).passthrough());

/** An upload: images answer `result[0].path`, videos and audio a top-level `path`. */
export const uploadAnswer = z
	.object({
		path: text,
		url: text,
		result: z
			.array(z.object({ path: text, url: text, err_msg: text }).passthrough())
			.nullish()
			.catch(undefined),
	})
	.passthrough();

/** An answer of which only its being an object is certain. */
export const anyObject = z.object({}).passthrough();
