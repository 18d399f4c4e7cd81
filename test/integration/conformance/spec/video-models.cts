/**
 * The video models of the reference, row by row; `unknown` where it says so. Rows that come from other sources than the
 * API's own pages are of low or medium confidence: nothing outside of them may be refused.
 */
export interface VideoRow {
	readonly endpoints: readonly string[];
	readonly qualities: readonly string[];
	readonly defaultQuality?: string;
	/** Seconds. */
	readonly durations?: {
		readonly min: number;
		readonly max: number;
		readonly allowed?: readonly number[];
		readonly maxAt1080p?: number;
	};
	readonly extendDurations?: { readonly min: number; readonly max: number };
	readonly aspectRatios?: readonly string[];
	/** Images, videos, audios of create-fusion. */
	readonly fusion?: readonly [number, number, number];
	readonly frames?: readonly [number, number];
	readonly multiShot?: true;
	readonly native?: true;
	/** The field `audio` is refused. */
	readonly audioRefused?: true;
	readonly required?: readonly string[];
	/** Rows the reference is sure of. */
	readonly sure: readonly string[];
}

export const videoModels: Readonly<Record<string, VideoRow>> = {
	v6: {
		endpoints: ['create', 'create-frames', 'extend'],
		qualities: ['360p', '540p', '720p', '1080p'],
		defaultQuality: '720p',
		durations: { min: 1, max: 15 },
		aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
		multiShot: true,
		native: true,
		sure: ['endpoints', 'qualities', 'durations', 'audio'],
	},
	'v5.6': {
		endpoints: ['create', 'create-frames', 'create-transition', 'create-fusion', 'motion-control'],
		qualities: ['360p', '540p', '720p', '1080p'],
		defaultQuality: '540p',
		durations: { min: 1, max: 10, maxAt1080p: 8 },
		aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
		fusion: [7, 0, 0],
		frames: [2, 2],
		native: true,
		sure: ['endpoints', 'qualities', 'durations', 'aspectRatios', 'audio'],
	},
	'v5.5': {
		endpoints: ['create', 'create-frames', 'create-transition', 'modify'],
		qualities: ['360p', '540p', '720p', '1080p'],
		defaultQuality: '540p',
		durations: { min: 1, max: 10, maxAt1080p: 8 },
		aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
		frames: [2, 2],
		native: true,
		sure: ['qualities', 'durations', 'aspectRatios', 'audio'],
	},
	v5: {
		endpoints: ['create', 'create-frames', 'create-transition', 'create-fusion', 'lipsync'],
		qualities: ['360p', '540p', '720p', '1080p'],
		defaultQuality: '540p',
		durations: { min: 1, max: 10, maxAt1080p: 8 },
		aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
		fusion: [3, 0, 0],
		frames: [2, 7],
		native: true,
		sure: ['qualities', 'durations', 'aspectRatios'],
	},
	'v5-fast': {
		endpoints: ['create'],
		qualities: ['360p', '540p', '720p', '1080p'],
		defaultQuality: '540p',
		durations: { min: 1, max: 10, maxAt1080p: 8 },
		aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
		native: true,
		sure: ['qualities', 'durations', 'aspectRatios'],
	},
	'pixverse-c1': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['360p', '540p', '720p', '1080p'],
		durations: { min: 1, max: 15 },
		aspectRatios: ['16:9', '4:3', '1:1', '3:4', '9:16', '3:2', '2:3'],
		fusion: [7, 0, 0],
		native: true,
		sure: ['endpoints', 'qualities', 'durations', 'aspectRatios'],
	},
	'seedance-2.0': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['480p', '720p', '1080p', '2160p'],
		durations: { min: 4, max: 15 },
		aspectRatios: ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9'],
		fusion: [9, 3, 3],
		sure: ['endpoints', 'qualities', 'durations', 'aspectRatios'],
	},
	'seedance-2.0-fast': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['480p', '720p'],
		durations: { min: 4, max: 15 },
		aspectRatios: ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9'],
		fusion: [9, 3, 3],
		sure: ['endpoints'],
	},
	'seedance-2.0-mini': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['480p', '720p'],
		durations: { min: 4, max: 15 },
		aspectRatios: ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9'],
		fusion: [9, 3, 3],
		sure: ['endpoints'],
	},
	'seedance-2.5-draft': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['480p'],
		durations: { min: 4, max: 30 },
		audioRefused: true,
		required: ['duration'],
		sure: ['endpoints', 'durations'],
	},
	'kling-4.0': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['720p', '1080p'],
		durations: { min: 3, max: 30 },
		aspectRatios: ['16:9', '9:16', '1:1', '21:9'],
		fusion: [10, 5, 0],
		sure: ['endpoints'],
	},
	'seedance-2.5': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['480p', '720p', '1080p'],
		durations: { min: 4, max: 30 },
		audioRefused: true,
		required: ['duration', 'quality'],
		sure: ['qualities', 'durations', 'audio'],
	},
	'minimax-h3': {
		endpoints: ['create', 'create-fusion'],
		qualities: ['768p', '1440p'],
		durations: { min: 5, max: 15 },
		fusion: [9, 0, 0],
		audioRefused: true,
		required: ['duration', 'quality'],
		sure: ['qualities', 'durations', 'audio'],
	},
	'kling-o3': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['720p'],
		durations: { min: 3, max: 15 },
		aspectRatios: ['16:9', '9:16', '1:1'],
		fusion: [7, 0, 0],
		sure: ['endpoints'],
	},
	'kling-v3': {
		endpoints: ['create', 'create-frames'],
		qualities: ['720p'],
		durations: { min: 3, max: 15 },
		aspectRatios: ['16:9', '9:16', '1:1'],
		sure: ['endpoints'],
	},
	'grok-imagine': {
		endpoints: ['create', 'extend'],
		qualities: ['480p', '720p'],
		durations: { min: 1, max: 15 },
		extendDurations: { min: 2, max: 10 },
		aspectRatios: ['16:9', '4:3', '1:1', '9:16', '3:4', '3:2', '2:3'],
		sure: ['endpoints'],
	},
	'grok-imagine-1.5': {
		endpoints: ['create'],
		qualities: ['480p', '720p'],
		durations: { min: 1, max: 15 },
		aspectRatios: [],
		required: ['first_frame_path'],
		sure: ['endpoints', 'aspectRatios'],
	},
	'veo-3.1-lite': {
		endpoints: ['create', 'create-frames'],
		qualities: ['720p', '1080p'],
		durations: { min: 4, max: 8, allowed: [4, 6, 8] },
		aspectRatios: ['16:9', '9:16'],
		sure: ['endpoints'],
	},
	'veo-3.1-standard': {
		endpoints: ['create', 'create-frames'],
		qualities: ['720p', '1080p', '2160p'],
		durations: { min: 4, max: 8, allowed: [4, 6, 8] },
		aspectRatios: ['16:9', '9:16'],
		sure: ['endpoints'],
	},
	'veo-3.1-fast': {
		endpoints: ['create', 'create-frames'],
		qualities: ['720p', '1080p', '2160p'],
		durations: { min: 4, max: 8, allowed: [4, 6, 8] },
		aspectRatios: ['16:9', '9:16'],
		sure: ['endpoints'],
	},
	'sora-2': {
		endpoints: ['create'],
		qualities: ['720p'],
		durations: { min: 4, max: 12, allowed: [4, 8, 12] },
		aspectRatios: ['16:9', '9:16'],
		sure: ['endpoints', 'durations'],
	},
	'sora-2-pro': {
		endpoints: ['create'],
		qualities: ['720p', '1080p'],
		durations: { min: 4, max: 12, allowed: [4, 8, 12] },
		aspectRatios: ['16:9', '9:16'],
		sure: ['endpoints', 'durations'],
	},
	'happyhorse-1.0': {
		endpoints: ['create'],
		qualities: ['720p', '1080p'],
		durations: { min: 3, max: 15 },
		aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
		sure: ['endpoints', 'audio'],
	},
	v4: { endpoints: ['restyle'], qualities: [], aspectRatios: [], native: true, sure: [] },
};

/** Announced after July 2026: what the vendor's headline says of them. */
export const announcedVideoModels: Readonly<
	Record<
		string,
		{ readonly qualities: readonly string[]; readonly durations: readonly [number, number] }
	>
> = {
	'seedance-2.5': { qualities: ['480p', '720p', '1080p'], durations: [4, 30] },
	'minimax-h3': { qualities: ['768p', '1440p'], durations: [5, 15] },
	'flux-3.0': { qualities: ['720p', '1080p'], durations: [5, 20] },
	'wan-3.0': { qualities: ['480p', '720p', '1080p'], durations: [2, 30] },
	'gemini-omni-flash': { qualities: ['720p'], durations: [3, 10] },
	'kling-v3': { qualities: ['720p', '1080p', '2160p'], durations: [3, 15] },
};
