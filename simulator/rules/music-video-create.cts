import { z } from 'zod';
import { createBadRequestError } from '../error-responses.cts';
import { getMusicVideoPrice } from '../prices.cts';
import { MUSIC_VIDEO_LIBRARY } from '../seeds/music-video-library.cts';
import type { SimulatorState } from '../state.cts';
import type { CreateEndpoint, GenerationRequest, UploadInput } from './endpoint.cts';
import { flag, parseBody, path, prompt, sharedFields } from './fields.cts';

/**
 * The name of the second character's photo (storytelling) is undocumented. All of these are accepted, so
 * that clients can be tested with the name they use.
 */
const SECOND_CHARACTER_FIELDS = ['image_path_2', 'second_image_path', 'image_2_path'] as const;
/** The length of an uploaded song is unknown to the simulator. */
const UPLOADED_SONG_SECONDS = 30;

const body = z
	.object({
		audio_path: path,
		mode: z.enum(['performance', 'expressive', 'storytelling']).optional(),
		// A list that grows, not an enum.
		style: z.string().min(1).optional(),
		style_image_path: path.optional(),
		image_path: path.optional(),
		...Object.fromEntries(SECOND_CHARACTER_FIELDS.map((name) => [name, path.optional()])),
		prompt: prompt.optional(),
		subtitles: flag.optional(),
		quality: z.enum(['720p', '1080p']).optional(),
		quote: flag.optional(),
		...sharedFields,
	})
	.strict();

/** POST music-video/create: a music video from a song. */
export const musicVideoCreate: CreateEndpoint = {
	path: 'music-video/create',
	parse(fields, state): GenerationRequest {
		const values = parseBody(body, fields);
		if (values.style === 'custom' && values.style_image_path === undefined) {
			throw createBadRequestError('Parameter style_image_path is required with style custom');
		}
		const mode = values.mode ?? 'performance';
		const quality = values.quality ?? '720p';
		const duration = getSongDuration(values.audio_path);
		const uploads = [
			{
				name: 'audio_path',
				kind: 'audio',
				library: 'songs',
				contentTypes: ['audio/mpeg'],
				seconds: { min: 10, max: 360 },
			},
			{ name: 'style_image_path', kind: 'image', library: 'styles' },
			...['image_path', ...SECOND_CHARACTER_FIELDS].map((name) => ({
				name,
				kind: 'image',
				library: 'characters',
			})),
		].filter(({ name }) => fields[name] !== undefined) as UploadInput[];
		return {
			kind: 'video',
			parameters: {
				model: 'music-video',
				prompt: values.prompt,
				quality,
				duration,
				aspectRatio: '16:9',
				seed: state.drawSeed(),
				sound: true,
				inputs: Object.fromEntries(uploads.map(({ name }) => [name, String(fields[name])])),
				musicVideo: {
					projectId: nextProjectId(state),
					mode,
					style: values.style ?? 'auto',
					audioPath: values.audio_path,
					audioDuration: duration,
					imagePath: values.image_path,
					subtitles: values.subtitles === true,
				},
			},
			uploads,
			price: getMusicVideoPrice(mode, quality, duration),
			quote: values.quote === true,
		};
	},
};

function getSongDuration(audioPath: string): number {
	const song = MUSIC_VIDEO_LIBRARY.songs.find(({ audio_path }) => audio_path === audioPath);
	return song?.duration ?? UPLOADED_SONG_SECONDS;
}

function nextProjectId(state: SimulatorState): number {
	return 7_700_001 + state.jobs.all.filter(({ parameters }) => parameters.musicVideo).length;
}
