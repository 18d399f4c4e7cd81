/** Values of music-video/create. Source: its page of 2026-11-10. */

export const MUSIC_VIDEO_MODES = ['performance', 'expressive', 'storytelling'] as const;
export const MUSIC_VIDEO_QUALITIES = ['720p', '1080p'] as const;

/** Styles that aren't in the library: `custom` requires a style image. */
export const AUTO_STYLE = 'auto';
export const CUSTOM_STYLE = 'custom';

/** Length of a song in seconds. */
export const SONG_SECONDS = { min: 10, max: 360 };

/** Seconds that a music video takes for a second of its song: a song of 30 s takes about 5 min. */
const SECONDS_PER_SONG_SECOND = 10;

/** How long the music video of the longest song takes, in seconds. */
export const MAX_MUSIC_VIDEO_SECONDS = SONG_SECONDS.max * SECONDS_PER_SONG_SECOND;

/** `Woolen Felt` → `woolen_felt`: the names of styles are lower case. */
export function normalizeStyle(text: string): string {
	return text
		.trim()
		.toLowerCase()
		.replace(/[\s-]+/g, '_');
}
