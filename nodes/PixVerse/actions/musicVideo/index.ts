import { version } from '../../descriptions/musicVideo';
import { createDeleteOperation, createJobOperations } from '../operationFactories';

export { create } from './create.operation';
export { getLibrary } from './getLibrary.operation';

export const deleteMusicVideo = createDeleteOperation('musicVideo');
export const { download, get, getAll, wait } = createJobOperations('musicVideo', version);
