import { downloadOne } from '../operationFactories';

/** Fetches the file of a finished video generation. */
export const download = downloadOne('video');
