import { createGetManyOperation } from '../operationFactories';

/** Lists the music generations of an account, newest first. */
export const getAll = createGetManyOperation('music');
