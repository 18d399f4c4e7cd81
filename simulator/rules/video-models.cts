/**
 * A video model as the API reference describes it. The simulator and all tests use this table. It's separate from the
 * catalog of the nodes, so that the tests can compare the two.
 */
export interface VideoModelSpec {
	/** A PixVerse model: supports seed, off-peak, and preview. */
	readonly native?: true;
	/** Endpoints that accept it as `model`. */
	readonly endpoints: readonly VideoEndpoint[];
	readonly qualities?: readonly string[];
	readonly defaultQuality?: string;
	readonly seconds?: Seconds;
	/** Durations of videos/extend, if different. */
	readonly extendSeconds?: Seconds;
	/** `undefined` if unknown, empty if the image determines the ratio. */
	readonly ratios?: readonly string[];
	/** Whether it generates sound on request or always. */
	readonly audio?: 'optional' | 'always';
	/** The API rejects the `audio` field, whatever its value. */
	readonly audioRejected?: true;
	/** Parameters without a default. `first_frame_path`: only image-to-video. */
	readonly required?: ReadonlyArray<'duration' | 'quality' | 'first_frame_path'>;
	/** Supports `multi_shot`. */
	readonly multiShot?: true;
	/** Generates drafts for create-final. */
	readonly draft?: true;
	/** Maximum references in create-fusion. */
	readonly fusion?: { readonly images: number; readonly videos: number; readonly audios: number };
	/** Maximum frames in create-transition; at least two. */
	readonly transition?: number;
	/** Fields that the API reference documents. The others are from other sources, so other values may also work. */
	readonly documented?: ReadonlyArray<'qualities' | 'seconds' | 'ratios' | 'audio' | 'fusion'>;
	/** Values that the simulator accepts instead of undocumented ones. `undefined` accepts any value. */
	readonly simulated?: Partial<VideoModel>;
}

/** The values that the simulator accepts for a video model. If a field is `undefined`, any value is accepted. */
export type VideoModel = Omit<VideoModelSpec, 'documented' | 'simulated'>;

interface Seconds {
	readonly min: number;
	readonly max: number;
	readonly default?: number;
	readonly only?: readonly number[];
	readonly maxAt1080p?: number;
}

export type VideoEndpoint =
	| 'create'
	| 'create-frames'
	| 'create-transition'
	| 'create-fusion'
	| 'extend'
	| 'lipsync'
	| 'modify'
	| 'restyle'
	| 'motion-control';

const RATIOS_5 = ['16:9', '9:16', '1:1', '4:3', '3:4'] as const;
const RATIOS_7 = ['16:9', '4:3', '1:1', '3:4', '9:16', '3:2', '2:3'] as const;
const RATIOS_6 = ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9'] as const;
const RATIOS_3 = ['16:9', '9:16', '1:1'] as const;
const RATIOS_2 = ['16:9', '9:16'] as const;
const NATIVE_QUALITIES = ['360p', '540p', '720p', '1080p'] as const;

const V5 = {
	native: true,
	qualities: NATIVE_QUALITIES,
	defaultQuality: '540p',
	seconds: { min: 1, max: 10, default: 5, maxAt1080p: 8 },
	ratios: RATIOS_5,
	documented: ['qualities', 'seconds', 'ratios'],
} as const;

const SEEDANCE_2 = {
	endpoints: ['create', 'create-frames', 'create-fusion'],
	qualities: ['480p', '720p'],
	seconds: { min: 4, max: 15 },
	ratios: RATIOS_6,
	fusion: { images: 9, videos: 3, audios: 3 },
	documented: ['fusion'],
} as const;

const SEEDANCE_2_5 = {
	endpoints: ['create', 'create-frames', 'create-fusion'],
	seconds: { min: 4, max: 30 },
	audio: 'always',
	audioRejected: true,
} as const;
/** The limits of the model itself. */
const SEEDANCE_2_5_FUSION = { images: 30, videos: 10, audios: 10 } as const;

const VEO = {
	endpoints: ['create', 'create-frames'],
	qualities: ['720p', '1080p', '2160p'],
	seconds: { min: 4, max: 8, only: [4, 6, 8] },
	ratios: RATIOS_2,
} as const;

const SORA = {
	audio: 'always',
	endpoints: ['create'],
	seconds: { min: 4, max: 12, only: [4, 8, 12] },
	ratios: RATIOS_2,
	documented: ['seconds'],
} as const;

const GROK = {
	audio: 'always',
	qualities: ['480p', '720p'],
	seconds: { min: 1, max: 15 },
} as const;

/** An undocumented model, which users of a client must be able to enter as text. */
export const UNLISTED_MODEL = 'unlisted-1';

