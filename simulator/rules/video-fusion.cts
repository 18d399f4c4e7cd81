import { z } from 'zod';
import type { FileKind } from '../files.cts';
import { getVideoPrice } from '../prices.cts';
import { createBadRequestError } from '../error-responses.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import {
	flag,
	createNumberedFields,
	prompt,
	parseBody,
	relaxMode,
	getNumberedNames,
	seconds,
	seed,
	sharedFields,
} from './fields.cts';
import { applyModelRules, resolveModel } from './video-model-rules.cts';

/** The documented parameters end at 9, 3, and 3. What seedance-2.5 accepts beyond that is undocumented. */
const MAX_REFERENCES = { images: 30, videos: 10, audios: 10 };

const body = z
	.object({
		model: z.string().min(1).optional(),
		prompt,
		...createNumberedFields('frame_', '_path', 1, MAX_REFERENCES.images),
		...createNumberedFields('video_', '_path', 1, MAX_REFERENCES.videos),
		...createNumberedFields('audio_', '_path', 1, MAX_REFERENCES.audios),
		quality: z.string().min(1).optional(),
		duration: seconds.optional(),
		aspect_ratio: z.string().min(1).optional(),
		seed: seed.optional(),
		off_peak_mode: flag.optional(),
		...relaxMode,
		audio: flag.optional(),
		...sharedFields,
	})
	.strict();

/** POST videos/create-fusion: combines references by prompt. */
export const videoFusion: CreateEndpoint = {
	path: 'videos/create-fusion',
	parse(fields, state): GenerationRequest {
		const values = parseBody(body, fields);
		if (values.prompt === '') throw createBadRequestError('Parameter prompt is required');
		const { name, model } = resolveModel('create-fusion', values, 'v5');
		// There are defaults only without a model.
		for (const required of ['duration', 'quality'] as const) {
			if (values.model !== undefined && values[required] === undefined) {
				throw createBadRequestError(`Parameter ${required} is required with model`);
			}
		}
		const limits = model.fusion ?? { images: 0, videos: 0, audios: 0 };
		const images = getNumberedNames(fields, 'frame_', '_path', MAX_REFERENCES.images);
		const videos = getNumberedNames(fields, 'video_', '_path', MAX_REFERENCES.videos);
		const audios = getNumberedNames(fields, 'audio_', '_path', MAX_REFERENCES.audios);
		for (const [type, names] of Object.entries({ images, videos, audios })) {
			const max = limits[type as keyof typeof limits];
			if (names.length <= max) continue;
			throw createBadRequestError(
				`Parameter ${names[max]}: ${name} supports ${max} reference ${type}`,
			);
		}
		// Whether models that accept videos can work without an image is undocumented.
		if (images.length === 0 && videos.length === 0) {
			throw createBadRequestError('Parameter frame_1_path is required');
		}
		const modelParameters = applyModelRules(name, model, values);
		const all = [...images, ...videos, ...audios];
		return {
			kind: 'video',
			parameters: {
				...modelParameters,
				prompt: values.prompt,
				aspectRatio: values.aspect_ratio ?? '16:9',
				seed: values.seed ?? state.drawSeed(),
				inputs: Object.fromEntries(all.map((each) => [each, String(fields[each])])),
			},
			uploads: [
				...images.map((each) => ({ name: each, kind: 'image' as FileKind })),
				...videos.map((each) => ({ name: each, kind: 'video' as FileKind })),
				...audios.map((each) => ({ name: each, kind: 'audio' as FileKind })),
			],
			price: getVideoPrice(modelParameters),
		};
	},
};
