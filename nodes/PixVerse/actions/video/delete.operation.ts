import { deleteOne } from '../operationFactories';

/** Deletes one video generation. */
export const deleteVideo = deleteOne('video');
