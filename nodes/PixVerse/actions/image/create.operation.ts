import { generationTypes } from '../../../shared/api/generationTypes';
import { imageCreateSchema } from '../../../shared/catalog/requestSchemas/image';
import { imageModelDependentFields, imageModelField } from '../../descriptions/imageModel';
import { fileListField } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { defineGeneration } from '../types';

/** Makes one to four images from a prompt, with or without reference images. */
export const create = defineGeneration({
	generationType: generationTypes.image,
	endpoint: 'images/create',
	verbPhrase: 'create the image',
	schema: imageCreateSchema,
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
		imageModelField,
		fileListField({
			displayName: 'Reference Images',
			name: 'referenceImages',
			entry: 'Image',
			description: 'Images to work from, 1 to 14 depending on the model',
		}),
		...imageModelDependentFields,
		option.optionsField(option.createCount, option.imageSeed),
	],
	request: (item) => ({
		prompt: item.getString('prompt'),
		model: item.model(),
		...item.getFileList('referenceImages', 'image_path_#', 'image'),
		quality: item.quality(),
		aspect_ratio: item.aspectRatio(),
		detail_level: item.getString('detailLevel'),
		...item.options(),
	}),
});
