export { create } from './create';
export { download } from './download';
export { get } from './get';
export { getAll } from './getAll';
export { getModels } from './getModels';
export { getVoices } from './getVoices';
export { wait } from './wait';
