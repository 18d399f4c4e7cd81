import { createGetManyOperation } from '../operationFactories';

/** Lists the speech generations of an account, newest first. */
export const getAll = createGetManyOperation('speech');
