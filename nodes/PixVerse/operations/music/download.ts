import { downloadOne } from '../made';

/** Fetches the file of a finished music generation. */
export const download = downloadOne('music');
