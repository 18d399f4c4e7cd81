import { z } from 'zod';
import { createBadRequestError } from '../error-responses.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import {
	flag,
	createNumberedFields,
	parseBody,
	getNumberedNames,
	sharedFields,
} from './fields.cts';

interface MusicModel {
	readonly provider: string;
	readonly promptMax: number;
	readonly lyrics: boolean;
	readonly images: number;
	/** Credits per track. */
	readonly credits: number;
}

/** The simulator and all tests use this table. */
export const MUSIC_MODELS: Readonly<Record<string, MusicModel>> = {
	'music-2.6': { provider: 'minimax', promptMax: 2000, lyrics: true, images: 0, credits: 40 },
	'music-v1': { provider: 'elevenlabs', promptMax: 4000, lyrics: true, images: 0, credits: 150 },
	'lyria-3-pro-preview': {
		// The name of this provider isn't confirmed.
		provider: 'google',
		promptMax: 5000,
		lyrics: false,
		images: 10,
		credits: 20,
	},
};

const MAX_IMAGES = 10;

const body = z
	.object({
		prompt: z.string().min(1),
		model: z.string().min(1).optional(),
		instrumental: flag.optional(),
		lyrics: z.string().max(3500).optional(),
		...createNumberedFields('image_path_', '', 1, MAX_IMAGES),
		...sharedFields,
	})
	.strict();

/** POST music/create: one track. */
export const musicCreate: CreateEndpoint = {
	path: 'music/create',
	parse(fields): GenerationRequest {
		const values = parseBody(body, fields);
		const name = values.model ?? 'music-2.6';
		const model = MUSIC_MODELS[name];
		if (!model) throw createBadRequestError(`Parameter model: ${name} is not a known model`);
		if (values.prompt.length > model.promptMax) {
			throw createBadRequestError(
				`Parameter prompt: ${name} takes up to ${model.promptMax} characters`,
			);
		}
		if (values.lyrics !== undefined && !model.lyrics) {
			throw createBadRequestError(`Parameter lyrics is not supported by ${name}`);
		}
		if (values.lyrics !== undefined && values.instrumental === true) {
			throw createBadRequestError('Parameters lyrics and instrumental are mutually exclusive');
		}
		const images = getNumberedNames(fields, 'image_path_', '', MAX_IMAGES);
		if (images.length > model.images) {
			throw createBadRequestError(`Parameter ${images[model.images]} is not supported by ${name}`);
		}
		return {
			kind: 'music',
			parameters: {
				model: name,
				prompt: values.prompt,
				// The model chooses the length, typically 2 to 5 minutes.
				duration: 202,
				inputs: Object.fromEntries(images.map((each) => [each, String(fields[each])])),
				extra: {
					provider: model.provider,
					auto_lyrics: values.instrumental !== true && values.lyrics === undefined,
				},
			},
			uploads: images.map((each) => ({ name: each, kind: 'image' })),
			price: model.credits,
		};
	},
};
