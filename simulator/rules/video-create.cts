import { z } from 'zod';
import { badRequest } from '../error-responses.cts';
import { videoPrice } from '../prices.cts';
import { EFFECTS, type Effect } from '../seeds/effects.cts';
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
} from './fields.cts';
import { checkModel, modelFor } from './video-model-rules.cts';

const body = z
	.object({
		model: z.string().min(1).optional(),
		prompt: prompt.optional(),
		first_frame_path: path.optional(),
		last_frame_path: path.optional(),
		...numbered('frame_', '_path', 1, 5),
		template_id: z.number().int().optional(),
		duration: seconds.optional(),
		quality: z.string().min(1).optional(),
		aspect_ratio: z.string().min(1).optional(),
		audio: flag.optional(),
		multi_shot: flag.optional(),
		preview_mode: flag.optional(),
		off_peak_mode: flag.optional(),
		seed: seed.optional(),
		...soundEffects,
		...shared,
	})
	.strict();
type Body = z.output<typeof body>;

/** POST videos/create: from text, from an image, or with an effect template. */
export const videoCreate: CreateEndpoint = {
	path: 'videos/create',
	aliases: ['videos/create-v4'],
	order(fields, world): Order {
		const given = read(body, fields);
		const frames = framesOf(given);
		if (frames.length > 0 && given.aspect_ratio !== undefined) {
			throw badRequest('Parameter aspect_ratio must not be set with an image');
		}
		const common = {
			prompt: given.prompt,
			seed: given.seed ?? world.randomSeed(),
			inputs: Object.fromEntries(frames.map((name) => [name, fields[name] as string])),
		};
		const uploads = frames.map((name) => ({ name, kind: 'image' as const }));
		if (given.template_id !== undefined) return fromTemplate(given, frames, common, uploads);

		const { name, model } = modelFor('create', given, 'v6');
		const chosen = checkModel(name, model, given);
		if (model.imageOnly && frames.length === 0) {
			throw badRequest(`Parameter first_frame_path is required for ${name}`);
		}
		if (!given.prompt && frames.length === 0) throw badRequest('Parameter prompt is required');
		return {
			kind: 'video',
			wanted: {
				...common,
				...chosen,
				aspectRatio: frames.length > 0 ? '' : (given.aspect_ratio ?? '16:9'),
			},
			uploads,
			price: videoPrice(chosen),
		};
	},
};

/** The image parameters that are set. The two ways to give them exclude each other. */
function framesOf(given: Body): string[] {
	const named = (['first_frame_path', 'last_frame_path'] as const).filter((name) => given[name]);
	const numberedOnes = row(given, 'frame_', '_path', 5);
	if (named.length > 0 && numberedOnes.length > 0) {
		throw badRequest(`Parameters ${named[0]} and ${numberedOnes[0]} are mutually exclusive`);
	}
	return named.length > 0 ? named : numberedOnes;
}

function fromTemplate(
	given: Body,
	frames: readonly string[],
	common: { prompt?: string | undefined; seed: number; inputs: Record<string, string> },
	uploads: Order['uploads'],
): Order {
	const effect = EFFECTS.find((candidate) => candidate.template_id === given.template_id);
	if (!effect) throw badRequest(`Parameter template_id: ${given.template_id} is not known`);
	if (given.model !== undefined)
		throw badRequest('Parameter model must not be set with template_id');
	const quality = given.quality ?? effect.qualities[0]!;
	if (!effect.qualities.includes(quality)) {
		throw badRequest(
			`Parameter quality: the template offers ${effect.qualities.join(', ')}, not ${quality}`,
		);
	}
	checkFrameCount(effect, frames.length);
	return {
		kind: effect.template_type === 2 ? 'image' : 'video',
		wanted: {
			...common,
			model: effect.template_model,
			quality,
			// The template's own: the parameter is ignored.
			duration: effect.duration,
			aspectRatio: '',
			offPeak: given.off_peak_mode === true,
			preview: given.preview_mode === true,
			...(effect.template_type === 1 ? { extra: templateFields(effect) } : {}),
		},
		uploads,
		price: effect.video_base_cost + effect.fixed_cost,
	};
}

/** Type "1" takes exactly one image, "2" exactly two, "3" and more from two up to that number. */
function checkFrameCount(effect: Effect, count: number): void {
	const most = Number(effect.effect_type);
	const least = Math.min(most, 2);
	if (count >= least && count <= most) return;
	const range = least === most ? `exactly ${most}` : `${least} to ${most}`;
	throw badRequest(`The template needs ${range} images, not ${count}`);
}

function templateFields(effect: Effect): Record<string, unknown> {
	return {
		template_id: effect.template_id,
		template_name: effect.display_name,
		template_i18n_json: '{}',
		workflow_tag: effect.workflow_tag,
	};
}
