import { z } from 'zod';
import type { FileKind } from '../files.cts';
import { videoPrice } from '../prices.cts';
import { badRequest } from '../error-responses.cts';
import type { CreateEndpoint, Order } from './endpoint.cts';
import { flag, numbered, prompt, read, row, seconds, seed, shared } from './fields.cts';
import { checkModel, modelFor } from './video-model-rules.cts';

/** The parameters of the reference end at 9, 3 and 3; what seedance-2.5 takes beyond is unknown. */
const MOST = { images: 30, videos: 10, audios: 10 };

const body = z
	.object({
		model: z.string().min(1).optional(),
		prompt,
		...numbered('frame_', '_path', 1, MOST.images),
		...numbered('video_', '_path', 1, MOST.videos),
		...numbered('audio_', '_path', 1, MOST.audios),
		quality: z.string().min(1).optional(),
		duration: seconds.optional(),
		aspect_ratio: z.string().min(1).optional(),
		seed: seed.optional(),
		off_peak_mode: flag.optional(),
		audio: flag.optional(),
		...shared,
	})
	.strict();

/** POST videos/create-fusion: references combined by a prompt. */
export const videoFusion: CreateEndpoint = {
	path: 'videos/create-fusion',
	order(fields, world): Order {
		const given = read(body, fields);
		if (given.prompt === '') throw badRequest('Parameter prompt is required');
		const { name, model } = modelFor('create-fusion', given, 'pixverse-c1');
		const limits = model.fusion ?? { images: 0, videos: 0, audios: 0 };
		const images = row(fields, 'frame_', '_path', MOST.images);
		const videos = row(fields, 'video_', '_path', MOST.videos);
		const audios = row(fields, 'audio_', '_path', MOST.audios);
		for (const [what, found] of Object.entries({ images, videos, audios })) {
			const most = limits[what as keyof typeof limits];
			if (found.length <= most) continue;
			throw badRequest(`Parameter ${found[most]}: ${name} supports ${most} reference ${what}`);
		}
		// Whether a model that takes videos can do without an image is unknown.
		if (images.length === 0 && videos.length === 0) {
			throw badRequest('Parameter frame_1_path is required');
		}
		const chosen = checkModel(name, model, given);
		const all = [...images, ...videos, ...audios];
		return {
			kind: 'video',
			wanted: {
				...chosen,
				prompt: given.prompt,
				aspectRatio: given.aspect_ratio ?? '16:9',
				seed: given.seed ?? world.randomSeed(),
				inputs: Object.fromEntries(all.map((each) => [each, String(fields[each])])),
			},
			uploads: [
				...images.map((each) => ({ name: each, kind: 'image' as FileKind })),
				...videos.map((each) => ({ name: each, kind: 'video' as FileKind })),
				...audios.map((each) => ({ name: each, kind: 'audio' as FileKind })),
			],
			price: videoPrice(chosen),
		};
	},
};
