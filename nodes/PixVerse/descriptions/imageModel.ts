import type { INodeProperties } from 'n8n-workflow';
import {
	DEFAULT_IMAGE_MODEL,
	type ImageModel,
	imageModels,
} from '../../shared/catalog/imageModels';
import { formatImagePrice } from '../../shared/catalog/prices';
import {
	buildModelDependentFields,
	COSTS_CREDITS_HINT,
	type ModelDependentField,
	modelField,
} from './modelDependentFields';

export const imageModelField = modelField(imageModels, DEFAULT_IMAGE_MODEL, {
	description: 'What makes the image. The fields below offer what it can do.',
	hint: COSTS_CREDITS_HINT,
});

const getModel = (id: string) => imageModels[id] as ImageModel;

const fields: ModelDependentField[] = [
	{
		name: 'quality',
		displayName: 'Quality',
		description: 'Resolution of the image. A higher one may cost more credits.',
		emptyValue: '',
		placeholder: 'e.g. 1080p',
		choices: (id) => ({
			values: getModel(id).qualities,
			price: (quality) => formatImagePrice(id, String(quality)),
		}),
	},
	{
		name: 'aspectRatio',
		displayName: 'Aspect Ratio',
		description: 'Shape of the image, width to height',
		emptyValue: '',
		placeholder: 'e.g. 16:9',
		choices: (id) => ({
			values: getModel(id).aspectRatios,
			byDefault: getModel(id).defaultAspectRatio,
		}),
	},
	{
		name: 'detailLevel',
		displayName: 'Detail Level',
		description: 'How much work goes into the image. Halves or doubles the price.',
		emptyValue: '',
		placeholder: 'e.g. medium',
		choices: (id) => {
			const { detail, detailLevels } = getModel(id);
			if (detail === 'unknown') return undefined;
			return { values: Object.keys(detailLevels ?? {}), required: detail === 'required' };
		},
	},
];

/** Quality, ratio and detail as the chosen model offers them. */
export const imageModelDependentFields: INodeProperties[] = fields.flatMap((field) =>
	buildModelDependentFields(field, Object.keys(imageModels)),
);
