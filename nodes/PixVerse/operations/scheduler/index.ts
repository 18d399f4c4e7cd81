export { cancel } from './cancel';
export { getAll } from './getAll';
export { getAvailable } from './getAvailable';
