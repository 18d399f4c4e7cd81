import { getMany } from '../operationFactories';

/** Lists the speech generations of an account, newest first. */
export const getAll = getMany('speech');
