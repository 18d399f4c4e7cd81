import { z } from 'zod';

/** Characters; the API's page of 2026-04. */
export const LONGEST_PROMPT = 5000;
/** Characters of replyUrl and replyRef. */
export const LONGEST_REPLY_FIELD = 1024;
/** Characters of the user's own replyRef: the node puts its reference behind it, into the same field. */
export const LONGEST_REPLY_REF = LONGEST_REPLY_FIELD - 100;
export const LARGEST_SEED = 2_147_483_647;

/** The fields every create takes, whatever it makes. */
export const shared = {
	email: z.string().optional(),
	replyUrl: z.string().max(LONGEST_REPLY_FIELD).optional(),
	replyRef: z.string().max(LONGEST_REPLY_REF).optional(),
	maxJobs: z.number().int().min(1).max(8).optional(),
};

/** A file: whatever stands for it before it is uploaded. */
export const file = z.unknown();

export const flag = z.boolean().optional();
export const text = z.string().optional();
export const prompt = z.string().max(LONGEST_PROMPT).optional();
export const seed = z.number().int().min(1).max(LARGEST_SEED).optional();
export const seconds = z.number().int().min(1).optional();

/** Sound that is added to a video, for models that make none of their own. */
export const addedSound = {
	auto_sound: flag,
	sound_effect_prompt: text,
	lip_sync_tts_prompt: text,
	lip_sync_tts_speaker_id: text,
};

/** `numbered('frame_#_path', 3, file)` → frame_1_path, frame_2_path, frame_3_path. */
export function numbered<T>(name: string, count: number, schema: T): Record<string, T> {
	return Object.fromEntries(
		Array.from({ length: count }, (_, index) => [name.replace('#', String(index + 1)), schema]),
	);
}

/** How many of a numbered parameter a body has. */
export function countOf(body: Record<string, unknown>, name: string): number {
	let count = 0;
	while (body[name.replace('#', String(count + 1))] !== undefined) count++;
	return count;
}

/** The contract of a whole body: what has no schema of its own (a file above any model's limit) is there to be counted. */
export function whole<T extends z.ZodRawShape>(shape: T) {
	return z.object(shape).passthrough();
}
