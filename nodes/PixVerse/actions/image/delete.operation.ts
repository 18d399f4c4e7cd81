import { createDeleteOperation } from '../operationFactories';

/** Deletes one image generation. */
export const deleteImage = createDeleteOperation('image');
