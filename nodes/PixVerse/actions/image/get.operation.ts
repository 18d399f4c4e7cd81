import { createGetOperation } from '../operationFactories';

/** Reads one image generation; one that is still being made as well. */
export const get = createGetOperation('image');
