import { waitFor } from '../operationFactories';

/** Waits for a speech generation that was started before. */
export const wait = waitFor('speech');
