import { z } from 'zod';
import { createApiError, createBadRequestError } from '../error-responses.cts';
import { getVideoPrice } from '../prices.cts';
import { RESTYLES } from '../seeds/restyles.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import { flag, parseBody, prompt, seed, sharedFields, textOrNumber } from './fields.cts';
import { resolveModel } from './video-model-rules.cts';
import { getSource, getSourceParameters, sourceFields } from './video-source.cts';

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
		if (state.faults.switches.retired.restyle) throw createApiError(404, 'Not found');
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
			price: getVideoPrice({ model: name, quality: source.quality, duration: source.duration }),
		};
	},
};
