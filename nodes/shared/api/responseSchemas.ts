import { z } from 'zod';

/*
 * The response fields that the nodes read. The reference declares every field optional, and fields are added without
 * notice, so these schemas only require the shape and keep unknown fields.
 */
const lenientString = z.string().nullish().catch(undefined);
/** Numbers may be strings. No coercion: it would turn `true` into 1, COMPLETED, and throw for some objects. */
const lenientNumber = z.preprocess(parseNumericString, z.number().nullish()).catch(undefined);
const lenientBoolean = z.boolean().nullish().catch(undefined);

function parseNumericString(value: unknown): unknown {
	return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
}

/** A string or number as a string; '' for anything else. */
export function toText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A number or numeric string as a number; undefined for anything else. */
export function toNumber(value: unknown): number | undefined {
	const number = parseNumericString(value);
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A generation in a GET response, a list row, or a callback. Images and audio use other names for some fields. */
export const generationSchema = z
	.object({
		video_id: lenientString,
		image_id: lenientString,
		audio_id: lenientString,
		video_status: lenientNumber,
		video_status_name: lenientString,
		video_status_final: lenientBoolean,
		image_status: lenientNumber,
		image_status_name: lenientString,
		image_status_final: lenientBoolean,
		audio_status: lenientNumber,
		audio_status_name: lenientString,
		audio_status_final: lenientBoolean,
		url: lenientString,
		image_url: lenientString,
		output_width: lenientNumber,
		output_height: lenientNumber,
		prompt: lenientString,
		model: lenientString,
		quality: lenientString,
		duration: lenientNumber,
		created_at: lenientString,
		replyRef: lenientString,
		credits: lenientNumber,
		/** Of a finished image. 0 in Relax Mode. */
		cost_credits: lenientNumber,
		fail_code: lenientString,
		fail_reason: lenientString,
		/** Of a draft, which can be rendered as a final until it expires. */
		seedance_draft: z
			.object({ can_create_final: lenientBoolean, expires_at: lenientString })
			.passthrough()
			.nullish()
			.catch(undefined),
	})
	.passthrough();
export type ApiGeneration = z.infer<typeof generationSchema>;

/** A create response. Videos have one ID, images a list, music and speech an audio ID. */
export const createResponseSchema = z
	.object({
		video_id: lenientString,
		image_id: lenientString,
		audio_id: lenientString,
		success_ids: z.array(z.string()).nullish().catch(undefined),
		cost_credits: lenientNumber,
	})
	.passthrough();

/** A quote. Which field has its price is undocumented. */
export const quoteSchema = z
	.object({ cost_credits: lenientNumber, credits: lenientNumber, price: lenientNumber })
	.passthrough();

/** A page of a list. Images have `total`, music and speech `has_more`, videos neither as far as is known. */
export const listPageSchema = z
	.object({
		data: z.array(generationSchema),
		next_offset: lenientNumber,
		total: lenientNumber,
		has_more: lenientBoolean,
	})
	.passthrough();

/** A running job. Before 2026, `id` was called `video_id`. */
const scheduledJobSchema = z
	.object({
		id: lenientString,
		video_id: lenientString,
		type: lenientString,
		started: lenientString,
		elapsed: lenientString,
		replyRef: lenientString,
		replyUrl: lenientString,
	})
	.passthrough();

export const scheduledJobsSchema = z.array(scheduledJobSchema);

export const availableSlotsSchema = z
	.object({
		executing: z.array(scheduledJobSchema).nullish().catch([]),
		available: z.array(
			z
				.object({
					email: z.string(),
					maxJobs: lenientNumber,
					executing: lenientNumber,
					available: lenientNumber,
				})
				.passthrough(),
		),
	})
	.passthrough();

/** Accounts by e-mail. */
export const accountsSchema = z.record(z.string(), z.object({}).passthrough());

/** Images have `result[0].path`, videos and audio a top-level `path`. */
export const uploadResponseSchema = z
	.object({
		path: lenientString,
		url: lenientString,
		result: z
			.array(
				z.object({ path: lenientString, url: lenientString, err_msg: lenientString }).passthrough(),
			)
			.nullish()
			.catch(undefined),
	})
	.passthrough();

/** A response that is only known to be an object. */
export const looseObjectSchema = z.object({}).passthrough();
