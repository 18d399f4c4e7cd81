import { createWaitOperation } from '../operationFactories';

/** Waits for a music generation that was started before. */
export const wait = createWaitOperation('music');
