/** What the API accepts for a video model. Anything is accepted where a field is `undefined`. */
export interface VideoModel {
	/** A PixVerse model: supports seed, off-peak, and preview. */
	readonly native: boolean;
	/** Endpoints that accept it as `model`. */
	readonly endpoints: readonly VideoEndpoint[];
	readonly qualities?: readonly string[];
	/** When undocumented, the simulator uses 720p or the first one. */
	readonly defaultQuality?: string;
	readonly seconds?: {
		readonly min: number;
		readonly max: number;
		readonly only?: readonly number[];
		readonly maxAt1080p?: number;
	};
	readonly ratios?: readonly string[];
	/** The API rejects the `audio` field, whatever its value. */
	readonly audioRejected?: boolean;
	/** Always generates sound. */
	readonly alwaysSounds?: boolean;
	/** Parameters without a default. */
	readonly required?: readonly ('duration' | 'quality')[];
	/** Only image-to-video. */
	readonly imageOnly?: boolean;
	/** Supports `multi_shot`. */
	readonly multiShot?: boolean;
	/** Makes drafts for create-final. */
	readonly draft?: boolean;
	/** Maximum references in create-fusion. */
	readonly fusion?: { readonly images: number; readonly videos: number; readonly audios: number };
	/** Maximum frames in create-transition. */
	readonly transition?: number;
}

export type VideoEndpoint =
	| 'create'
	| 'create-frames'
	| 'create-transition'
	| 'create-fusion'
	| 'extend'
	| 'modify'
	| 'restyle'
	| 'motion-control';

const FIVE = ['16:9', '9:16', '1:1', '4:3', '3:4'] as const;
const SEVEN = ['16:9', '4:3', '1:1', '3:4', '9:16', '3:2', '2:3'] as const;
const SIX = ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9'] as const;
const THREE = ['16:9', '9:16', '1:1'] as const;
const TWO = ['16:9', '9:16'] as const;
const NATIVE_QUALITIES = ['360p', '540p', '720p', '1080p'] as const;

const V5 = {
	native: true,
	qualities: NATIVE_QUALITIES,
	defaultQuality: '540p',
	seconds: { min: 1, max: 10, maxAt1080p: 8 },
	ratios: FIVE,
} as const;

const SEEDANCE_2 = {
	native: false,
	endpoints: ['create', 'create-frames', 'create-fusion'],
	qualities: ['480p', '720p'],
	seconds: { min: 4, max: 15 },
	ratios: SIX,
	fusion: { images: 9, videos: 3, audios: 3 },
} as const;

const SEEDANCE_2_5 = {
	native: false,
	endpoints: ['create', 'create-frames', 'create-fusion'],
	qualities: ['480p', '720p', '1080p'],
	seconds: { min: 4, max: 30 },
	audioRejected: true,
	alwaysSounds: true,
	// The limits of the model. What the API accepts is undocumented.
	fusion: { images: 30, videos: 10, audios: 10 },
} as const;

const VEO = {
	native: false,
	endpoints: ['create', 'create-frames'],
	qualities: ['720p', '1080p', '2160p'],
	seconds: { min: 4, max: 8, only: [4, 6, 8] },
	ratios: TWO,
} as const;

const SORA = {
	native: false,
	alwaysSounds: true,
	endpoints: ['create'],
	seconds: { min: 4, max: 12, only: [4, 8, 12] },
	ratios: TWO,
} as const;

const GROK = {
	native: false,
	alwaysSounds: true,
	qualities: ['480p', '720p'],
	seconds: { min: 1, max: 15 },
} as const;

