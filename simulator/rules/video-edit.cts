import { z } from 'zod';
import { upscalePrice, videoPrice } from '../prices.cts';
import { badRequest } from '../error-responses.cts';
import { RESTYLES } from '../seeds/restyles.cts';
import type { CreateEndpoint, Order } from './endpoint.cts';
import { flag, path, prompt, read, seed, shared, textOrNumber } from './fields.cts';
import { modelFor } from './video-model-rules.cts';
import {
	fromJob,
	requireNative,
	sourceFields,
	sourceOf,
	videoById,
	type Source,
} from './video-source.cts';

/** What a changed video keeps of the one it is made from. */
const kept = (source: Source) => ({
	duration: source.duration,
	aspectRatio: source.job?.wanted.aspectRatio ?? '',
	inputs: source.inputs,
	source: source.job?.id,
});
const price = (model: string, quality: string, source: Source) =>
	videoPrice({
		model,
		quality,
		duration: source.duration,
		sound: false,
		offPeak: false,
		preview: false,
	});

const modifyBody = z
	.object({
		model: z.string().min(1).optional(),
		prompt: prompt.min(1),
		...sourceFields,
		quality: z.enum(['720p', '540p', '360p']).optional(),
		seed: seed.optional(),
		off_peak_mode: flag.optional(),
		...shared,
	})
	.strict();

/** POST videos/modify: an edit by prompt. */
export const videoModify: CreateEndpoint = {
	path: 'videos/modify',
	order(fields, world): Order {
		const given = read(modifyBody, fields);
		const { name } = modelFor('modify', given, 'v5.5');
		const source = sourceOf(given, world);
		requireNative(source.job);
		const quality = given.quality ?? '540p';
		return {
			kind: 'video',
			wanted: {
				...kept(source),
				model: name,
				prompt: given.prompt,
				quality,
				seed: given.seed ?? world.randomSeed(),
				offPeak: given.off_peak_mode === true,
			},
			uploads: source.uploads,
			price: price('v5', quality, source),
		};
	},
};

const restyleBody = z
	.object({
		model: z.string().min(1).optional(),
		// Whether a restyle_id makes up for it, as upstream, is unknown.
		prompt: prompt.min(1),
		restyle_id: textOrNumber.optional(),
		...sourceFields,
		seed: seed.optional(),
		off_peak_mode: flag.optional(),
		...shared,
	})
	.strict();

/** POST videos/restyle: the same video in another style. */
export const videoRestyle: CreateEndpoint = {
	path: 'videos/restyle',
	order(fields, world): Order {
		const given = read(restyleBody, fields);
		const { name } = modelFor('restyle', given, 'v4');
		const id = given.restyle_id;
		if (id !== undefined && !RESTYLES.some((style) => String(style.restyle_id) === String(id))) {
			throw badRequest(`Parameter restyle_id: ${id} is not known`);
		}
		const source = sourceOf(given, world);
		return {
			kind: 'video',
			wanted: {
				...kept(source),
				model: name,
				prompt: given.prompt,
				quality: source.quality,
				seed: given.seed ?? world.randomSeed(),
				offPeak: given.off_peak_mode === true,
			},
			uploads: source.uploads,
			price: price(name, source.quality, source),
		};
	},
};

const { email: _none, ...sharedButEmail } = shared;
const upscaleBody = z.object({ video_id: z.string().min(1), ...sharedButEmail }).strict();

/** POST videos/upscale: to 4K. There is no `email`: the video's own account does it. */
export const videoUpscale: CreateEndpoint = {
	path: 'videos/upscale',
	order(fields, world): Order {
		const given = read(upscaleBody, fields);
		const job = videoById(given.video_id, world);
		requireNative(job);
		const source = fromJob(job);
		return {
			kind: 'video',
			wanted: {
				...kept(source),
				model: job.wanted.model,
				prompt: job.wanted.prompt,
				quality: '2160p',
				seed: job.wanted.seed,
				...(job.wanted.sound ? { sound: true } : {}),
				extra: { upscaled: 1 },
			},
			uploads: [],
			price: upscalePrice(source.duration),
		};
	},
};

const lipsyncBody = z
	.object({
		...sourceFields,
		audio_path: path.optional(),
		prompt: z.string().min(1).max(200).optional(),
		speaker_id: textOrNumber.optional(),
		original_sound_switch: flag.optional(),
		off_peak_mode: flag.optional(),
		...shared,
	})
	.strict();

/** POST videos/lipsync: makes a video speak an uploaded sound or a text. */
export const videoLipsync: CreateEndpoint = {
	path: 'videos/lipsync',
	order(fields, world): Order {
		const given = read(lipsyncBody, fields);
		// Both together: unknown.
		if (given.audio_path === undefined && given.prompt === undefined) {
			throw badRequest('Parameter audio_path or prompt is required');
		}
		const source = sourceOf(given, world);
		const spoken: Record<string, string> =
			given.audio_path === undefined ? {} : { audio_path: given.audio_path };
		return {
			kind: 'video',
			wanted: {
				...kept(source),
				model: 'v5',
				prompt: given.prompt ?? source.job?.wanted.prompt,
				quality: source.quality,
				seed: world.randomSeed(),
				sound: true,
				offPeak: given.off_peak_mode === true,
				inputs: { ...source.inputs, ...spoken },
				extra: {
					lip_sync: {
						prompt: given.prompt ?? '',
						speaker_id: given.speaker_id ?? '',
						audio_path: given.audio_path ?? '',
						original_sound_switch: given.original_sound_switch ?? false,
					},
				},
			},
			uploads: [
				...source.uploads,
				...(given.audio_path === undefined ? [] : [{ name: 'audio_path', kind: 'audio' as const }]),
			],
			price: price('v5', source.quality, source),
		};
	},
};

const motionBody = z
	.object({
		frame_1_path: path,
		video_1_path: path,
		model: z.string().min(1).optional(),
		quality: z.enum(['360p', '540p', '720p']).optional(),
		off_peak_mode: flag.optional(),
		...shared,
	})
	.strict();

/** POST videos/motion-control: a character with the motion of a video. */
export const videoMotionControl: CreateEndpoint = {
	path: 'videos/motion-control',
	order(fields, world): Order {
		const given = read(motionBody, fields);
		const { name } = modelFor('motion-control', given, 'v5.6');
		const quality = given.quality ?? '720p';
		const { frame_1_path, video_1_path } = given;
		return {
			kind: 'video',
			wanted: {
				model: name,
				quality,
				duration: 5,
				aspectRatio: '',
				seed: world.randomSeed(),
				offPeak: given.off_peak_mode === true,
				inputs: { frame_1_path, video_1_path },
			},
			uploads: [
				{ name: 'frame_1_path', kind: 'image' },
				{ name: 'video_1_path', kind: 'video' },
			],
			price: videoPrice({
				model: name,
				quality,
				duration: 5,
				sound: false,
				offPeak: false,
				preview: false,
			}),
		};
	},
};
