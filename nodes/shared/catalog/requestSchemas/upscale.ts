import { z } from 'zod';
import { getOwn } from '../lookup';
import { DEFAULT_UPSCALER, type UpscaleKind, upscalers } from '../upscalers';
import { addError, type RequestSchema } from '../validationIssues';
import { type Body, checkSource } from '../videoRules';
import { commonFields, fileSchema, stringSchema } from './fields';

/** `POST videos/upscale` and `POST images/upscale`: one of an ID and a file. */
export function createUpscaleSchema(kind: UpscaleKind): RequestSchema {
	const models = upscalers[kind];
	return z
		.object({
			...commonFields,
			[`${kind}_id`]: stringSchema,
			[`${kind}_path`]: fileSchema,
			model: stringSchema,
			quality: stringSchema,
		})
		.superRefine((read, refinement) => {
			const body = read as Body;
			checkSource(body, refinement, kind);
			const id = (body.model as string | undefined) ?? DEFAULT_UPSCALER;
			const qualities = getOwn(models, id)?.qualities;
			if (qualities && body.quality !== undefined && !qualities.includes(String(body.quality)))
				addError(
					refinement,
					'quality',
					`is ${String(body.quality)}, but ${id} makes ${qualities.join(', ')}`,
					'Choose one of these, or another model.',
				);
		});
}