/** All video models of the API reference, from its pages of 2026-04 to 2026-11. */
export const VIDEO_MODEL_SPECS: Readonly<Record<string, VideoModelSpec>> = {
	v6: {
		native: true,
		endpoints: ['create', 'create-frames', 'extend'],
		qualities: NATIVE_QUALITIES,
		defaultQuality: '720p',
		seconds: { min: 1, max: 15, default: 5 },
		ratios: RATIOS_5,
		audio: 'optional',
		multiShot: true,
		documented: ['qualities', 'seconds', 'audio'],
	},
	'v5.6': {
		...V5,
		endpoints: ['create', 'create-frames', 'create-transition', 'create-fusion', 'motion-control'],
		audio: 'optional',
		fusion: { images: 7, videos: 0, audios: 0 },
		transition: 2,
		documented: ['qualities', 'seconds', 'ratios', 'audio', 'fusion'],
	},
	'v5.5': {
		...V5,
		endpoints: ['create', 'create-frames', 'create-transition', 'modify'],
		audio: 'optional',
		transition: 2,
		documented: ['qualities', 'seconds', 'ratios', 'audio'],
	},
	v5: {
		...V5,
		endpoints: ['create', 'create-frames', 'create-transition', 'create-fusion', 'lipsync'],
		fusion: { images: 3, videos: 0, audios: 0 },
		transition: 7,
		documented: ['qualities', 'seconds', 'ratios', 'fusion'],
	},
	'v5-fast': { ...V5, endpoints: ['create'] },
	'pixverse-c1': {
		native: true,
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: NATIVE_QUALITIES,
		seconds: { min: 1, max: 15, default: 5 },
		ratios: RATIOS_7,
		fusion: { images: 7, videos: 0, audios: 0 },
		documented: ['qualities', 'seconds', 'ratios', 'fusion'],
	},
	'seedance-2.0': {
		...SEEDANCE_2,
		qualities: ['480p', '720p', '1080p', '2160p'],
		documented: ['qualities', 'seconds', 'ratios', 'fusion'],
	},
	'seedance-2.0-fast': SEEDANCE_2,
	'seedance-2.0-mini': SEEDANCE_2,
	'seedance-2.5': {
		...SEEDANCE_2_5,
		qualities: ['480p', '720p', '1080p'],
		required: ['duration', 'quality'],
		documented: ['qualities', 'seconds', 'audio'],
		simulated: { fusion: SEEDANCE_2_5_FUSION },
	},
	'seedance-2.5-draft': {
		...SEEDANCE_2_5,
		qualities: ['480p'],
		defaultQuality: '480p',
		required: ['duration'],
		draft: true,
		documented: ['seconds'],
		simulated: { qualities: ['480p', '720p', '1080p'], fusion: SEEDANCE_2_5_FUSION },
	},
	'minimax-h3': {
		endpoints: ['create', 'create-fusion'],
		qualities: ['768p', '1440p'],
		seconds: { min: 5, max: 15 },
		audio: 'always',
		audioRejected: true,
		required: ['duration', 'quality'],
		fusion: { images: 9, videos: 0, audios: 0 },
		documented: ['qualities', 'seconds', 'audio'],
		simulated: { endpoints: ['create', 'create-frames', 'create-fusion'] },
	},
	'kling-o3': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['720p'],
		seconds: { min: 3, max: 15 },
		ratios: RATIOS_3,
		fusion: { images: 7, videos: 0, audios: 0 },
		documented: ['fusion'],
		simulated: { qualities: ['720p', '1080p'] },
	},
	'kling-v3': {
		endpoints: ['create', 'create-frames'],
		qualities: ['720p', '1080p', '2160p'],
		seconds: { min: 3, max: 15 },
		ratios: RATIOS_3,
	},
	'grok-imagine': {
		...GROK,
		endpoints: ['create', 'extend'],
		extendSeconds: { min: 2, max: 10 },
		ratios: ['16:9', '4:3', '1:1', '9:16', '3:4', '3:2', '2:3'],
	},
	'grok-imagine-1.5': {
		...GROK,
		endpoints: ['create'],
		ratios: [],
		required: ['first_frame_path'],
		documented: ['ratios'],
	},
	'veo-3.1-lite': { ...VEO, qualities: ['720p', '1080p'], audio: 'always' },
	'veo-3.1-standard': VEO,
	'veo-3.1-fast': VEO,
	'sora-2': { ...SORA, qualities: ['720p'] },
	'sora-2-pro': { ...SORA, qualities: ['720p', '1080p'] },
	'happyhorse-1.0': {
		audio: 'always',
		endpoints: ['create'],
		qualities: ['720p', '1080p'],
		seconds: { min: 3, max: 15 },
		ratios: RATIOS_5,
		documented: ['audio'],
	},
	'kling-4.0': {
		audio: 'always',
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['720p', '1080p'],
		defaultQuality: '1080p',
		seconds: { min: 3, max: 30 },
		ratios: ['16:9', '9:16', '1:1', '21:9'],
		fusion: { images: 10, videos: 5, audios: 0 },
		simulated: { ratios: undefined },
	},
	// Announced only: the limits are from announcements of the vendors. IDs and rules are undocumented.
	'flux-3.0': {
		endpoints: ['create'],
		qualities: ['720p', '1080p'],
		seconds: { min: 5, max: 20 },
		simulated: {
			endpoints: ['create', 'create-frames', 'create-fusion'],
			qualities: undefined,
			seconds: undefined,
		},
	},
	'wan-3.0': {
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['480p', '720p', '1080p'],
		seconds: { min: 2, max: 30 },
		fusion: { images: 10, videos: 5, audios: 5 },
		simulated: { qualities: undefined, seconds: undefined },
	},
	'gemini-omni-flash': {
		audio: 'always',
		endpoints: ['create', 'create-fusion'],
		qualities: ['720p'],
		seconds: { min: 3, max: 10 },
		ratios: RATIOS_2,
		fusion: { images: 5, videos: 3, audios: 0 },
		simulated: { endpoints: ['create', 'create-frames', 'create-fusion'] },
	},
	v4: { native: true, endpoints: ['restyle'] },
};

/** All video models of the simulator. */
export const VIDEO_MODELS: Readonly<Record<string, VideoModel>> = {
	...Object.fromEntries(
		Object.entries(VIDEO_MODEL_SPECS).map(
			([id, { simulated, documented: _documented, ...model }]) => [id, { ...model, ...simulated }],
		),
	),
	[UNLISTED_MODEL]: { endpoints: ['create', 'create-frames', 'create-fusion'] },
};
