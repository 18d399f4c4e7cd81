import { createWaitOperation } from '../operationFactories';

/** Waits for a image generation that was started before. */
export const wait = createWaitOperation('image');
