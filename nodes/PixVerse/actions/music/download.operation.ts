import { downloadOne } from '../operationFactories';

/** Fetches the file of a finished music generation. */
export const download = downloadOne('music');
