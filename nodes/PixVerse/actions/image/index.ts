import { createDeleteOperation, createJobOperations } from '../operationFactories';

export { create } from './create.operation';
export { upscale } from './upscale.operation';

export const deleteImage = createDeleteOperation('image');
export const { download, get, getAll, wait } = createJobOperations('image');
