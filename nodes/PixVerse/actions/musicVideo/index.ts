import { version } from '../../descriptions/musicVideo';
import {
	createDeleteOperation,
	createDownloadOperation,
	createGetManyOperation,
	createGetOperation,
	createWaitOperation,
} from '../operationFactories';

export { create } from './create.operation';
export { getLibrary } from './getLibrary.operation';

export const deleteMusicVideo = createDeleteOperation('musicVideo');
export const download = createDownloadOperation('musicVideo', version);
export const get = createGetOperation('musicVideo');
export const getAll = createGetManyOperation('musicVideo');
export const wait = createWaitOperation('musicVideo');
