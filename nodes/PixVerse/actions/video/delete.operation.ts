import { createDeleteOperation } from '../operationFactories';

/** Deletes one video generation. */
export const deleteVideo = createDeleteOperation('video');
