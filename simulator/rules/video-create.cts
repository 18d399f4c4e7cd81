import { z } from 'zod';
import { createBadRequestError } from '../error-responses.cts';
import { getVideoPrice } from '../prices.cts';
import { EFFECTS, type Effect } from '../seeds/effects.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import {
	flag,
	createNumberedFields,
	path,
	prompt,
	relaxMode,
	parseBody,
	getNumberedNames,
	seconds,
	seed,
	sharedFields,
	soundEffectFields,
} from './fields.cts';
import { applyModelRules, resolveModel } from './video-model-rules.cts';

const body = z
	.object({
		model: z.string().min(1).optional(),
		prompt: prompt.optional(),
		first_frame_path: path.optional(),
		last_frame_path: path.optional(),
		...createNumberedFields('frame_', '_path', 1, 5),
		template_id: z.number().int().optional(),
		duration: seconds.optional(),
		quality: z.string().min(1).optional(),
		aspect_ratio: z.string().min(1).optional(),
		audio: flag.optional(),
		multi_shot: flag.optional(),
		preview_mode: flag.optional(),
		off_peak_mode: flag.optional(),
		...relaxMode,
		seed: seed.optional(),
		...soundEffectFields,
		...sharedFields,
	})
	.strict();
type Body = z.output<typeof body>;

/** POST videos/create: from text, an image, or an effect template. */
export const videoCreate: CreateEndpoint = {
	path: 'videos/create',
	aliases: ['videos/create-v4'],
	parse(fields, state): GenerationRequest {
		const values = parseBody(body, fields);
		const frames = getFrameNames(values);
		if (frames.length > 0 && values.aspect_ratio !== undefined) {
			throw createBadRequestError('Parameter aspect_ratio must not be set with an image');
		}
		const common = {
			prompt: values.prompt,
			seed: values.seed ?? state.drawSeed(),
			inputs: Object.fromEntries(frames.map((name) => [name, fields[name] as string])),
		};
		const uploads = frames.map((name) => ({ name, kind: 'image' as const }));
		if (values.template_id !== undefined)
			return parseTemplateRequest(values, frames, common, uploads);

		const { name, model } = resolveModel('create', values, 'v6');
		if (state.faults.switches.retired.sora && name.startsWith('sora')) {
			throw createBadRequestError(`Parameter model: ${name} is not a known model`);
		}
		const modelParameters = applyModelRules(name, model, values);
		if (model.required?.includes('first_frame_path') && frames.length === 0) {
			throw createBadRequestError(`Parameter first_frame_path is required for ${name}`);
		}
		if (!values.prompt && frames.length === 0)
			throw createBadRequestError('Parameter prompt is required');
		return {
			kind: 'video',
			parameters: {
				...common,
				...modelParameters,
				aspectRatio: frames.length > 0 ? '' : (values.aspect_ratio ?? '16:9'),
			},
			uploads,
			price: getVideoPrice(modelParameters),
		};
	},
};

/** Returns the image parameters that are set. The two naming schemes are mutually exclusive. */
function getFrameNames(values: Body): string[] {
	const named = (['first_frame_path', 'last_frame_path'] as const).filter((name) => values[name]);
	const numberedNames = getNumberedNames(values, 'frame_', '_path', 5);
	if (named.length > 0 && numberedNames.length > 0) {
		throw createBadRequestError(
			`Parameters ${named[0]} and ${numberedNames[0]} are mutually exclusive`,
		);
	}
	return named.length > 0 ? named : numberedNames;
}

function parseTemplateRequest(
	values: Body,
	frames: readonly string[],
	common: { prompt?: string | undefined; seed: number; inputs: Record<string, string> },
	uploads: GenerationRequest['uploads'],
): GenerationRequest {
	const effect = EFFECTS.find((candidate) => candidate.template_id === values.template_id);
	if (!effect)
		throw createBadRequestError(`Parameter template_id: ${values.template_id} is not known`);
	if (values.model !== undefined)
		throw createBadRequestError('Parameter model must not be set with template_id');
	const quality = values.quality ?? effect.qualities[0]!;
	if (!effect.qualities.includes(quality)) {
		throw createBadRequestError(
			`Parameter quality: the template offers ${effect.qualities.join(', ')}, not ${quality}`,
		);
	}
	checkFrameCount(effect, frames.length);
	return {
		kind: effect.template_type === 2 ? 'image' : 'video',
		parameters: {
			...common,
			model: effect.template_model,
			quality,
			// The template decides; the parameter is ignored.
			duration: effect.duration,
			aspectRatio: '',
			offPeak: values.off_peak_mode === true,
			preview: values.preview_mode === true,
			...(effect.template_type === 1 ? { extra: buildTemplateFields(effect) } : {}),
		},
		uploads,
		price: effect.video_base_cost + effect.fixed_cost,
	};
}

/** Type "1" requires exactly one image, "2" exactly two, and "3" or more from two up to that number. */
function checkFrameCount(effect: Effect, count: number): void {
	const max = Number(effect.effect_type);
	const min = Math.min(max, 2);
	if (count >= min && count <= max) return;
	const range = min === max ? `exactly ${max}` : `${min} to ${max}`;
	throw createBadRequestError(`The template needs ${range} images, not ${count}`);
}

function buildTemplateFields(effect: Effect): Record<string, unknown> {
	return {
		template_id: effect.template_id,
		template_name: effect.display_name,
		template_i18n_json: '{}',
		workflow_tag: effect.workflow_tag,
	};
}
