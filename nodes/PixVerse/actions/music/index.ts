import {
	createDownloadOperation,
	createGetManyOperation,
	createGetOperation,
	createWaitOperation,
} from '../operationFactories';

export { create } from './create.operation';

export const download = createDownloadOperation('music');
export const get = createGetOperation('music');
export const getAll = createGetManyOperation('music');
export const wait = createWaitOperation('music');
