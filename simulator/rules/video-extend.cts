import { z } from 'zod';
import { getVideoPrice } from '../prices.cts';
import { createBadRequestError } from '../error-responses.cts';
import type { SimulatorState } from '../state.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import { flag, prompt, parseBody, seconds, seed, sharedFields, type Fields } from './fields.cts';
import { applyModelRules, resolveModel } from './video-model-rules.cts';
import { VIDEO_MODELS, type VideoModel } from './video-models.cts';
import { sourceFields, getSourceOrUpload } from './video-source.cts';

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
		...sharedFields,
	})
	.strict();

/** POST videos/extend: continues a video. */
export const videoExtend: CreateEndpoint = {
	path: 'videos/extend',
	parse(fields, state): GenerationRequest {
		const values = parseBody(body, fields);
		const { name, model } = resolveExtendModel(values, state);
		for (const only of ['audio', 'seed'] as const) {
			if (values[only] === undefined || name === 'v6') continue;
			throw createBadRequestError(`Parameter ${only} is not supported by ${name} here`);
		}
		const modelParameters = applyModelRules(name, model, values);
		const source = getSourceOrUpload(values, state);
		return {
			kind: 'video',
			parameters: {
				...modelParameters,
				prompt: values.prompt,
				aspectRatio: source.job?.parameters.aspectRatio ?? '',
				seed: values.seed ?? state.drawSeed(),
				inputs: source.inputs,
				source: source.job?.id,
				// `duration` is the length of the added part.
				extra: { extended: 1 },
			},
			uploads: source.uploads,
			price: getVideoPrice(modelParameters),
		};
	},
};

/** The newest page lists v6 and grok-imagine; older sources also list v5.5 and v5. */
function resolveExtendModel(
	values: Fields,
	state: SimulatorState,
): { name: string; model: VideoModel } {
	if (
		state.faults.switches.extendLegacyModels &&
		(values.model === 'v5' || values.model === 'v5.5')
	) {
		return { name: values.model, model: VIDEO_MODELS[values.model]! };
	}
	const { name, model } = resolveModel('extend', values, 'v6');
	return { name, model: { ...model, seconds: model.extendSeconds ?? model.seconds } };
}
