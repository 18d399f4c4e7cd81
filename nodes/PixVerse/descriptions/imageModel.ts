import type { INodeProperties } from 'n8n-workflow';
import type { ImageModel } from '../../shared/catalog/imageModels';
import { DEFAULT_IMAGE_MODEL, imageModels } from '../../shared/catalog/imageModels';
import { imagePriceInWords } from '../../shared/catalog/prices';
import type { Following } from './modelDependentFields';
import { COSTS, following, modelPicker } from './modelDependentFields';

export const imageModel = modelPicker(imageModels, DEFAULT_IMAGE_MODEL, {
	description: 'What makes the image. The fields below offer what it can do.',
	hint: COSTS,
});

const known = (id: string) => imageModels[id] as ImageModel;

const fields: Following[] = [
	{
		name: 'quality',
		displayName: 'Quality',
		description: 'Resolution of the image. A higher one may cost more credits.',
		unset: '',
		placeholder: 'e.g. 1080p',
		choices: (id) => ({
			values: known(id).qualities,
			price: (quality) => imagePriceInWords(id, String(quality)),
		}),
	},
	{
		name: 'aspectRatio',
		displayName: 'Aspect Ratio',
		description: 'Shape of the image, width to height',
		unset: '',
		placeholder: 'e.g. 16:9',
		choices: (id) => ({
			values: known(id).aspectRatios,
			byDefault: known(id).defaultAspectRatio,
		}),
	},
	{
		name: 'detailLevel',
		displayName: 'Detail Level',
		description: 'How much work goes into the image. Halves or doubles the price.',
		unset: '',
		placeholder: 'e.g. medium',
		choices: (id) => {
			const { detail, detailLevels } = known(id);
			if (detail === 'unknown') return undefined;
			return { values: Object.keys(detailLevels ?? {}), required: detail === 'required' };
		},
	},
];

/** Quality, ratio and detail as the chosen model offers them. */
export const followingImageModel: INodeProperties[] = fields.flatMap((field) =>
	following(field, Object.keys(imageModels)),
);
