import { createDownloadOperation } from '../operationFactories';

/** Fetches the file of a finished image generation. */
export const download = createDownloadOperation('image');
