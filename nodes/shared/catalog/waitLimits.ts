import type { GenerationType, GenerationTypeConfig } from '../api/generationTypes';
import { MINUTE } from '../time';
import { MAX_MUSIC_VIDEO_SECONDS } from './musicVideos';

/** Off-peak generations end within about a day. */
export const OFF_PEAK_TIMEOUT_MINUTES = 25 * 60;

/** Minutes in which a generation ends, with time to spare: the API's own clients give up on a video after 20 to 25. */
export const getTimeoutMinutes = (kind: GenerationType) =>
	kind === 'musicVideo' ? MAX_MUSIC_VIDEO_SECONDS / 60 : 30;

/** How long to wait for a free slot and the result of a request, if the user set no limit. In milliseconds. */
export function getDefaultTimeoutMs(
	{ kind }: GenerationTypeConfig,
	{ off_peak_mode: isOffPeak }: Readonly<Record<string, unknown>>,
): number {
	return (isOffPeak === true ? OFF_PEAK_TIMEOUT_MINUTES : getTimeoutMinutes(kind)) * MINUTE;
}
