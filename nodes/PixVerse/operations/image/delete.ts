import { deleteOne } from '../made';

/** Deletes one image generation. */
export const deleteImage = deleteOne('image');
