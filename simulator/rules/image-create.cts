import { z } from 'zod';
import { createBadRequestError } from '../error-responses.cts';
import type { CreateEndpoint, GenerationRequest } from './endpoint.cts';
import {
	relaxMode,
	createNumberedFields,
	parseBody,
	getNumberedNames,
	sharedFields,
} from './fields.cts';
import {
	DETAIL_FACTORS,
	IMAGE_MODELS,
	DEFAULT_IMAGE_PRICE,
	type ImageModel,
} from './image-models.cts';

const MAX_REFERENCES = 16;

const body = z
	.object({
		// The maximum is undocumented.
		prompt: z.string().min(1),
		model: z.string().min(1).optional(),
		quality: z.string().min(1).optional(),
		aspect_ratio: z.string().min(1).optional(),
		detail_level: z.string().min(1).optional(),
		create_count: z.number().int().min(1).max(4).optional(),
		// The range is undocumented.
		seed: z.number().int().min(0).max(2_147_483_647).optional(),
		...relaxMode,
		...createNumberedFields('image_path_', '', 1, MAX_REFERENCES),
		...sharedFields,
	})
	.strict();

/** POST images/create: one to four images, each a separate job. */
export const imageCreate: CreateEndpoint = {
	path: 'images/create',
	parse(fields, state): GenerationRequest {
		const values = parseBody(body, fields);
		const name = values.model ?? 'qwen-image';
		const model = IMAGE_MODELS[name];
		if (!model) throw createBadRequestError(`Parameter model: ${name} is not a known model`);
		const quality = values.quality ?? model.qualities[0]!;
		checkAllowed('quality', name, model.qualities, quality);
		const ratio = values.aspect_ratio ?? model.defaultRatio;
		checkAllowed('aspect_ratio', name, model.ratios, ratio);
		checkDetailLevel(name, model, values.detail_level);
		const references = getNumberedNames(fields, 'image_path_', '', MAX_REFERENCES);
		if (model.references !== undefined && references.length > model.references) {
			throw createBadRequestError(
				`Parameter ${references[model.references]}: ${name} supports ${model.references} reference images`,
			);
		}
		return {
			kind: 'image',
			parameters: {
				model: name,
				prompt: values.prompt,
				quality,
				aspectRatio: ratio,
				seed: values.seed ?? state.drawSeed(),
				inputs: Object.fromEntries(references.map((each) => [each, String(fields[each])])),
			},
			uploads: references.map((each) => ({ name: each, kind: 'image' })),
			price:
				(model.credits[quality] ?? DEFAULT_IMAGE_PRICE) *
				(DETAIL_FACTORS[values.detail_level ?? ''] ?? 1),
			count: values.create_count ?? 1,
		};
	},
	buildResponse: (ids) => ({ success_ids: ids }),
};

function checkDetailLevel(name: string, model: ImageModel, level: string | undefined): void {
	if (level === undefined) return;
	if (!model.detailLevels)
		throw createBadRequestError(`Parameter detail_level is not supported by ${name}`);
	checkAllowed('detail_level', name, model.detailLevels, level);
}

function checkAllowed(
	parameter: string,
	name: string,
	allowed: readonly string[],
	value: string,
): void {
	if (allowed.includes(value)) return;
	throw createBadRequestError(
		`Parameter ${parameter}: ${name} supports ${allowed.join(', ')}, not ${value}`,
	);
}
