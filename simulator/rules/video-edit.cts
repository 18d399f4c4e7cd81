import { z } from 'zod';
import { getUpscalePrice, getVideoPrice } from '../prices.cts';
import { createBadRequestError } from '../error-responses.cts';
import { RESTYLES } from '../seeds/restyles.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import { flag, path, prompt, parseBody, seed, sharedFields, textOrNumber } from './fields.cts';
import { resolveModel } from './video-model-rules.cts';
import {
	toSource,
	requireNative,
	sourceFields,
	getSource,
	getFinishedVideo,
	type Source,
} from './video-source.cts';

/** Parameters that carry over from the source video. */
const getSourceParameters = (source: Source) => ({
	duration: source.duration,
	aspectRatio: source.job?.parameters.aspectRatio ?? '',
	inputs: source.inputs,
	source: source.job?.id,
});
const getPrice = (model: string, quality: string, source: Source) =>
	getVideoPrice({
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
		...sharedFields,
	})
	.strict();

/** POST videos/modify: edits a video by prompt. */
export const videoModify: CreateEndpoint = {
	path: 'videos/modify',
	parse(fields, state): GenerationRequest {
		const values = parseBody(modifyBody, fields);
		const { name } = resolveModel('modify', values, 'v5.5');
		const source = getSource(values, state);
		requireNative(source.job);
		const quality = values.quality ?? '540p';
		return {
			kind: 'video',
			parameters: {
				...getSourceParameters(source),
				model: name,
				prompt: values.prompt,
				quality,
				seed: values.seed ?? state.drawSeed(),
				offPeak: values.off_peak_mode === true,
			},
			uploads: source.uploads,
			price: getPrice('v5', quality, source),
		};
	},
};

const restyleBody = z
	.object({
		model: z.string().min(1).optional(),
		// Whether a restyle_id can replace the prompt, as upstream, is undocumented.
		prompt: prompt.min(1),
		restyle_id: textOrNumber.optional(),
		...sourceFields,
		seed: seed.optional(),
		off_peak_mode: flag.optional(),
		...sharedFields,
	})
	.strict();

/** POST videos/restyle: renders a video in another style. */
export const videoRestyle: CreateEndpoint = {
	path: 'videos/restyle',
	parse(fields, state): GenerationRequest {
		const values = parseBody(restyleBody, fields);
		const { name } = resolveModel('restyle', values, 'v4');
		const id = values.restyle_id;
		if (id !== undefined && !RESTYLES.some((style) => String(style.restyle_id) === String(id))) {
			throw createBadRequestError(`Parameter restyle_id: ${id} is not known`);
		}
		const source = getSource(values, state);
		return {
			kind: 'video',
			parameters: {
				...getSourceParameters(source),
				model: name,
				prompt: values.prompt,
				quality: source.quality,
				seed: values.seed ?? state.drawSeed(),
				offPeak: values.off_peak_mode === true,
			},
			uploads: source.uploads,
			price: getPrice(name, source.quality, source),
		};
	},
};

const { email: _none, ...sharedButEmail } = sharedFields;
const upscaleBody = z.object({ video_id: z.string().min(1), ...sharedButEmail }).strict();

/** POST videos/upscale: upscales to 4K in the account of the video. */
export const videoUpscale: CreateEndpoint = {
	path: 'videos/upscale',
	parse(fields, state): GenerationRequest {
		const values = parseBody(upscaleBody, fields);
		const job = getFinishedVideo(values.video_id, state);
		requireNative(job);
		const source = toSource(job);
		return {
			kind: 'video',
			parameters: {
				...getSourceParameters(source),
				model: job.parameters.model,
				prompt: job.parameters.prompt,
				quality: '2160p',
				seed: job.parameters.seed,
				...(job.parameters.sound ? { sound: true } : {}),
				extra: { upscaled: 1 },
			},
			uploads: [],
			price: getUpscalePrice(source.duration),
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
		...sharedFields,
	})
	.strict();

/** POST videos/lipsync: makes a video speak uploaded audio or a text. */
export const videoLipsync: CreateEndpoint = {
	path: 'videos/lipsync',
	parse(fields, state): GenerationRequest {
		const values = parseBody(lipsyncBody, fields);
		// Whether both can be combined is undocumented.
		if (values.audio_path === undefined && values.prompt === undefined) {
			throw createBadRequestError('Parameter audio_path or prompt is required');
		}
		const source = getSource(values, state);
		const audioInput: Record<string, string> =
			values.audio_path === undefined ? {} : { audio_path: values.audio_path };
		return {
			kind: 'video',
			parameters: {
				...getSourceParameters(source),
				model: 'v5',
				prompt: values.prompt ?? source.job?.parameters.prompt,
				quality: source.quality,
				seed: state.drawSeed(),
				sound: true,
				offPeak: values.off_peak_mode === true,
				inputs: { ...source.inputs, ...audioInput },
				extra: {
					lip_sync: {
						prompt: values.prompt ?? '',
						speaker_id: values.speaker_id ?? '',
						audio_path: values.audio_path ?? '',
						original_sound_switch: values.original_sound_switch ?? false,
					},
				},
			},
			uploads: [
				...source.uploads,
				...(values.audio_path === undefined
					? []
					: [{ name: 'audio_path', kind: 'audio' as const }]),
			],
			price: getPrice('v5', source.quality, source),
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
		...sharedFields,
	})
	.strict();

/** POST videos/motion-control: animates a character with the motion of a video. */
export const videoMotionControl: CreateEndpoint = {
	path: 'videos/motion-control',
	parse(fields, state): GenerationRequest {
		const values = parseBody(motionBody, fields);
		const { name } = resolveModel('motion-control', values, 'v5.6');
		const quality = values.quality ?? '720p';
		const { frame_1_path, video_1_path } = values;
		return {
			kind: 'video',
			parameters: {
				model: name,
				quality,
				duration: 5,
				aspectRatio: '',
				seed: state.drawSeed(),
				offPeak: values.off_peak_mode === true,
				inputs: { frame_1_path, video_1_path },
			},
			uploads: [
				{ name: 'frame_1_path', kind: 'image' },
				{ name: 'video_1_path', kind: 'video' },
			],
			price: getVideoPrice({
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
