import { waitFor } from '../made';

/** Waits for a video generation that was started before. */
export const wait = waitFor('video');
