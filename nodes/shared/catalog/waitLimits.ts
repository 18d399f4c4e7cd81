import type { GenerationType, GenerationTypeConfig } from '../api/generationTypes';
import { MINUTE } from '../time';
import { SONG_SECONDS } from './musicVideos';

/** Off-peak generations end within about a day. */
export const OFF_PEAK_TIMEOUT_MINUTES = 25 * 60;

/** Seconds that a music video takes for a second of its song: a song of 30 s takes about 5 min. */
const SECONDS_PER_SONG_SECOND = 10;

/** Minutes in which a generation ends, with time to spare: the API's own clients give up on a video after 20 to 25. */
export const getTimeoutMinutes = (kind: GenerationType) =>
	kind === 'musicVideo' ? (SONG_SECONDS.max * SECONDS_PER_SONG_SECOND) / 60 : 30;

/** How long to wait for a free slot and the result of a request, if the user set no limit. In milliseconds. */
export function getDefaultTimeoutMs(
	{ kind }: GenerationTypeConfig,
	{ off_peak_mode: isOffPeak }: Readonly<Record<string, unknown>>,
): number {
	return (isOffPeak === true ? OFF_PEAK_TIMEOUT_MINUTES : getTimeoutMinutes(kind)) * MINUTE;
}
