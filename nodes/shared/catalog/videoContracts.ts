import { z } from 'zod';
import { checkFrames, checkModel } from './videoRules';
import { defaultVideoModel, videoModels } from './videoModels';

/** Characters; the API's page of 2026-04. */
export const LONGEST_PROMPT = 5000;
/** Characters of replyUrl and replyRef. */
export const LONGEST_REPLY_FIELD = 1024;
export const LARGEST_SEED = 2_147_483_647;

/** The fields every create takes, whatever it makes. */
const shared = {
	email: z.string().optional(),
	replyUrl: z.string().max(LONGEST_REPLY_FIELD).optional(),
	replyRef: z.string().max(LONGEST_REPLY_FIELD).optional(),
	maxJobs: z.number().int().min(1).max(8).optional(),
};

const path = z.unknown();

/** `POST videos/create` from text or image. What depends on the model is checked by `checkModel`. */
export const videoCreate = z
	.object({
		...shared,
		model: z.string().optional(),
		prompt: z.string().max(LONGEST_PROMPT).optional(),
		first_frame_path: path,
		last_frame_path: path,
		duration: z.number().int().optional(),
		quality: z.string().optional(),
		aspect_ratio: z.string().optional(),
		audio: z.boolean().optional(),
		multi_shot: z.boolean().optional(),
		preview_mode: z.boolean().optional(),
		off_peak_mode: z.boolean().optional(),
		seed: z.number().int().min(1).max(LARGEST_SEED).optional(),
		auto_sound: z.boolean().optional(),
		sound_effect_prompt: z.string().optional(),
		lip_sync_tts_prompt: z.string().optional(),
		lip_sync_tts_speaker_id: z.string().optional(),
	})
	.superRefine((body, refinement) => {
		const id = body.model ?? defaultVideoModel.create ?? '';
		checkFrames(body, refinement);
		const model = videoModels[id];
		if (model) checkModel(id, model, body, refinement);
	});
