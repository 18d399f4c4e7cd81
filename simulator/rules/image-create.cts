import { z } from 'zod';
import { badRequest } from '../error-responses.cts';
import type { CreateEndpoint, Order } from './endpoint.cts';
import { numbered, read, row, shared } from './fields.cts';
import {
	DETAIL_FACTORS,
	IMAGE_MODELS,
	UNKNOWN_IMAGE_PRICE,
	type ImageModel,
} from './image-models.cts';

const MOST_REFERENCES = 14;

const body = z
	.object({
		// The maximum is unknown.
		prompt: z.string().min(1),
		model: z.string().min(1).optional(),
		quality: z.string().min(1).optional(),
		aspect_ratio: z.string().min(1).optional(),
		detail_level: z.string().min(1).optional(),
		create_count: z.number().int().min(1).max(4).optional(),
		// The range is unknown.
		seed: z.number().int().min(0).max(2_147_483_647).optional(),
		...numbered('image_path_', '', 1, MOST_REFERENCES),
		...shared,
	})
	.strict();

/** POST images/create: one to four images, each a job of its own. */
export const imageCreate: CreateEndpoint = {
	path: 'images/create',
	order(fields, world): Order {
		const given = read(body, fields);
		const name = given.model ?? 'qwen-image';
		const model = IMAGE_MODELS[name];
		if (!model) throw badRequest(`Parameter model: ${name} is not a known model`);
		const quality = given.quality ?? defaultQuality(model);
		among('quality', name, model.qualities, quality);
		const ratio = given.aspect_ratio ?? model.defaultRatio;
		among('aspect_ratio', name, model.ratios, ratio);
		checkDetail(name, model, given.detail_level);
		const references = row(fields, 'image_path_', '', MOST_REFERENCES);
		if (model.references !== undefined && references.length > model.references) {
			throw badRequest(
				`Parameter ${references[model.references]}: ${name} supports ${model.references} reference images`,
			);
		}
		return {
			kind: 'image',
			wanted: {
				model: name,
				prompt: given.prompt,
				quality,
				aspectRatio: ratio,
				seed: given.seed ?? world.randomSeed(),
				inputs: Object.fromEntries(references.map((each) => [each, String(fields[each])])),
			},
			uploads: references.map((each) => ({ name: each, kind: 'image' })),
			price:
				(model.credits[quality] ?? UNKNOWN_IMAGE_PRICE) *
				(DETAIL_FACTORS[given.detail_level ?? ''] ?? 1),
			count: given.create_count ?? 1,
		};
	},
	answer: (ids) => ({ success_ids: ids }),
};

function checkDetail(name: string, model: ImageModel, level: string | undefined): void {
	if (level === undefined) {
		if (model.detail?.required) throw badRequest(`Parameter detail_level is required for ${name}`);
		return;
	}
	if (!model.detail) throw badRequest(`Parameter detail_level is not supported by ${name}`);
	among('detail_level', name, model.detail.levels, level);
}

function among(parameter: string, name: string, allowed: readonly string[], value: string): void {
	if (allowed.includes(value)) return;
	throw badRequest(`Parameter ${parameter}: ${name} supports ${allowed.join(', ')}, not ${value}`);
}

/** Unknown for every model; 1080p is upstream's. */
function defaultQuality(model: ImageModel): string {
	return model.qualities.includes('1080p') ? '1080p' : model.qualities[0]!;
}
