import { createGetManyOperation } from '../operationFactories';

/** Lists the video generations of an account, newest first. */
export const getAll = createGetManyOperation('video');
