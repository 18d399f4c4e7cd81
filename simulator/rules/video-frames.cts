import { z } from 'zod';
import { videoPrice } from '../prices.cts';
import { badRequest } from '../error-responses.cts';
import type { CreateEndpoint, Order } from './endpoint.cts';
import {
	flag,
	numbered,
	path,
	prompt,
	read,
	row,
	seconds,
	seed,
	shared,
	soundEffects,
	type Fields,
} from './fields.cts';
import { checkModel, modelFor } from './video-model-rules.cts';

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
		...soundEffects,
		...shared,
	})
	.strict();

/** POST videos/create-frames: from a first and a last frame. */
export const videoFrames: CreateEndpoint = {
	path: 'videos/create-frames',
	order(fields, world): Order {
		const given = read(framesBody, fields);
		const { name, model } = modelFor('create-frames', given, 'v5.6');
		const chosen = checkModel(name, model, given);
		const { first_frame_path, last_frame_path } = given;
		return {
			kind: 'video',
			wanted: {
				...chosen,
				prompt: given.prompt,
				aspectRatio: '',
				seed: given.seed ?? world.randomSeed(),
				inputs: { first_frame_path, last_frame_path },
			},
			uploads: [
				{ name: 'first_frame_path', kind: 'image' },
				{ name: 'last_frame_path', kind: 'image' },
			],
			price: videoPrice(chosen),
		};
	},
};

const MOST_FRAMES = 7;
const segments = Array.from(
	{ length: MOST_FRAMES - 1 },
	(_, index) => `${index + 1}_to_${index + 2}`,
);
/** Integers by the table of the reference, texts in its sample; the range is unknown. */
const segmentSeconds = z.union([seconds, z.string().regex(/^[1-9]\d*$/, 'must be whole seconds')]);

const transitionBody = z
	.object({
		model: z.string().min(1).optional(),
		frame_1_path: path,
		frame_2_path: path,
		...numbered('frame_', '_path', 3, MOST_FRAMES),
		...Object.fromEntries(segments.map((each) => [`duration_${each}`, segmentSeconds.optional()])),
		...Object.fromEntries(segments.map((each) => [`prompt_${each}`, prompt.optional()])),
		quality: z.string().min(1).optional(),
		seed: seed.optional(),
		audio: flag.optional(),
		preview_mode: flag.optional(),
		off_peak_mode: flag.optional(),
		...soundEffects,
		...shared,
	})
	.strict();

/** POST videos/create-transition: through two to seven frames. */
export const videoTransition: CreateEndpoint = {
	path: 'videos/create-transition',
	order(fields, world): Order {
		const given = read(transitionBody, fields);
		const frames = row(fields, 'frame_', '_path', MOST_FRAMES);
		const { name, model } = modelFor('create-transition', given, 'v5');
		if (frames.length > (model.transition ?? 0)) {
			throw badRequest(`Parameter model: ${name} supports ${model.transition} frames here`);
		}
		checkSegments(fields, frames.length);
		const used = segments.slice(0, frames.length - 1);
		// A segment without a duration: unknown, taken to be 5 s.
		const each = used.map((segment) => Number(fields[`duration_${segment}`] ?? 5));
		const chosen = checkModel(name, model, { ...given, duration: undefined });
		return {
			kind: 'video',
			wanted: {
				...chosen,
				prompt: used
					.map((segment) => fields[`prompt_${segment}`] ?? '')
					.join(' ')
					.trim(),
				duration: each.reduce((sum, duration) => sum + duration, 0),
				aspectRatio: '',
				seed: given.seed ?? world.randomSeed(),
				inputs: Object.fromEntries(frames.map((frame) => [frame, String(fields[frame])])),
			},
			uploads: frames.map((frame) => ({ name: frame, kind: 'image' })),
			price: each.reduce((sum, duration) => sum + videoPrice({ ...chosen, duration }), 0),
		};
	},
};

/** A segment needs the frames that it lies between. */
function checkSegments(fields: Fields, frames: number): void {
	for (const segment of segments.slice(frames - 1)) {
		for (const name of [`duration_${segment}`, `prompt_${segment}`]) {
			if (fields[name] === undefined) continue;
			throw badRequest(`Parameter ${name} needs frame_${segment.split('_to_')[1]}_path`);
		}
	}
}
