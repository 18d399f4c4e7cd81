import { z } from 'zod';
import { badRequest } from '../error-responses.cts';
import type { CreateEndpoint, Order } from './endpoint.cts';
import { flag, numbered, read, row, shared } from './fields.cts';

interface MusicModel {
	readonly provider: string;
	readonly promptMax: number;
	readonly lyrics: boolean;
	readonly images: number;
	/** Credits a track. */
	readonly credits: number;
}

const MUSIC_MODELS: Readonly<Record<string, MusicModel>> = {
	'music-2.6': { provider: 'minimax', promptMax: 2000, lyrics: true, images: 0, credits: 40 },
	'music-v1': { provider: 'elevenlabs', promptMax: 4000, lyrics: true, images: 0, credits: 150 },
	'lyria-3-pro-preview': {
		// The word for this provider is not confirmed.
		provider: 'google',
		promptMax: 5000,
		lyrics: false,
		images: 10,
		credits: 20,
	},
};

const MOST_IMAGES = 10;

const body = z
	.object({
		prompt: z.string().min(1),
		model: z.string().min(1).optional(),
		instrumental: flag.optional(),
		lyrics: z.string().max(3500).optional(),
		...numbered('image_path_', '', 1, MOST_IMAGES),
		...shared,
	})
	.strict();

/** POST music/create: one track. */
export const musicCreate: CreateEndpoint = {
	path: 'music/create',
	order(fields): Order {
		const given = read(body, fields);
		const name = given.model ?? 'music-2.6';
		const model = MUSIC_MODELS[name];
		if (!model) throw badRequest(`Parameter model: ${name} is not a known model`);
		if (given.prompt.length > model.promptMax) {
			throw badRequest(`Parameter prompt: ${name} takes up to ${model.promptMax} characters`);
		}
		if (given.lyrics !== undefined && !model.lyrics) {
			throw badRequest(`Parameter lyrics is not supported by ${name}`);
		}
		if (given.lyrics !== undefined && given.instrumental === true) {
			throw badRequest('Parameters lyrics and instrumental are mutually exclusive');
		}
		const images = row(fields, 'image_path_', '', MOST_IMAGES);
		if (images.length > model.images) {
			throw badRequest(`Parameter ${images[model.images]} is not supported by ${name}`);
		}
		return {
			kind: 'music',
			wanted: {
				model: name,
				prompt: given.prompt,
				// Chosen by the model, two to five minutes.
				duration: 202,
				inputs: Object.fromEntries(images.map((each) => [each, String(fields[each])])),
				extra: {
					provider: model.provider,
					auto_lyrics: given.instrumental !== true && given.lyrics === undefined,
				},
			},
			uploads: images.map((each) => ({ name: each, kind: 'image' })),
			price: model.credits,
		};
	},
};
