export { create } from './create';
export { deleteImage } from './delete';
export { download } from './download';
export { get } from './get';
export { getAll } from './getAll';
export { wait } from './wait';
