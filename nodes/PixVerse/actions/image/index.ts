import {
	createDeleteOperation,
	createDownloadOperation,
	createGetManyOperation,
	createGetOperation,
	createWaitOperation,
} from '../operationFactories';

export { create } from './create.operation';
export { upscale } from './upscale.operation';

export const deleteImage = createDeleteOperation('image');
export const download = createDownloadOperation('image');
export const get = createGetOperation('image');
export const getAll = createGetManyOperation('image');
export const wait = createWaitOperation('image');
