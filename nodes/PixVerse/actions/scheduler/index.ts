export { cancel } from './cancel.operation';
export { getAll } from './getAll.operation';
export { getAvailable } from './getAvailable.operation';
