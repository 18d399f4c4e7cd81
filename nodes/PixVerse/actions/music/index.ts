export { create } from './create.operation';
export { download } from './download.operation';
export { get } from './get.operation';
export { getAll } from './getAll.operation';
export { wait } from './wait.operation';
