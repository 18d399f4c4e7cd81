/** What the reference says of a video model. `certain` holds only what the API itself documents. */
export interface Fact {
	endpoints: string[];
	certain: {
		qualities?: string[];
		durations?: {
			min: number;
			max: number;
			default?: number;
			maxAt1080p?: number;
			allowed?: number[];
		};
		aspectRatios?: string[];
		audio?: string;
	};
	defaultQuality?: string;
	refusesAudio?: true;
	required?: string[];
	multiShot?: true;
	/** Most images, videos and audios. */
	fusion?: number[];
	/** Least and most frames. */
	transition?: number[];
	extendDurations?: number[];
	/** PixVerse's own. */
	native?: true;
}

/** Written down from the capabilities pages of 2026-04 to 2026-09, apart from the catalog that it is compared with. */
export const REFERENCE: Record<string, Fact> = {
	v6: {
		endpoints: ['create', 'create-frames', 'extend'],
		certain: {
			qualities: ['360p', '540p', '720p', '1080p'],
			durations: { min: 1, max: 15, default: 5 },
			audio: 'optional',
		},
		defaultQuality: '720p',
		multiShot: true,
		native: true,
	},
	'v5.6': {
		endpoints: ['create', 'create-frames', 'create-transition', 'create-fusion', 'motion-control'],
		certain: {
			qualities: ['360p', '540p', '720p', '1080p'],
			durations: { min: 1, max: 10, default: 5, maxAt1080p: 8 },
			aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
			audio: 'optional',
		},
		defaultQuality: '540p',
		fusion: [7, 0, 0],
		transition: [2, 2],
		native: true,
	},
	'v5.5': {
		endpoints: ['create', 'create-frames', 'create-transition', 'modify'],
		certain: {
			qualities: ['360p', '540p', '720p', '1080p'],
			durations: { min: 1, max: 10, default: 5, maxAt1080p: 8 },
			aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
			audio: 'optional',
		},
		defaultQuality: '540p',
		transition: [2, 2],
		native: true,
	},
	v5: {
		endpoints: ['create', 'create-frames', 'create-transition', 'create-fusion', 'lipsync'],
		certain: {
			qualities: ['360p', '540p', '720p', '1080p'],
			durations: { min: 1, max: 10, default: 5, maxAt1080p: 8 },
			aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
		},
		defaultQuality: '540p',
		fusion: [3, 0, 0],
		transition: [2, 7],
		native: true,
	},
	'v5-fast': {
		endpoints: ['create'],
		certain: {
			qualities: ['360p', '540p', '720p', '1080p'],
			durations: { min: 1, max: 10, default: 5, maxAt1080p: 8 },
			aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4'],
		},
		defaultQuality: '540p',
		native: true,
	},
	'pixverse-c1': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		certain: {
			qualities: ['360p', '540p', '720p', '1080p'],
			durations: { min: 1, max: 15, default: 5 },
			aspectRatios: ['16:9', '4:3', '1:1', '3:4', '9:16', '3:2', '2:3'],
		},
		fusion: [7, 0, 0],
		native: true,
	},
	'seedance-2.0': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		certain: {
			qualities: ['480p', '720p', '1080p', '2160p'],
			durations: { min: 4, max: 15 },
			aspectRatios: ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9'],
		},
		fusion: [9, 3, 3],
	},
	'seedance-2.0-fast': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		certain: {},
		fusion: [9, 3, 3],
	},
	'seedance-2.0-mini': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		certain: {},
		fusion: [9, 3, 3],
	},
	'seedance-2.5-draft': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		certain: { durations: { min: 4, max: 30 } },
		defaultQuality: '480p',
		refusesAudio: true,
		required: ['duration'],
	},
	'seedance-2.5': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		certain: {
			qualities: ['480p', '720p', '1080p'],
			durations: { min: 4, max: 30 },
			audio: 'always',
		},
		refusesAudio: true,
		required: ['duration', 'quality'],
	},
	'minimax-h3': {
		endpoints: ['create', 'create-fusion'],
		fusion: [9, 0, 0],
		certain: { qualities: ['768p', '1440p'], durations: { min: 5, max: 15 }, audio: 'always' },
		refusesAudio: true,
		required: ['duration', 'quality'],
	},
	'kling-o3': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		certain: {},
		fusion: [7, 0, 0],
	},
	'kling-v3': { endpoints: ['create', 'create-frames'], certain: {} },
	'grok-imagine': { endpoints: ['create', 'extend'], certain: {}, extendDurations: [2, 10] },
	'grok-imagine-1.5': {
		endpoints: ['create'],
		certain: { aspectRatios: [] },
		required: ['first_frame_path'],
	},
	'veo-3.1-lite': { endpoints: ['create', 'create-frames'], certain: {} },
	'veo-3.1-standard': { endpoints: ['create', 'create-frames'], certain: {} },
	'veo-3.1-fast': { endpoints: ['create', 'create-frames'], certain: {} },
	'sora-2': {
		endpoints: ['create'],
		certain: { durations: { min: 4, max: 12, allowed: [4, 8, 12] } },
	},
	'sora-2-pro': {
		endpoints: ['create'],
		certain: { durations: { min: 4, max: 12, allowed: [4, 8, 12] } },
	},
	'happyhorse-1.0': { endpoints: ['create'], certain: { audio: 'always' } },
	v4: { endpoints: ['restyle'], certain: {}, native: true },
};
