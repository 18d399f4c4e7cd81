import { deleteOne } from '../made';

/** Deletes one video generation. */
export const deleteVideo = deleteOne('video');
