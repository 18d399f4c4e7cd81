import { z } from 'zod';
import { createBadRequestError } from '../error-responses.cts';

/** The body of a create call, as fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** An uploaded file: a path from POST files. */
export const path = z.string().min(1);
export const flag = z.boolean();
export const seed = z.number().int().min(1).max(2_147_483_647);
/** 5000 characters on create since 2026-04. Undocumented elsewhere and assumed to be the same. */
export const prompt = z.string().max(5000);
/** Whole seconds. The range depends on the model. */
export const seconds = z.number().int().min(1);
/** "string or number" in the API reference. */
export const textOrNumber = z.union([z.string().min(1), z.number()]);

/** Parameters of every create call. */
export const sharedFields = {
	email: z.string().min(1).optional(),
	replyUrl: z.string().max(1024).optional(),
	replyRef: z.string().max(1024).optional(),
	maxJobs: z.number().int().min(1).max(8).optional(),
};

/** The shared parameters of endpoints that run in the account of an ID. */
export const sharedFieldsWithoutEmail = {
	replyUrl: sharedFields.replyUrl,
	replyRef: sharedFields.replyRef,
	maxJobs: sharedFields.maxJobs,
};

/**
 * `relax_mode` of upstream. Its effect on this API is only documented for create-final; elsewhere, the
 * simulator accepts it and ignores it, except for images.
 */
export const relaxMode = { relax_mode: flag.optional() };

/** The older sound parameters of all endpoints that generate from text or images. */
export const soundEffectFields = {
	auto_sound: flag.optional(),
	sound_effect_prompt: z.string().optional(),
	lip_sync_tts_prompt: z.string().optional(),
	lip_sync_tts_speaker_id: textOrNumber.optional(),
};

/** Creates optional fields such as `frame_1_path`, from `first` to `last`. */
export function createNumberedFields<P extends string, S extends string>(
	prefix: P,
	suffix: S,
	first: number,
	last: number,
) {
	const fields: Record<string, z.ZodOptional<z.ZodString>> = {};
	for (let n = first; n <= last; n += 1) fields[`${prefix}${n}${suffix}`] = path.optional();
	return fields as Record<`${P}${number}${S}`, z.ZodOptional<z.ZodString>>;
}

/**
 * Returns the names of the numbered fields that are set.
 * @throws 400 when one is skipped
 */
export function getNumberedNames(
	body: Fields,
	prefix: string,
	suffix: string,
	last: number,
): string[] {
	const set: string[] = [];
	let gap: string | undefined;
	for (let n = 1; n <= last; n += 1) {
		const name = `${prefix}${n}${suffix}`;
		if (body[name] === undefined) {
			gap ??= name;
			continue;
		}
		if (gap !== undefined) throw createBadRequestError(`Parameter ${name} needs ${gap}`);
		set.push(name);
	}
	return set;
}

/**
 * Parses a body with a schema.
 * @throws 400 for the first issue
 */
export function parseBody<S extends z.ZodTypeAny>(schema: S, body: Fields): z.output<S> {
	const result = schema.safeParse(body);
	if (result.success) return result.data as z.output<S>;
	const issue = result.error.issues[0]!;
	throw createBadRequestError(describeIssue(issue));
}

function describeIssue(issue: z.ZodIssue): string {
	const name = issue.path.join('.');
	if (issue.code === 'unrecognized_keys') return `Unknown parameter ${issue.keys.join(', ')}`;
	if (issue.code === 'invalid_type' && issue.received === 'undefined') {
		return `Parameter ${name} is required`;
	}
	return name === '' ? issue.message : `Parameter ${name}: ${issue.message}`;
}

const NUMBER_FIELDS =
	/^(duration|seed|template_id|maxJobs|create_count|speed|volume|pitch|stability|similarity_boost|style|duration_\d_to_\d)$/;
const BOOLEAN_FIELDS =
	/^(audio|multi_shot|preview_mode|off_peak_mode|auto_sound|original_sound_switch|instrumental|use_speaker_boost|relax_mode|quote|subtitles)$/;

/** Restores numbers and booleans in multipart/form-data, where all values are text. */
export function parseFormValues(fields: Readonly<Record<string, string>>): Record<string, unknown> {
	const result: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(fields)) {
		if (NUMBER_FIELDS.test(name) && /^-?\d+(\.\d+)?$/.test(value)) result[name] = Number(value);
		else if (BOOLEAN_FIELDS.test(name) && (value === 'true' || value === 'false')) {
			result[name] = value === 'true';
		} else result[name] = value;
	}
	return result;
}
