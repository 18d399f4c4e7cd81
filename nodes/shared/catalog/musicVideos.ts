/** Values of music-video/create. Source: its page of 2026-11-10. */

export const MUSIC_VIDEO_MODES = ['performance', 'expressive', 'storytelling'] as const;
export const MUSIC_VIDEO_QUALITIES = ['720p', '1080p'] as const;

/** Styles that aren't in the library: `custom` requires a style image. */
export const AUTO_STYLE = 'auto';
export const CUSTOM_STYLE = 'custom';

/** Length of a song in seconds. */
export const SONG_SECONDS = { min: 10, max: 360 };

/** `Woolen Felt` → `woolen_felt`: the names of styles are lower case. */
export function normalizeStyle(text: string): string {
	return text
		.trim()
		.toLowerCase()
		.replace(/[\s-]+/g, '_');
}
