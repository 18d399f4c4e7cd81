export { deleteAccountOperation } from './delete';
export { get } from './get';
export { getAll } from './getAll';
export { getFeatures } from './getFeatures';
export { upsert } from './upsert';
