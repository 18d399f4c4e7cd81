import { getOne } from '../operationFactories';

/** Reads one video generation; one that is still being made as well. */
export const get = getOne('video');
