import { createWaitOperation } from '../operationFactories';

/** Waits for a speech generation that was started before. */
export const wait = createWaitOperation('speech');
