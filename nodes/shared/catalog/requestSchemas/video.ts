import { z } from 'zod';
import { looseObject } from '../../lazySchema';
import { createRequestSchema, type Rule } from '../validationIssues';
import {
	checkFrames,
	checkFusion,
	checkModel,
	checkSound,
	checkSource,
	checkTransition,
	requireField,
} from '../videoRules';
import { FINAL_QUALITIES, getMaxReferences, type VideoEndpoint } from '../videoModels';
import {
	soundFields,
	fileSchema,
	booleanSchema,
	numberedFields,
	promptSchema,
	durationSchema,
	seedSchema,
	getCommonFields,
	stringSchema,
} from './fields';

/** Longest text that lip sync speaks, in characters. */
export const MAX_LIP_SYNC_TEXT = 200;
export const MAX_LIP_SYNC_SECONDS = 60;

const getModelFields = () => ({
	...getCommonFields(),
	model: stringSchema,
	quality: stringSchema,
	off_peak_mode: booleanSchema,
	relax_mode: booleanSchema,
});
const getVideoFields = () => ({ ...getModelFields(), seed: seedSchema });
const clipFields = { prompt: promptSchema, duration: durationSchema, audio: booleanSchema };
const frameFields = {
	first_frame_path: fileSchema,
	last_frame_path: fileSchema,
	preview_mode: booleanSchema,
};
const sourceFields = { video_id: stringSchema, video_path: fileSchema };

/** Adds the rules of the endpoint and of the selected model. */
const createVideoSchema = (
	endpoint: VideoEndpoint,
	getShape: () => z.ZodRawShape,
	...rules: Rule[]
) =>
	createRequestSchema(
		() => looseObject(getShape()),
		...rules,
		(body, report) => checkModel(endpoint, body, report),
	);

/** `POST videos/create` from text or image. */
export const videoCreateSchema = createVideoSchema(
	'create',
	() => ({
		...{ ...getVideoFields(), ...soundFields, ...clipFields, ...frameFields },
		aspect_ratio: stringSchema,
		multi_shot: booleanSchema,
	}),
	checkFrames,
	checkSound,
);

/** `POST videos/create` with an effect template. Model and duration are the template's. */
export const videoFromEffectSchema = createRequestSchema(
	() =>
		looseObject({
			...getCommonFields(),
			...numberedFields('frame_#_path', 5, fileSchema),
			template_id: z.number().int().min(1),
			prompt: promptSchema,
			quality: stringSchema,
			seed: seedSchema,
			off_peak_mode: booleanSchema,
			preview_mode: booleanSchema,
		}),
	requireField('frame_1_path', 'Add an image for the effect.'),
);

/** `POST videos/create-frames`. */
export const videoFromFramesSchema = createVideoSchema(
	'create-frames',
	() => ({ ...getVideoFields(), ...soundFields, ...clipFields, ...frameFields }),
	requireField('first_frame_path', 'Choose the image that the video starts with.'),
	requireField('last_frame_path', 'Choose the image that the video ends with.'),
	checkSound,
);

/** `POST videos/create-transition`. */
export const videoTransitionSchema = createVideoSchema(
	'create-transition',
	() => ({
		...getVideoFields(),
		...soundFields,
		...numberedFields('frame_#_path', 7, fileSchema),
		...Object.fromEntries(
			[1, 2, 3, 4, 5, 6].flatMap((frame) => [
				[`duration_${frame}_to_${frame + 1}`, durationSchema],
				[`prompt_${frame}_to_${frame + 1}`, stringSchema],
			]),
		),
		audio: booleanSchema,
		preview_mode: booleanSchema,
	}),
	checkTransition,
	checkSound,
);

/** `POST videos/create-fusion`. */
export const videoFusionSchema = createVideoSchema(
	'create-fusion',
	() => ({
		...getVideoFields(),
		...numberedFields('frame_#_path', getMaxReferences('images'), fileSchema),
		...numberedFields('video_#_path', getMaxReferences('videos'), fileSchema),
		...numberedFields('audio_#_path', getMaxReferences('audios'), fileSchema),
		...clipFields,
		aspect_ratio: stringSchema,
	}),
	requireField(
		'prompt',
		'Describe the video, and refer to the references as @image1, @video1, @audio1 …',
	),
	checkFusion,
	// The API requires both once a model is set. Source: the create-fusion page of November 2026.
	(body, report) => {
		if (body.model === undefined) return;
		requireField('duration', 'Set the duration in seconds.')(body, report);
		requireField('quality', 'Set the quality, e.g. 720p.')(body, report);
	},
);

/** `POST videos/create-final`. It accepts no account: that of the draft is used. */
export const videoFinalSchema = createRequestSchema(() =>
	z.object({
		...getCommonFields(),
		video_id: z.string(),
		quality: z.enum(FINAL_QUALITIES).optional(),
		relax_mode: booleanSchema,
	}),
);

/** `POST videos/extend`. */
export const videoExtendSchema = createVideoSchema(
	'extend',
	() => ({ ...getVideoFields(), ...sourceFields, ...clipFields }),
	checkSource,
);

/** `POST videos/modify`. */
export const videoModifySchema = createVideoSchema(
	'modify',
	() => ({ ...getVideoFields(), ...sourceFields, prompt: promptSchema }),
	checkSource,
	requireField('prompt', 'Describe the change.'),
);

/** `POST videos/restyle`. Whether a style alone is enough is unknown, so a prompt is required. */
export const videoRestyleSchema = createVideoSchema(
	'restyle',
	() => ({
		...getCommonFields(),
		...sourceFields,
		model: stringSchema,
		prompt: promptSchema,
		restyle_id: z.union([z.string(), z.number()]).optional(),
		seed: seedSchema,
		off_peak_mode: booleanSchema,
	}),
	checkSource,
	requireField('prompt', 'Describe the style.'),
);

/** `POST videos/lipsync`. Which models it accepts besides its default is unknown, so the API validates them. */
export const videoLipSyncSchema = createRequestSchema(
	() =>
		z.object({
			...getCommonFields(),
			model: stringSchema,
			...sourceFields,
			audio_path: fileSchema,
			prompt: z.string().max(MAX_LIP_SYNC_TEXT).optional(),
			speaker_id: z.union([z.string(), z.number()]).optional(),
			original_sound_switch: booleanSchema,
			off_peak_mode: booleanSchema,
		}),
	checkSource,
	(body, report) => {
		if (!body.audio_path && !body.prompt)
			report('prompt', 'is empty', 'Enter the text to speak, or an audio file.');
		const advice = 'Use only one of them: remove the text or the audio.';
		if (body.audio_path && body.prompt) report('prompt', 'is set, and so is an audio file', advice);
	},
);

/** `POST videos/motion-control`. */
export const videoMotionControlSchema = createVideoSchema(
	'motion-control',
	() => ({ ...getModelFields(), frame_1_path: fileSchema, video_1_path: fileSchema }),
	requireField('frame_1_path', 'Choose an image of a person or an animal.'),
	requireField('video_1_path', 'Choose the video that provides the motion.'),
);
