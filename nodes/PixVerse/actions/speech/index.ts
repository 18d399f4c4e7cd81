import {
	createDownloadOperation,
	createGetManyOperation,
	createGetOperation,
	createWaitOperation,
} from '../operationFactories';

export { create } from './create.operation';
export { getModels } from './getModels.operation';
export { getVoices } from './getVoices.operation';

export const download = createDownloadOperation('speech');
export const get = createGetOperation('speech');
export const getAll = createGetManyOperation('speech');
export const wait = createWaitOperation('speech');
