import { z } from 'zod';
import { looseObject } from '../../lazySchema';
import { getOwn } from '../lookup';
import {
	DEFAULT_IMAGE_MODEL,
	getMaxReferenceImages,
	imageModels,
	MAX_IMAGES,
} from '../imageModels';
import { type Body, checkAllowed, type Report, createRequestSchema } from '../validationIssues';
import {
	booleanSchema,
	countNumbered,
	fileSchema,
	numberedFields,
	getCommonFields,
	stringSchema,
} from './fields';

/** `POST images/create`. */
export const imageCreateSchema = createRequestSchema(
	() =>
		looseObject({
			...getCommonFields(),
			...numberedFields('image_path_#', getMaxReferenceImages(), fileSchema),
			prompt: stringSchema,
			model: stringSchema,
			quality: stringSchema,
			aspect_ratio: stringSchema,
			detail_level: stringSchema,
			create_count: z.number().int().min(1).max(MAX_IMAGES).optional(),
			seed: z.number().int().min(0).optional(),
			relax_mode: booleanSchema,
		}),
	checkImage,
);

function checkImage(body: Body, report: Report): void {
	if (!body.prompt) report('prompt', 'is empty', 'Describe the image.');
	const id = (body.model as string | undefined) ?? DEFAULT_IMAGE_MODEL;
	const model = getOwn(imageModels, id);
	if (!model) return;
	const { qualities, aspectRatios, detailLevels, references, unverified } = model;
	const isVerified = (property: NonNullable<typeof unverified>[number]) =>
		!unverified?.includes(property);
	checkAllowed(body, report, 'quality', id, qualities);
	checkAllowed(body, report, 'aspect_ratio', id, aspectRatios, isVerified('aspectRatios'));
	const level = body.detail_level;
	if (!detailLevels && level !== undefined)
		report('detail_level', `is set, but ${id} doesn't support it`, 'Leave it empty.');
	if (detailLevels && typeof level === 'string' && !detailLevels.includes(level))
		report(
			'detail_level',
			`is ${level}, but ${id} supports ${detailLevels.join(', ')}`,
			'Choose one of these.',
			isVerified('detailLevels'),
		);
	const images = countNumbered(body, 'image_path_#');
	if (references !== undefined && images > references)
		report(
			`image_path_${references + 1}`,
			`is one too many: ${id} accepts ${references} reference images`,
			'Remove some, or choose a model that accepts more.',
			isVerified('references'),
		);
}
