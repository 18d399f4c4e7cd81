import { deleteOne } from '../operationFactories';

/** Deletes one image generation. */
export const deleteImage = deleteOne('image');
