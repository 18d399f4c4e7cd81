import { createDownloadOperation } from '../operationFactories';

/** Fetches the file of a finished music generation. */
export const download = createDownloadOperation('music');
