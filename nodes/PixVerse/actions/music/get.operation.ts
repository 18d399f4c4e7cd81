import { createGetOperation } from '../operationFactories';

/** Reads one music generation; one that is still being made as well. */
export const get = createGetOperation('music');
