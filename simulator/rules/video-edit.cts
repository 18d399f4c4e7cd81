import { z } from 'zod';
import { getVideoPrice } from '../prices.cts';
import { createBadRequestError } from '../error-responses.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import {
	flag,
	path,
	prompt,
	parseBody,
	relaxMode,
	seed,
	sharedFields,
	textOrNumber,
} from './fields.cts';
import { resolveModel } from './video-model-rules.cts';
import { VIDEO_MODELS } from './video-models.cts';
import {
	getSource,
	getSourceOrUpload,
	getSourceParameters,
	requireNative,
	sourceFields,
} from './video-source.cts';

const modifyBody = z
	.object({
		model: z.string().min(1).optional(),
		prompt: prompt.min(1),
		...sourceFields,
		quality: z.enum(['720p', '540p', '360p']).optional(),
		seed: seed.optional(),
		off_peak_mode: flag.optional(),
		...relaxMode,
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
			// Priced like v5, whose figures are higher.
			price: getVideoPrice({ model: 'v5', quality, duration: source.duration }),
		};
	},
};

const lipsyncBody = z
	.object({
		// Which models are supported is undocumented.
		model: z.string().min(1).optional(),
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
		const name = values.model ?? 'v5';
		if (!VIDEO_MODELS[name]) {
			throw createBadRequestError(`Parameter model: ${name} is not a known model`);
		}
		// Whether both can be combined is undocumented.
		if (values.audio_path === undefined && values.prompt === undefined) {
			throw createBadRequestError('Parameter audio_path or prompt is required');
		}
		const source = getSourceOrUpload(values, state);
		const audioInput: Record<string, string> =
			values.audio_path === undefined ? {} : { audio_path: values.audio_path };
		return {
			kind: 'video',
			parameters: {
				...getSourceParameters(source),
				model: name,
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
					: [{ name: 'audio_path', kind: 'audio' as const, seconds: { min: 0, max: 60 } }]),
			],
			price: getVideoPrice({ model: name, quality: source.quality, duration: source.duration }),
		};
	},
};

const MOTION_SECONDS = 5;

const motionBody = z
	.object({
		frame_1_path: path,
		video_1_path: path,
		model: z.string().min(1).optional(),
		quality: z.enum(['360p', '540p', '720p']).optional(),
		off_peak_mode: flag.optional(),
		...relaxMode,
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
				duration: MOTION_SECONDS,
				aspectRatio: '',
				seed: state.drawSeed(),
				offPeak: values.off_peak_mode === true,
				inputs: { frame_1_path, video_1_path },
			},
			uploads: [
				{ name: 'frame_1_path', kind: 'image' },
				{ name: 'video_1_path', kind: 'video' },
			],
			// The API uses the duration of the motion video. The simulator doesn't read it.
			price: getVideoPrice({ model: name, quality, duration: MOTION_SECONDS }),
		};
	},
};
