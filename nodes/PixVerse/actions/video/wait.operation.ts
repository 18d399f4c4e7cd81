import { createWaitOperation } from '../operationFactories';

/** Waits for a video generation that was started before. */
export const wait = createWaitOperation('video');
