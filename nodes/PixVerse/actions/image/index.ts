import { createJobOperations } from '../operationFactories';
import { createUpscaleOperation } from '../upscale';

export { create } from './create.operation';

export const upscale = createUpscaleOperation('image', {
	action: 'Upscale an image',
	description: 'Increase the resolution of a PixVerse image or of any other image up to 4K',
	source: 'Image to upscale: a PixVerse image, or a JPG, PNG, or WebP below 4K',
});

export const { delete: deleteImage, download, get, getAll, wait } = createJobOperations('image');
