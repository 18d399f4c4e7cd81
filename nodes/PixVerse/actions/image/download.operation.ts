import { downloadOne } from '../operationFactories';

/** Fetches the file of a finished image generation. */
export const download = downloadOne('image');
