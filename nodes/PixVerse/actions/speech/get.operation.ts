import { createGetOperation } from '../operationFactories';

/** Reads one speech generation; one that is still being made as well. */
export const get = createGetOperation('speech');
