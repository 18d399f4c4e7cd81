import { createGetManyOperation } from '../operationFactories';

/** Lists the image generations of an account, newest first. */
export const getAll = createGetManyOperation('image');
