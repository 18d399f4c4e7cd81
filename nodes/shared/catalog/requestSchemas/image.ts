import { z } from 'zod';
import { entryOf } from '../lookup';
import type { ImageModel } from '../imageModels';
import { DEFAULT_IMAGE_MODEL, MOST_IMAGES, MOST_REFERENCES, imageModels } from '../imageModels';
import type { Refinement } from '../validationIssues';
import { doubt, object } from '../validationIssues';
import { countOf, file, numbered, shared, text, whole } from './fields';

/** `POST images/create`. */
export const imageCreate = whole({
	...shared,
	...numbered('image_path_#', MOST_REFERENCES, file),
	prompt: text,
	model: text,
	quality: text,
	aspect_ratio: text,
	detail_level: text,
	create_count: z.number().int().min(1).max(MOST_IMAGES).optional(),
	seed: z.number().int().min(0).optional(),
}).superRefine((read, refinement) => {
	const body = read as Record<string, unknown>;
	if (!body.prompt) object(refinement, 'prompt', 'is empty', 'Describe the image.');
	const id = (body.model as string | undefined) ?? DEFAULT_IMAGE_MODEL;
	const model = entryOf(imageModels, id);
	if (model) checkImageModel(id, model, body, refinement);
});

function checkImageModel(
	id: string,
	model: ImageModel,
	body: Record<string, unknown>,
	refinement: Refinement,
): void {
	const { qualities, aspectRatios, detail, detailLevels, references, unsure } = model;
	if (typeof body.quality === 'string' && !qualities.includes(body.quality))
		object(
			refinement,
			'quality',
			`is ${body.quality}, but ${id} makes ${qualities.join(', ')}`,
			'Choose one of these, or another model.',
		);
	const ratio = body.aspect_ratio;
	if (typeof ratio === 'string' && !aspectRatios.includes(ratio))
		(unsure?.includes('aspectRatios') ? doubt : object)(
			refinement,
			'aspect_ratio',
			`is ${ratio}, but ${id} makes ${aspectRatios.join(', ')}`,
			'Choose one of these, or another model.',
		);
	if (detail === 'required' && body.detail_level === undefined)
		object(
			refinement,
			'detail_level',
			`is not set, but ${id} needs it`,
			'Choose low, medium or high.',
		);
	if (detail === 'refused' && body.detail_level !== undefined)
		object(refinement, 'detail_level', `is set, but ${id} refuses it`, 'Leave it empty.');
	if (detailLevels && typeof body.detail_level === 'string' && !(body.detail_level in detailLevels))
		object(
			refinement,
			'detail_level',
			`is ${body.detail_level}, but ${id} knows ${Object.keys(detailLevels).join(', ')}`,
			'Choose one of these.',
		);
	const images = countOf(body, 'image_path_#');
	if (references !== undefined && images > references)
		(unsure?.includes('references') ? doubt : object)(
			refinement,
			`image_path_${references + 1}`,
			`is one too many: ${id} takes ${references} reference images`,
			'Remove some, or choose a model that takes more.',
		);
}
