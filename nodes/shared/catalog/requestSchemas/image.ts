import { z } from 'zod';
import { getOwn } from '../lookup';
import {
	DEFAULT_IMAGE_MODEL,
	getMaxReferenceImages,
	type ImageModel,
	imageModels,
	MAX_IMAGES,
} from '../imageModels';
import { addError, addWarning, type RefinementContext } from '../validationIssues';
import {
	booleanSchema,
	countNumbered,
	fileSchema,
	numberedFields,
	commonFields,
	stringSchema,
	looseObject,
} from './fields';

/** `POST images/create`. */
export const imageCreateSchema = looseObject({
	...commonFields,
	...numberedFields('image_path_#', getMaxReferenceImages(), fileSchema),
	prompt: stringSchema,
	model: stringSchema,
	quality: stringSchema,
	aspect_ratio: stringSchema,
	detail_level: stringSchema,
	create_count: z.number().int().min(1).max(MAX_IMAGES).optional(),
	seed: z.number().int().min(0).optional(),
	relax_mode: booleanSchema,
}).superRefine((read, refinement) => {
	const body = read as Record<string, unknown>;
	if (!body.prompt) addError(refinement, 'prompt', 'is empty', 'Describe the image.');
	const id = (body.model as string | undefined) ?? DEFAULT_IMAGE_MODEL;
	const model = getOwn(imageModels, id);
	if (model) checkImageModel(id, model, body, refinement);
});

function checkImageModel(
	id: string,
	model: ImageModel,
	body: Record<string, unknown>,
	refinement: RefinementContext,
): void {
	const { qualities, aspectRatios, detail, detailLevels, references, unsure } = model;
	if (typeof body.quality === 'string' && !qualities.includes(body.quality))
		addError(
			refinement,
			'quality',
			`is ${body.quality}, but ${id} makes ${qualities.join(', ')}`,
			'Choose one of these, or another model.',
		);
	const ratio = body.aspect_ratio;
	if (typeof ratio === 'string' && !aspectRatios.includes(ratio))
		(unsure?.includes('aspectRatios') ? addWarning : addError)(
			refinement,
			'aspect_ratio',
			`is ${ratio}, but ${id} makes ${aspectRatios.join(', ')}`,
			'Choose one of these, or another model.',
		);
	if (detail === 'required' && body.detail_level === undefined)
		addError(
			refinement,
			'detail_level',
			`is not set, but ${id} needs it`,
			'Choose low, medium or high.',
		);
	if (detail === 'refused' && body.detail_level !== undefined)
		addError(refinement, 'detail_level', `is set, but ${id} refuses it`, 'Leave it empty.');
	if (detailLevels && typeof body.detail_level === 'string' && !(body.detail_level in detailLevels))
		addError(
			refinement,
			'detail_level',
			`is ${body.detail_level}, but ${id} knows ${Object.keys(detailLevels).join(', ')}`,
			'Choose one of these.',
		);
	const images = countNumbered(body, 'image_path_#');
	if (references !== undefined && images > references)
		(unsure?.includes('references') ? addWarning : addError)(
			refinement,
			`image_path_${references + 1}`,
			`is one too many: ${id} takes ${references} reference images`,
			'Remove some, or choose a model that takes more.',
		);
}
