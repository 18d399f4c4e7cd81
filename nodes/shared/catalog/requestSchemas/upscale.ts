import { z } from 'zod';
import { getOwn } from '../lookup';
import { DEFAULT_UPSCALER, type UpscaleKind, upscalers } from '../upscalers';
import { checkAllowed, createRequestSchema } from '../validationIssues';
import { checkSource } from '../videoRules';
import { getCommonFields, fileSchema, stringSchema } from './fields';

/** `POST videos/upscale` and `POST images/upscale`: one of an ID and a file. */
export function createUpscaleSchema(kind: UpscaleKind) {
	const models = upscalers[kind];
	return createRequestSchema(
		() =>
			z.object({
				...getCommonFields(),
				[`${kind}_id`]: stringSchema,
				[`${kind}_path`]: fileSchema,
				model: stringSchema,
				quality: stringSchema,
			}),
		(body, report) => {
			checkSource(body, report, kind);
			const id = (body.model as string | undefined) ?? DEFAULT_UPSCALER;
			const qualities = getOwn(models, id)?.qualities;
			if (qualities) checkAllowed(body, report, 'quality', id, qualities);
		},
	);
}
