import { z } from 'zod';
import { object } from '../validationIssues';
import type { Body } from '../videoRules';
import {
	checkFrames,
	checkFusion,
	checkModel,
	checkSound,
	checkSource,
	checkTransition,
	needs,
} from '../videoRules';
import type { VideoEndpoint } from '../videoModels';
import {
	addedSound,
	file,
	flag,
	numbered,
	prompt,
	seconds,
	seed,
	shared,
	text,
	whole,
} from './fields';

/** Longest text that lip sync speaks, in characters. */
export const LONGEST_SPOKEN = 200;

const made = { ...shared, model: text, quality: text, seed, off_peak_mode: flag };
const source = { video_id: text, video_path: file };

/** Adds what the chosen model can do, and the checks of the endpoint itself. */
function contract<T extends z.ZodRawShape>(
	endpoint: VideoEndpoint,
	shape: T,
	...checks: Array<(body: Body, refinement: Parameters<typeof checkFrames>[1]) => void>
) {
	return whole(shape).superRefine((body, refinement) => {
		const read = body as Body;
		for (const check of checks) check(read, refinement);
		checkModel(endpoint, read, refinement);
	});
}

/** `POST videos/create` from text or image. */
export const videoCreate = contract(
	'create',
	{
		...made,
		...addedSound,
		prompt,
		first_frame_path: file,
		last_frame_path: file,
		duration: seconds,
		aspect_ratio: text,
		audio: flag,
		multi_shot: flag,
		preview_mode: flag,
	},
	checkFrames,
	checkSound,
);

/** `POST videos/create` with an effect template. Model and duration are the template's. */
export const videoFromEffect = whole({
	...shared,
	...numbered('frame_#_path', 5, file),
	template_id: z.number().int().min(1),
	prompt,
	quality: text,
	seed,
	off_peak_mode: flag,
	preview_mode: flag,
}).superRefine((body, refinement) => {
	if ((body as Body).frame_1_path === undefined)
		object(refinement, 'frame_1_path', 'is empty', 'Add the image the effect is made with.');
});

/** `POST videos/create-frames`. */
export const videoFromFrames = contract(
	'create-frames',
	{
		...made,
		...addedSound,
		prompt,
		first_frame_path: file,
		last_frame_path: file,
		duration: seconds,
		audio: flag,
		preview_mode: flag,
	},
	needs('first_frame_path', 'Choose the image the video starts with.'),
	needs('last_frame_path', 'Choose the image the video ends with.'),
	checkSound,
);

/** `POST videos/create-transition`. */
export const videoTransition = contract(
	'create-transition',
	{
		...made,
		...addedSound,
		...numbered('frame_#_path', 7, file),
		...Object.fromEntries(
			Array.from({ length: 6 }, (_, index) => {
				const segment = `${index + 1}_to_${index + 2}`;
				return [
					[`duration_${segment}`, z.number().int().min(1).optional()],
					[`prompt_${segment}`, text],
				];
			}).flat(),
		),
		audio: flag,
		preview_mode: flag,
	},
	checkTransition,
	checkSound,
);

/** `POST videos/create-fusion`. */
export const videoFusion = contract(
	'create-fusion',
	{
		...made,
		...numbered('frame_#_path', 9, file),
		...numbered('video_#_path', 3, file),
		...numbered('audio_#_path', 3, file),
		prompt,
		duration: seconds,
		aspect_ratio: text,
		audio: flag,
	},
	needs('prompt', 'Describe the video; name the inputs as @image1, @video1, @audio1 …'),
	checkFusion,
);

/** `POST videos/extend`. */
export const videoExtend = contract(
	'extend',
	{ ...made, ...source, prompt, duration: seconds, audio: flag },
	checkSource,
);

/** `POST videos/modify`. */
export const videoModify = contract(
	'modify',
	{ ...made, ...source, prompt },
	checkSource,
	needs('prompt', 'Describe the change.'),
);

/** `POST videos/restyle`. Whether a style alone is enough is not known, so a prompt is asked for. */
export const videoRestyle = contract(
	'restyle',
	{
		...shared,
		...source,
		model: text,
		prompt,
		restyle_id: z.union([z.string(), z.number()]).optional(),
		seed,
		off_peak_mode: flag,
	},
	checkSource,
	needs('prompt', 'Describe the style.'),
);

/** `POST videos/lipsync`. */
export const videoLipSync = z
	.object({
		...shared,
		...source,
		audio_path: file,
		prompt: z.string().max(LONGEST_SPOKEN).optional(),
		speaker_id: z.union([z.string(), z.number()]).optional(),
		original_sound_switch: flag,
		off_peak_mode: flag,
	})
	.superRefine((read, refinement) => {
		const body = read as Body;
		checkSource(body, refinement);
		if (!body.audio_path && !body.prompt)
			object(refinement, 'prompt', 'is empty', 'Give the text to speak, or an audio file.');
		if (body.audio_path && body.prompt)
			object(
				refinement,
				'prompt',
				'is set, and so is an audio file',
				'Use either of them: remove the text or the audio.',
			);
	});

/** `POST videos/upscale`. It takes no account: the video's own is used. */
export const videoUpscale = z.object({
	replyUrl: shared.replyUrl,
	replyRef: shared.replyRef,
	maxJobs: shared.maxJobs,
	video_id: z.string(),
});

/** `POST videos/motion-control`. */
export const videoMotionControl = contract(
	'motion-control',
	{
		...shared,
		model: text,
		quality: text,
		off_peak_mode: flag,
		frame_1_path: file,
		video_1_path: file,
	},
	needs('frame_1_path', 'Choose the image of the person or animal.'),
	needs('video_1_path', 'Choose the video whose motion is taken.'),
);
