import { createJobOperations } from '../operationFactories';

export { create } from './create.operation';
export { getModels } from './getModels.operation';
export { getVoices } from './getVoices.operation';
export const { download, get, getAll, wait } = createJobOperations('speech');
