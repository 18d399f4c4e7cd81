import { z } from 'zod';
import { videoPrice } from '../prices.cts';
import { badRequest } from '../error-responses.cts';
import type { World } from '../state.cts';
import type { CreateEndpoint, Order } from './endpoint.cts';
import { flag, prompt, read, seconds, seed, shared, type Fields } from './fields.cts';
import { checkModel, modelFor } from './video-model-rules.cts';
import { VIDEO_MODELS, type VideoModel } from './video-models.cts';
import { sourceFields, sourceOf } from './video-source.cts';

const body = z
	.object({
		model: z.string().min(1).optional(),
		...sourceFields,
		prompt: prompt.optional(),
		duration: seconds.optional(),
		quality: z.string().min(1).optional(),
		audio: flag.optional(),
		seed: seed.optional(),
		off_peak_mode: flag.optional(),
		...shared,
	})
	.strict();

/** POST videos/extend: goes on where a video ends. */
export const videoExtend: CreateEndpoint = {
	path: 'videos/extend',
	order(fields, world): Order {
		const given = read(body, fields);
		const { name, model } = extendModel(given, world);
		if (given.audio === true && name !== 'v6') {
			throw badRequest(`Parameter audio is not supported by ${name} here`);
		}
		const chosen = checkModel(name, model, given);
		const source = sourceOf(given, world);
		return {
			kind: 'video',
			wanted: {
				...chosen,
				prompt: given.prompt,
				aspectRatio: source.job?.wanted.aspectRatio ?? '',
				seed: given.seed ?? world.randomSeed(),
				inputs: source.inputs,
				source: source.job?.id,
				// `duration` is the length of the added part.
				extra: { extended: 1 },
			},
			uploads: source.uploads,
			price: videoPrice(chosen),
		};
	},
};

/** v6 and grok-imagine by the newest page; older sources have v5.5 and v5 too. */
function extendModel(given: Fields, world: World): { name: string; model: VideoModel } {
	if (
		world.faults.switches.extendLegacyModels &&
		(given.model === 'v5' || given.model === 'v5.5')
	) {
		return { name: given.model, model: VIDEO_MODELS[given.model]! };
	}
	const { name, model } = modelFor('extend', given, 'v6');
	// Here grok-imagine adds 2 to 10 s.
	return name === 'grok-imagine'
		? { name, model: { ...model, seconds: { min: 2, max: 10 } } }
		: { name, model };
}
