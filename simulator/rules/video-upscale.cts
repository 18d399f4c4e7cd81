import { z } from 'zod';
import { createBadRequestError } from '../error-responses.cts';
import { getVideoUpscalePrice } from '../prices.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import { flag, parseBody, sharedFields } from './fields.cts';
import { getSourceOrUpload, getSourceParameters, sourceFields } from './video-source.cts';

const TOPAZ_QUALITIES = ['1080p', '2160p'];
const QUALITIES: Readonly<Record<string, readonly string[]>> = {
	'pixverse-upscale': ['2160p'],
	'topaz-proteus': TOPAZ_QUALITIES,
	'topaz-starlight-fast': TOPAZ_QUALITIES,
	'topaz-starlight-precise': TOPAZ_QUALITIES,
};

const body = z
	.object({
		...sourceFields,
		model: z.string().min(1).optional(),
		quality: z.string().min(1).optional(),
		quote: flag.optional(),
		...sharedFields,
	})
	.strict();

/** POST videos/upscale: upscales a generated or uploaded video. */
export const videoUpscale: CreateEndpoint = {
	path: 'videos/upscale',
	parse(fields, state): GenerationRequest {
		const values = parseBody(body, fields);
		const source = getSourceOrUpload(values, state);
		const { model, quality } = resolveUpscaler(QUALITIES, values);
		return {
			kind: 'video',
			parameters: {
				...getSourceParameters(source),
				model: source.job?.parameters.model ?? model,
				prompt: source.job?.parameters.prompt,
				quality,
				seed: source.job?.parameters.seed,
				...(source.job?.parameters.sound ? { sound: true } : {}),
				extra: { upscaled: 1 },
			},
			uploads: source.uploads.map((upload) => ({
				...upload,
				contentTypes: ['video/mp4', 'video/quicktime'],
			})),
			price: getVideoUpscalePrice(model, quality, source.duration),
			quote: values.quote === true,
		};
	},
};

/** Resolves the model and quality of an upscale. @throws 400 for unsupported ones */
export function resolveUpscaler(
	qualities: Readonly<Record<string, readonly string[]>>,
	values: { readonly model?: string | undefined; readonly quality?: string | undefined },
): { model: string; quality: string } {
	const { model = 'pixverse-upscale', quality = '2160p' } = values;
	const supported = qualities[model];
	if (!supported) throw createBadRequestError(`Parameter model: ${model} is not a known model`);
	if (!supported.includes(quality)) {
		throw createBadRequestError(
			`Parameter quality: ${model} supports ${supported.join(', ')}, not ${quality}`,
		);
	}
	return { model, quality };
}
