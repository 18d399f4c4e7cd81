import { z } from 'zod';
import { CUSTOM_STYLE, MUSIC_VIDEO_MODES, MUSIC_VIDEO_QUALITIES } from '../musicVideos';
import { createRequestSchema } from '../validationIssues';
import { booleanSchema, getCommonFields, fileSchema, promptSchema, stringSchema } from './fields';

/** `POST music-video/create`. The name of the second character's image is unknown, so it isn't offered. */
export const musicVideoCreateSchema = createRequestSchema(
	() =>
		z.object({
			...getCommonFields(),
			audio_path: fileSchema,
			mode: z.enum(MUSIC_VIDEO_MODES).optional(),
			style: stringSchema,
			style_image_path: fileSchema,
			image_path: fileSchema,
			prompt: promptSchema,
			subtitles: booleanSchema,
			quality: z.enum(MUSIC_VIDEO_QUALITIES).optional(),
			quote: booleanSchema,
		}),
	(body, report) => {
		const { audio_path: song, mode = 'performance', style, style_image_path: image, prompt } = body;
		const isStory = mode === 'storytelling';
		if (song === undefined)
			report('audio_path', 'is empty', 'Choose an MP3 or a song from the library.');
		if (isStory && !prompt) report('prompt', 'is empty', 'Describe the storyline.');
		if (!isStory && prompt)
			report('prompt', `is set, but the mode ${mode} doesn't use it`, '', false);
		if (isStory && style !== undefined)
			report('style', `is ${style}, but the mode ${mode} has no styles`, '', false);
		if (style === CUSTOM_STYLE && image === undefined)
			report(
				'style_image_path',
				`is empty, but the style ${CUSTOM_STYLE} requires it`,
				'Choose an image, or another style.',
			);
		if (style !== CUSTOM_STYLE && image !== undefined)
			report(
				'style_image_path',
				`is set, but the style is ${style ?? 'not set'}`,
				`Set the style to ${CUSTOM_STYLE}, or remove the image.`,
			);
	},
);
