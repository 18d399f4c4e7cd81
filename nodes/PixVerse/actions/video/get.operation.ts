import { createGetOperation } from '../operationFactories';

/** Reads one video generation; one that is still being made as well. */
export const get = createGetOperation('video');
