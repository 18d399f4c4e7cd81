import { getMany } from '../made';

/** Lists the image generations of an account, newest first. */
export const getAll = getMany('image');
