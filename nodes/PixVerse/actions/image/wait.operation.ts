import { waitFor } from '../operationFactories';

/** Waits for a image generation that was started before. */
export const wait = waitFor('image');
