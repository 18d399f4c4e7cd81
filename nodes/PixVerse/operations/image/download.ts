import { downloadOne } from '../made';

/** Fetches the file of a finished image generation. */
export const download = downloadOne('image');
