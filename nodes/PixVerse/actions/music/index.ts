import { createJobOperations } from '../operationFactories';

export { create } from './create.operation';
export const { download, get, getAll, wait } = createJobOperations('music');
