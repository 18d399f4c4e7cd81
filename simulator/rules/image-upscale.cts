import { z } from 'zod';
import { createApiError, createBadRequestError } from '../error-responses.cts';
import { parseId } from '../ids.cts';
import type { Job } from '../jobs.cts';
import { getImageUpscalePrice } from '../prices.cts';
import type { SimulatorState } from '../state.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import { flag, parseBody, path, sharedFields } from './fields.cts';
import { resolveUpscaler } from './video-upscale.cts';

const QUALITIES: Readonly<Record<string, readonly string[]>> = {
	'pixverse-upscale': ['2160p'],
	'topaz-gigapixel': ['1080p', '1440p', '2160p'],
};

const body = z
	.object({
		image_id: z.string().min(1).optional(),
		image_path: path.optional(),
		model: z.string().min(1).optional(),
		quality: z.string().min(1).optional(),
		quote: flag.optional(),
		...sharedFields,
	})
	.strict();

/** POST images/upscale: upscales a generated or uploaded image. */
export const imageUpscale: CreateEndpoint = {
	path: 'images/upscale',
	parse(fields, state): GenerationRequest {
		const values = parseBody(body, fields);
		if (values.image_id !== undefined && values.image_path !== undefined) {
			throw createBadRequestError('Parameters image_id and image_path are mutually exclusive');
		}
		if (values.image_id === undefined && values.image_path === undefined) {
			throw createBadRequestError('Parameter image_id or image_path is required');
		}
		if (values.image_id !== undefined && values.email !== undefined) {
			throw createBadRequestError('Parameter email is only supported with image_path');
		}
		const { model, quality } = resolveUpscaler(QUALITIES, values);
		const source =
			values.image_id === undefined ? undefined : getFinishedImage(values.image_id, state);
		return {
			kind: 'image',
			parameters: {
				model,
				prompt: source?.parameters.prompt,
				quality,
				aspectRatio: source?.parameters.aspectRatio,
				seed: state.drawSeed(),
				inputs: values.image_path === undefined ? {} : { image_path: values.image_path },
				source: source?.id,
			},
			uploads:
				values.image_path === undefined
					? []
					: [
							{
								name: 'image_path',
								kind: 'image',
								contentTypes: ['image/png', 'image/jpeg', 'image/webp'],
							},
						],
			price: getImageUpscalePrice(model, quality),
			quote: values.quote === true,
		};
	},
};

/**
 * Returns a finished image of a configured account.
 * @throws 400 for a malformed ID, 404 when it doesn't exist or isn't finished
 */
function getFinishedImage(id: string, state: SimulatorState): Job {
	const parsed = parseId(id);
	if (parsed?.kind !== 'image') {
		throw createBadRequestError(`Parameter image_id: unable to parse ${id}`);
	}
	state.accounts.getUsable(parsed.email);
	const job = state.jobs.find(id);
	if (job?.status !== 'COMPLETED') throw createApiError(404, `Image ${id} not found`, false);
	return job;
}
