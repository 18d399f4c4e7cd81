import { families } from '../../../shared/api/generationTypes';
import { imageCreate } from '../../../shared/catalog/requestSchemas/image';
import { followingImageModel, imageModel } from '../../descriptions/imageModel';
import { mediaList } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { generation } from '../types';

/** Makes one to four images from a prompt, with or without reference images. */
export const create = generation({
	family: families.image,
	endpoint: 'images/create',
	task: 'create the image',
	contract: imageCreate,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create image',
		description: 'Make images from a prompt, with or without reference images',
	},
	fields: [
		prompt({
			placeholder: 'e.g. a red bicycle against a yellow wall, studio light',
			description: 'What the image shows',
		}),
		imageModel,
		mediaList({
			displayName: 'Reference Images',
			name: 'referenceImages',
			entry: 'Image',
			description: 'Images to work from, 1 to 14 depending on the model',
		}),
		...followingImageModel,
		option.options(option.createCount, option.imageSeed),
	],
	request: (item) => ({
		prompt: item.text('prompt'),
		model: item.model(),
		...item.mediaList('referenceImages', 'image_path_#', 'image'),
		quality: item.quality(),
		aspect_ratio: item.aspectRatio(),
		detail_level: item.text('detailLevel'),
		...item.options(),
	}),
});
