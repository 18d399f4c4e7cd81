/** A song of the library. */
export interface LibrarySong {
	readonly name: string;
	readonly audio_path: string;
	/** Seconds. */
	readonly duration: number;
}

/** A character or style of the library. */
export interface LibraryImage {
	readonly name: string;
	readonly image_path: string;
}

export type LibraryType = 'songs' | 'characters' | 'styles';

const createSongs = (...rows: ReadonlyArray<readonly [string, number]>): LibrarySong[] =>
	rows.map(([name, duration]) => ({ name, duration, audio_path: `${getPath('song', name)}.mp3` }));

const createImages = (folder: string, names: readonly string[]): LibraryImage[] =>
	names.map((name) => ({ name, image_path: `${getPath(folder, name)}.webp` }));

const getPath = (folder: string, name: string) =>
	`library/${folder}/${name.toLowerCase().replace(/ /g, '_')}`;

/** The documented styles, then the simulator's, to reach the documented number of 28. */
const STYLES = [
	...['cinematic', 'underground', 'decadence', 'holiday', 'candy', 'woolen_felt', 'lo_fi'],
	...['futuristic', 'chromatic_clash', 'golden_age', 'woodland_tale', 'dreamscape', 'voxel'],
	...['paper_cut', 'ink_wash', 'neon_rain', 'film_noir', 'pastel', 'desert_road', 'deep_sea'],
	...['snow_globe', 'comic_panel', 'stained_glass', 'polaroid', 'clay_town', 'night_market'],
	...['greenhouse', 'orbit'],
];

/**
 * GET music-video/library: 13 songs, 15 characters, and 28 styles, the same for every account. Names and
 * paths are the simulator's, except for the first 13 styles.
 */
export const MUSIC_VIDEO_LIBRARY: {
	readonly songs: readonly LibrarySong[];
	readonly characters: readonly LibraryImage[];
	readonly styles: readonly LibraryImage[];
} = {
	songs: createSongs(
		...([
			['Harbor Lights', 30],
			['Paper Planes Home', 94],
			['Slow River', 128],
			['Static Hearts', 151],
			['Copper Moon', 167],
			['Late Train', 172],
			['Nine Lanterns', 180],
			['Open Windows', 186],
			['Salt and Sugar', 195],
			['Second Summer', 203],
			['Tall Grass', 214],
			['Velvet Hour', 226],
			['Winter Radio', 240],
		] as const),
	),
	characters: createImages('character', [
		...['Ada', 'Bruno', 'Celeste', 'Dario', 'Elif', 'Farah', 'Goran', 'Hana', 'Ines'],
		...['Jonas', 'Kaito', 'Lena', 'Milo', 'Nadia', 'Otto'],
	]),
	styles: createImages('style', STYLES),
};

/** Returns whether a path belongs to a part of the library. */
export function isLibraryPath(type: LibraryType, path: string): boolean {
	return type === 'songs'
		? MUSIC_VIDEO_LIBRARY.songs.some((song) => song.audio_path === path)
		: MUSIC_VIDEO_LIBRARY[type].some((image) => image.image_path === path);
}
