import { createUpscaleSchema } from '../../shared/catalog/requestSchemas/upscale';
import {
	DEFAULT_UPSCALE_QUALITY,
	DEFAULT_UPSCALER,
	type UpscaleKind,
	UPSCALE_FORMATS,
	upscalers,
} from '../../shared/catalog/upscalers';
import { sourceField, withLegacyId } from '../descriptions/inputs';
import {
	buildModelDependentFields,
	COSTS_CREDITS_HINT,
	modelField,
} from '../descriptions/modelDependentFields';
import * as option from '../descriptions/options';
import { defineGeneration, type GenerationOperation, type OperationOption } from './types';

/** Upscales a video or an image: a PixVerse one, or a file. */
export function createUpscaleOperation(
	kind: UpscaleKind,
	{ source, ...shown }: Pick<OperationOption, 'action' | 'description'> & { source: string },
): GenerationOperation {
	const models = upscalers[kind];
	return defineGeneration({
		endpoint: `${kind}s/upscale`,
		verbPhrase: `upscale the ${kind}`,
		schema: createUpscaleSchema(kind),
		option: { name: 'Upscale', value: 'upscale', ...shown },
		fields: () => [
			...(kind === 'video' ? withLegacyId(sourceField(kind, source)) : [sourceField(kind, source)]),
			modelField(models, DEFAULT_UPSCALER, { description: `Model that upscales the ${kind}` }),
			...buildModelDependentFields(
				{
					name: 'quality',
					displayName: 'Quality',
					description: 'Resolution of the result',
					hint: COSTS_CREDITS_HINT,
					placeholder: 'e.g. 2160p',
					getAllowedValues: ({ qualities }) => ({
						values: qualities,
						defaultValue: DEFAULT_UPSCALE_QUALITY,
					}),
				},
				models,
			),
			option.optionsField(),
		],
		request: (item) => ({
			...item.getSource(kind, UPSCALE_FORMATS[kind]),
			model: item.getModel(),
			quality: item.getQuality(),
			...item.getOptions(),
		}),
	});
}
