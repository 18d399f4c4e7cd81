export { deleteAccountOperation } from './delete.operation';
export { get } from './get.operation';
export { getAll } from './getAll.operation';
export { getFeatures } from './getFeatures.operation';
export { upsert } from './upsert.operation';
