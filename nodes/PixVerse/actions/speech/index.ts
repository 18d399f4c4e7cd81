export { create } from './create.operation';
export { download } from './download.operation';
export { get } from './get.operation';
export { getAll } from './getAll.operation';
export { getModels } from './getModels.operation';
export { getVoices } from './getVoices.operation';
export { wait } from './wait.operation';
