import { getMaxReferenceImages } from '../../../shared/catalog/imageModels';
import { imageCreateSchema } from '../../../shared/catalog/requestSchemas/image';
import { buildImageModelFields } from '../../descriptions/imageModel';
import { fileListField, prompt } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import { defineGeneration } from '../types';

export const create = defineGeneration({
	endpoint: 'images/create',
	verbPhrase: 'create the image',
	schema: imageCreateSchema,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create an image',
		description: 'Generate images from a prompt, with or without reference images',
	},
	fields: () => [
		prompt({
			placeholder: 'e.g. a red bicycle against a yellow wall, studio light',
			description: 'Description of the image',
		}),
		fileListField({
			displayName: 'Reference Images',
			name: 'referenceImages',
			entry: 'Image',
			description: `Reference images, 1 to ${getMaxReferenceImages()} depending on the model`,
		}),
		...buildImageModelFields(),
		option.optionsField(option.createCount, option.imageSeed, option.relaxMode),
	],
	request: (item) => ({
		prompt: item.getString('prompt'),
		model: item.getModel(),
		...item.getFileList('referenceImages', 'image_path_#', 'image'),
		quality: item.getQuality(),
		aspect_ratio: item.getAspectRatio(),
		detail_level: item.getString('detailLevel'),
		...item.getOptions(),
	}),
});
