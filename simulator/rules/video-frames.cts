import { z } from 'zod';
import { getVideoPrice } from '../prices.cts';
import { createBadRequestError } from '../error-responses.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import {
	flag,
	createNumberedFields,
	path,
	prompt,
	parseBody,
	relaxMode,
	getNumberedNames,
	seconds,
	seed,
	sharedFields,
	soundEffectFields,
	type Fields,
} from './fields.cts';
import { applyModelRules, resolveModel } from './video-model-rules.cts';

const framesBody = z
	.object({
		model: z.string().min(1).optional(),
		first_frame_path: path,
		last_frame_path: path,
		prompt: prompt.optional(),
		quality: z.string().min(1).optional(),
		duration: seconds.optional(),
		seed: seed.optional(),
		audio: flag.optional(),
		preview_mode: flag.optional(),
		off_peak_mode: flag.optional(),
		...relaxMode,
		...soundEffectFields,
		...sharedFields,
	})
	.strict();

/** POST videos/create-frames: from a first and a last frame. */
export const videoFrames: CreateEndpoint = {
	path: 'videos/create-frames',
	parse(fields, state): GenerationRequest {
		const values = parseBody(framesBody, fields);
		const { name, model } = resolveModel('create-frames', values, 'v5.6');
		const modelParameters = applyModelRules(name, model, values);
		const { first_frame_path, last_frame_path } = values;
		return {
			kind: 'video',
			parameters: {
				...modelParameters,
				prompt: values.prompt,
				aspectRatio: '',
				seed: values.seed ?? state.drawSeed(),
				inputs: { first_frame_path, last_frame_path },
			},
			uploads: [
				{ name: 'first_frame_path', kind: 'image' },
				{ name: 'last_frame_path', kind: 'image' },
			],
			price: getVideoPrice(modelParameters),
		};
	},
};

const MAX_FRAMES = 7;
const segments = Array.from(
	{ length: MAX_FRAMES - 1 },
	(_, index) => `${index + 1}_to_${index + 2}`,
);
/** The API reference lists integers but shows strings in its sample. The range is undocumented. */
const segmentSeconds = z.union([seconds, z.string().regex(/^[1-9]\d*$/, 'must be whole seconds')]);

const transitionBody = z
	.object({
		model: z.string().min(1).optional(),
		frame_1_path: path,
		frame_2_path: path,
		...createNumberedFields('frame_', '_path', 3, MAX_FRAMES),
		...Object.fromEntries(segments.map((each) => [`duration_${each}`, segmentSeconds.optional()])),
		...Object.fromEntries(segments.map((each) => [`prompt_${each}`, prompt.optional()])),
		quality: z.string().min(1).optional(),
		seed: seed.optional(),
		audio: flag.optional(),
		preview_mode: flag.optional(),
		off_peak_mode: flag.optional(),
		...relaxMode,
		...soundEffectFields,
		...sharedFields,
	})
	.strict();

/** POST videos/create-transition: through two to seven frames. */
export const videoTransition: CreateEndpoint = {
	path: 'videos/create-transition',
	parse(fields, state): GenerationRequest {
		const values = parseBody(transitionBody, fields);
		const frames = getNumberedNames(fields, 'frame_', '_path', MAX_FRAMES);
		const fallback = frames.length === 2 ? 'v5.6' : 'v5';
		const { name, model } = resolveModel('create-transition', values, fallback);
		if (frames.length > (model.transition ?? 0)) {
			throw createBadRequestError(
				`Parameter model: ${name} supports ${model.transition} frames here`,
			);
		}
		if (values.audio === true && (frames.length > 2 || name === 'v5')) {
			throw createBadRequestError('Parameter audio needs 2 frames and v5.5 or v5.6');
		}
		checkSegments(fields, frames.length);
		const used = segments.slice(0, frames.length - 1);
		// The default duration of a segment is undocumented; assumed to be 5 s.
		const durations = used.map((segment) => Number(fields[`duration_${segment}`] ?? 5));
		const modelParameters = applyModelRules(name, model, { ...values, duration: undefined });
		return {
			kind: 'video',
			parameters: {
				...modelParameters,
				prompt: used
					.map((segment) => fields[`prompt_${segment}`] ?? '')
					.join(' ')
					.trim(),
				duration: durations.reduce((sum, duration) => sum + duration, 0),
				aspectRatio: '',
				seed: values.seed ?? state.drawSeed(),
				inputs: Object.fromEntries(frames.map((frame) => [frame, String(fields[frame])])),
			},
			uploads: frames.map((frame) => ({ name: frame, kind: 'image' })),
			price: durations.reduce(
				(sum, duration) => sum + getVideoPrice({ ...modelParameters, duration }),
				0,
			),
		};
	},
};

/** Rejects parameters of segments whose frames are missing. */
function checkSegments(fields: Fields, frames: number): void {
	for (const segment of segments.slice(frames - 1)) {
		for (const name of [`duration_${segment}`, `prompt_${segment}`]) {
			if (fields[name] === undefined) continue;
			throw createBadRequestError(`Parameter ${name} needs frame_${segment.split('_to_')[1]}_path`);
		}
	}
}
