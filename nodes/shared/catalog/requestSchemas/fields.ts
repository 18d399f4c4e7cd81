import { z } from 'zod';

/** Characters; the API's page of 2026-04. */
const MAX_PROMPT_LENGTH = 5000;
/** Characters of replyUrl and replyRef. */
const MAX_REPLY_FIELD_LENGTH = 1024;
/** Characters of the user's own replyRef: the node appends its reference in the same field. */
export const MAX_REPLY_REF_LENGTH = MAX_REPLY_FIELD_LENGTH - 100;
export const MAX_SEED = 2_147_483_647;

/** Fields of every create endpoint. */
export const getCommonFields = () => ({
	email: z.string().optional(),
	replyUrl: z.string().max(MAX_REPLY_FIELD_LENGTH).optional(),
	replyRef: z.string().max(MAX_REPLY_REF_LENGTH).optional(),
	maxJobs: z.number().int().min(1).max(8).optional(),
});

/** A file: whatever stands for it before it is uploaded. */
export const fileSchema = z.unknown();

export const booleanSchema = z.boolean().optional();
export const stringSchema = z.string().optional();
export const promptSchema = z.string().max(MAX_PROMPT_LENGTH).optional();
export const seedSchema = z.number().int().min(1).max(MAX_SEED).optional();
export const durationSchema = z.number().int().min(1).optional();

/** Sound that is added to a video, for models without their own sound. */
export const soundFields = {
	auto_sound: booleanSchema,
	sound_effect_prompt: stringSchema,
	lip_sync_tts_prompt: stringSchema,
	lip_sync_tts_speaker_id: stringSchema,
};

/** `numberedFields('frame_#_path', 3, file)` → frame_1_path, frame_2_path, frame_3_path. */
export function numberedFields<T>(name: string, count: number, schema: T): Record<string, T> {
	return Object.fromEntries(
		Array.from({ length: count }, (_, index) => [name.replace('#', String(index + 1)), schema]),
	);
}

/** How many of a numbered parameter a body has. */
export function countNumbered(body: Record<string, unknown>, name: string): number {
	let count = 0;
	while (body[name.replace('#', String(count + 1))] !== undefined) count++;
	return count;
}