/** All video models of the API reference. */
export const VIDEO_MODELS: Readonly<Record<string, VideoModel>> = {
	v6: {
		native: true,
		endpoints: ['create', 'create-frames', 'extend'],
		qualities: NATIVE_QUALITIES,
		defaultQuality: '720p',
		seconds: { min: 1, max: 15 },
		ratios: FIVE,
		multiShot: true,
	},
	'v5.6': {
		...V5,
		endpoints: ['create', 'create-frames', 'create-transition', 'create-fusion', 'motion-control'],
		fusion: { images: 7, videos: 0, audios: 0 },
		transition: 2,
	},
	'v5.5': {
		...V5,
		endpoints: ['create', 'create-frames', 'create-transition', 'modify'],
		transition: 2,
	},
	v5: {
		...V5,
		endpoints: ['create', 'create-frames', 'create-transition', 'create-fusion'],
		fusion: { images: 3, videos: 0, audios: 0 },
		transition: 7,
	},
	'v5-fast': { ...V5, endpoints: ['create'] },
	'pixverse-c1': {
		native: true,
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: NATIVE_QUALITIES,
		seconds: { min: 1, max: 15 },
		ratios: SEVEN,
		fusion: { images: 7, videos: 0, audios: 0 },
	},
	'seedance-2.0': { ...SEEDANCE_2, qualities: ['480p', '720p', '1080p', '2160p'] },
	'seedance-2.0-fast': SEEDANCE_2,
	'seedance-2.0-mini': SEEDANCE_2,
	'seedance-2.5': { ...SEEDANCE_2_5, required: ['duration', 'quality'] },
	// Upstream makes drafts at 480p only; what this API accepts is undocumented.
	'seedance-2.5-draft': {
		...SEEDANCE_2_5,
		defaultQuality: '480p',
		required: ['duration'],
		draft: true,
	},
	'minimax-h3': {
		native: false,
		// create-frames and create-fusion are undocumented, except for nine reference images.
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['768p', '1440p'],
		seconds: { min: 5, max: 15 },
		audioRejected: true,
		alwaysSounds: true,
		required: ['duration', 'quality'],
		fusion: { images: 9, videos: 0, audios: 0 },
	},
	'kling-o3': {
		native: false,
		endpoints: ['create', 'create-frames', 'create-fusion'],
		// 1080p is undocumented.
		qualities: ['720p', '1080p'],
		seconds: { min: 3, max: 15 },
		ratios: THREE,
		fusion: { images: 7, videos: 0, audios: 0 },
	},
	'kling-v3': {
		native: false,
		endpoints: ['create', 'create-frames'],
		qualities: ['720p', '1080p', '2160p'],
		seconds: { min: 3, max: 15 },
		ratios: THREE,
	},
	'grok-imagine': { ...GROK, endpoints: ['create', 'extend'], ratios: SEVEN },
	'grok-imagine-1.5': { ...GROK, endpoints: ['create'], ratios: [], imageOnly: true },
	'veo-3.1-lite': { ...VEO, qualities: ['720p', '1080p'], alwaysSounds: true },
	'veo-3.1-standard': VEO,
	'veo-3.1-fast': VEO,
	'sora-2': { ...SORA, qualities: ['720p'] },
	'sora-2-pro': { ...SORA, qualities: ['720p', '1080p'] },
	'happyhorse-1.0': {
		native: false,
		alwaysSounds: true,
		endpoints: ['create'],
		qualities: ['720p', '1080p'],
		seconds: { min: 3, max: 15 },
		ratios: FIVE,
	},
	'kling-4.0': {
		native: false,
		alwaysSounds: true,
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['720p', '1080p'],
		defaultQuality: '1080p',
		seconds: { min: 3, max: 30 },
		fusion: { images: 10, videos: 5, audios: 0 },
	},
	// The ID and the rules are undocumented.
	'flux-3.0': { native: false, endpoints: ['create', 'create-frames', 'create-fusion'] },
	'wan-3.0': {
		native: false,
		endpoints: ['create', 'create-frames', 'create-fusion'],
		fusion: { images: 10, videos: 5, audios: 5 },
	},
	'gemini-omni-flash': {
		native: false,
		alwaysSounds: true,
		// create-frames is undocumented.
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['720p'],
		seconds: { min: 3, max: 10 },
		ratios: TWO,
		fusion: { images: 5, videos: 3, audios: 0 },
	},
	v4: { native: true, endpoints: ['restyle'] },
};
