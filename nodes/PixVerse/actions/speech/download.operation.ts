import { downloadOne } from '../operationFactories';

/** Fetches the file of a finished speech generation. */
export const download = downloadOne('speech');
