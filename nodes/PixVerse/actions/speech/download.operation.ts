import { createDownloadOperation } from '../operationFactories';

/** Fetches the file of a finished speech generation. */
export const download = createDownloadOperation('speech');
