import { createDownloadOperation } from '../operationFactories';

/** Fetches the file of a finished video generation. */
export const download = createDownloadOperation('video');
