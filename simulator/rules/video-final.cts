import { z } from 'zod';
import { createBadRequestError } from '../error-responses.cts';
import { getVideoPrice } from '../prices.cts';
import { canCreateFinal } from '../serializers/video.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import { flag, parseBody, sharedFieldsWithoutEmail } from './fields.cts';
import { getFinishedVideo } from './video-source.cts';

const body = z
	.object({
		video_id: z.string().min(1),
		quality: z.enum(['1080p', '2160p']).optional(),
		relax_mode: flag.optional(),
		...sharedFieldsWithoutEmail,
	})
	.strict();

/** POST videos/create-final: renders the final of a draft, as often as requested within 14 days. */
export const videoFinal: CreateEndpoint = {
	path: 'videos/create-final',
	parse(fields, state): GenerationRequest {
		const values = parseBody(body, fields);
		const draft = getFinishedVideo(values.video_id, state);
		if (!draft.parameters.draft) {
			throw createBadRequestError(`Parameter video_id: ${draft.id} is not a draft`);
		}
		if (!canCreateFinal(state, draft)) {
			throw createBadRequestError(`Parameter video_id: the draft ${draft.id} has expired`);
		}
		const { prompt, duration = 5, aspectRatio, seed, inputs } = draft.parameters;
		const quality = values.quality ?? '1080p';
		return {
			kind: 'video',
			parameters: {
				model: 'seedance-2.5',
				prompt,
				quality,
				duration,
				aspectRatio,
				seed,
				sound: true,
				relaxed: values.relax_mode !== false,
				inputs,
				source: draft.id,
			},
			uploads: [],
			price: getVideoPrice({ model: 'seedance-2.5', quality, duration }),
		};
	},
};
