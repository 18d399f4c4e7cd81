import type { INodeProperties } from 'n8n-workflow';
import {
	DEFAULT_IMAGE_MODEL,
	type ImageModel,
	imageModels,
} from '../../shared/catalog/imageModels';
import { formatImagePrice } from '../../shared/catalog/prices';
import {
	buildModelDependentFields,
	type ModelDependentField,
	modelField,
} from './modelDependentFields';

const fields: Array<ModelDependentField<ImageModel>> = [
	{
		name: 'quality',
		displayName: 'Quality',
		description: 'Resolution of the image. Higher resolutions can use more credits.',
		placeholder: 'e.g. 1080p',
		getAllowedValues: ({ qualities }, id) => ({
			values: qualities,
			defaultValue: qualities[0],
			price: (quality) => formatImagePrice(id, String(quality)),
		}),
	},
	{
		name: 'aspectRatio',
		displayName: 'Aspect Ratio',
		description: 'Aspect ratio of the image, width to height',
		placeholder: 'e.g. 16:9',
		getAllowedValues: ({ aspectRatios }) => ({
			values: aspectRatios,
			defaultValue: aspectRatios[0],
		}),
	},
	{
		name: 'detailLevel',
		displayName: 'Detail Level',
		description: 'Level of detail of the image. Halves or doubles the price.',
		placeholder: 'e.g. medium',
		getAllowedValues: ({ detailLevels = [] }) => ({ values: detailLevels }),
	},
];

/** The model, and what depends on it. */
export const buildImageModelFields = (): INodeProperties[] => [
	modelField(imageModels, DEFAULT_IMAGE_MODEL, {
		description: 'Model that generates the image. The fields below only offer values it supports.',
	}),
	...fields.flatMap((field) => buildModelDependentFields(field, imageModels)),
];
