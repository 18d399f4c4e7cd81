import { getOwn } from './lookup';
import { countNumbered } from './requestSchemas/fields';

/** Default models of the API, and of the editor, by endpoint below `videos/`. */
export const defaultVideoModel = {
	create: 'v6',
	'create-frames': 'v5.6',
	'create-transition': 'v5',
	'create-fusion': 'v5',
	extend: 'v6',
	lipsync: 'v5',
	modify: 'v5.5',
	restyle: 'v4',
	'motion-control': 'v5.6',
} as const;

/** Endpoints that take a model. */
export type VideoEndpoint = keyof typeof defaultVideoModel;

/** Durations in seconds. */
export interface Durations {
	min: number;
	max: number;
	/** If not every integer in between is allowed. */
	allowed?: readonly number[];
	/** Default of the API. */
	default?: number;
	/** PixVerse models before v6 have a lower limit at 1080p. */
	maxAt1080p?: number;
}

/** Credits of a video. `official…` is the price on PixVerse's official API. */
interface VideoPrice {
	silent: number;
	officialSilent: number;
	audio?: number;
	officialAudio?: number;
	/** Price on an older page. Whether it still applies to endpoints other than `create` is unknown. */
	older?: number;
}

export interface VideoModel {
	name: string;
	vendor: string;
	endpoints: readonly VideoEndpoint[];
	/** Empty if the model has none. */
	qualities: readonly string[];
	defaultQuality?: string;
	durations?: Durations;
	extendDurations?: Durations;
	/** Undefined if unknown; empty if the aspect ratio is always that of the image. */
	aspectRatios?: readonly string[];
	/** optional: on request; always: always generated; none: not supported. */
	audio: 'optional' | 'always' | 'none';
	/** The API answers 400 when `audio` is sent at all. */
	rejectsAudioField?: true;
	multiShot?: true;
	/** Required parameters by API name. */
	required?: readonly string[];
	/** Maximum number of reference images, videos, and audio files of create-fusion. */
	fusion?: { images: number; videos?: number; audios?: number };
	transitionFrames?: { min: number; max: number };
	/** Credits a second by quality; missing if unknown. Source: price notes of 2026-04 (v6) to 2026-10. */
	creditsPerSecond?: Readonly<Record<string, number>>;
	/** Prices by length and quality ("5 540p"), for models that are not priced by the second. */
	creditsPerVideo?: Readonly<Record<string, VideoPrice>>;
	/** Properties from other sources than the API's own pages: offered, but not enforced. */
	unverified?: ReadonlyArray<
		'qualities' | 'durations' | 'aspectRatios' | 'audio' | 'endpoints' | 'fusion'
	>;
	note?: string;
}

const FIVE_RATIOS = ['16:9', '9:16', '1:1', '4:3', '3:4'] as const;
const V5_QUALITIES = ['360p', '540p', '720p', '1080p'] as const;
const FROM_OTHER_SOURCES = ['qualities', 'durations', 'aspectRatios', 'audio'] as const;

// What the models of a family share.
const PIXVERSE = {
	vendor: 'PixVerse',
	qualities: V5_QUALITIES,
	defaultQuality: '540p',
	durations: { min: 1, max: 10, default: 5, maxAt1080p: 8 },
	aspectRatios: FIVE_RATIOS,
} as const;
const SEEDANCE_2 = {
	vendor: 'ByteDance',
	qualities: ['480p', '720p'],
	unverified: FROM_OTHER_SOURCES,
	endpoints: ['create', 'create-frames', 'create-fusion'],
	durations: { min: 4, max: 15 },
	aspectRatios: ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9'],
	audio: 'optional',
	fusion: { images: 9, videos: 3, audios: 3 },
} as const;
const SEEDANCE_2_5 = {
	vendor: 'ByteDance',
	endpoints: ['create', 'create-frames', 'create-fusion'],
	durations: { min: 4, max: 30 },
	audio: 'always',
	rejectsAudioField: true,
} as const;
const KLING_3 = {
	vendor: 'Kuaishou',
	endpoints: ['create', 'create-frames'],
	durations: { min: 3, max: 15 },
	aspectRatios: ['16:9', '9:16', '1:1'],
	audio: 'optional',
	unverified: FROM_OTHER_SOURCES,
} as const;
const GROK = {
	vendor: 'xAI',
	qualities: ['480p', '720p'],
	durations: { min: 1, max: 15 },
	audio: 'always',
} as const;
const VEO = {
	vendor: 'Google',
	qualities: ['720p', '1080p', '2160p'],
	audio: 'optional',
	endpoints: ['create', 'create-frames'],
	durations: { min: 4, max: 8, allowed: [4, 6, 8] },
	aspectRatios: ['16:9', '9:16'],
	unverified: FROM_OTHER_SOURCES,
} as const;
const SORA = {
	vendor: 'OpenAI',
	endpoints: ['create'],
	durations: { min: 4, max: 12, allowed: [4, 8, 12] },
	aspectRatios: ['16:9', '9:16'],
	audio: 'always',
	unverified: ['qualities', 'aspectRatios', 'audio'],
	note: 'OpenAI withdrew it on 2026-09-24, and the API no longer names it; it may no longer work',
} as const;
const ANNOUNCED = {
	unverified: [...FROM_OTHER_SOURCES, 'endpoints', 'fusion'],
	note: 'Announced; only its headline figures are known',
} as const;

/**
 * Every video model by its API name, newest of each vendor first. Source: capabilities page of 2026-06-26 and newer
 * notes; properties from other sources are listed in `unverified`.
 */
export const videoModels: Readonly<Record<string, VideoModel>> = {
	v6: {
		...PIXVERSE,
		name: 'PixVerse v6',
		endpoints: ['create', 'create-frames', 'extend'],
		defaultQuality: '720p',
		durations: { min: 1, max: 15, default: 5 },
		audio: 'optional',
		multiShot: true,
		unverified: ['aspectRatios'],
		creditsPerSecond: { '360p': 4, '540p': 6, '720p': 7, '1080p': 14 },
	},
	'v5.6': {
		...PIXVERSE,
		name: 'PixVerse v5.6',
		endpoints: ['create', 'create-frames', 'create-transition', 'create-fusion', 'motion-control'],
		audio: 'optional',
		fusion: { images: 7 },
		transitionFrames: { min: 2, max: 2 },
	},
	'v5.5': {
		...PIXVERSE,
		name: 'PixVerse v5.5',
		endpoints: ['create', 'create-frames', 'create-transition', 'modify'],
		audio: 'optional',
		transitionFrames: { min: 2, max: 2 },
		unverified: ['endpoints'],
		note: 'Older pages of the API also name it for Extend',
		// Source: the calculator of the overview page of 2026-03-09.
		creditsPerVideo: {
			'5 360p': { silent: 20, officialSilent: 45, audio: 25, officialAudio: 55 },
			'8 360p': { silent: 40, officialSilent: 90, audio: 50, officialAudio: 100 },
			'10 360p': { silent: 40, officialSilent: 99, audio: 50, officialAudio: 109 },
			'5 540p': { silent: 30, officialSilent: 45, audio: 40, officialAudio: 55 },
			'8 540p': { silent: 60, officialSilent: 90, audio: 80, officialAudio: 100 },
			'10 540p': { silent: 60, officialSilent: 99, audio: 80, officialAudio: 109 },
			'5 720p': { silent: 40, officialSilent: 60, audio: 50, officialAudio: 70 },
			'8 720p': { silent: 80, officialSilent: 120, audio: 100, officialAudio: 130 },
			'10 720p': { silent: 80, officialSilent: 132, audio: 100, officialAudio: 142 },
			'5 1080p': { silent: 80, officialSilent: 120, audio: 100, officialAudio: 130 },
			'8 1080p': { silent: 160, officialSilent: 240, audio: 200, officialAudio: 250 },
		},
	},
	v5: {
		...PIXVERSE,
		name: 'PixVerse v5',
		endpoints: ['create', 'create-frames', 'create-transition', 'create-fusion', 'lipsync'],
		audio: 'none',
		fusion: { images: 3 },
		transitionFrames: { min: 2, max: 7 },
		unverified: ['audio', 'endpoints'],
		note: 'Older pages of the API also name it for Extend',
		// Source: as above, newer than the capabilities page of 2025-08, which is `older`.
		creditsPerVideo: {
			'5 360p': { silent: 45, officialSilent: 45, older: 20 },
			'8 360p': { silent: 90, officialSilent: 90, older: 40 },
			'5 540p': { silent: 45, officialSilent: 45, older: 30 },
			'8 540p': { silent: 90, officialSilent: 90, older: 60 },
			'5 720p': { silent: 60, officialSilent: 60, older: 40 },
			'8 720p': { silent: 120, officialSilent: 120, older: 80 },
			'5 1080p': { silent: 120, officialSilent: 120, older: 80 },
			'8 1080p': { silent: 240, officialSilent: 240 },
		},
	},
	'v5-fast': {
		...PIXVERSE,
		name: 'PixVerse v5 Fast',
		endpoints: ['create'],
		audio: 'none',
		unverified: ['audio', 'endpoints'],
	},
	'pixverse-c1': {
		name: 'PixVerse C1',
		vendor: 'PixVerse',
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: V5_QUALITIES,
		durations: { min: 1, max: 15, default: 5 },
		aspectRatios: ['16:9', '4:3', '1:1', '3:4', '9:16', '3:2', '2:3'],
		audio: 'optional',
		fusion: { images: 7 },
		unverified: ['audio'],
	},
	'seedance-2.5-draft': {
		...SEEDANCE_2_5,
		name: 'Seedance 2.5 Draft',
		qualities: ['480p'],
		defaultQuality: '480p',
		required: ['duration'],
		unverified: ['qualities', 'audio'],
		note: 'A draft is good for 14 days',
	},
	'seedance-2.5': {
		...SEEDANCE_2_5,
		name: 'Seedance 2.5',
		qualities: ['480p', '720p', '1080p'],
		required: ['duration', 'quality'],
		unverified: ['endpoints'],
		note: 'How many references the API takes is not known',
		creditsPerSecond: { '480p': 35, '720p': 75, '1080p': 170 },
	},
	'seedance-2.0': {
		...SEEDANCE_2,
		name: 'Seedance 2.0',
		qualities: ['480p', '720p', '1080p', '2160p'],
		unverified: ['audio'],
		creditsPerSecond: { '480p': 20, '720p': 45, '1080p': 90, '2160p': 200 },
	},
	'seedance-2.0-fast': { ...SEEDANCE_2, name: 'Seedance 2.0 Fast' },
	'seedance-2.0-mini': { ...SEEDANCE_2, name: 'Seedance 2.0 Mini' },
	'minimax-h3': {
		name: 'MiniMax H3',
		vendor: 'MiniMax',
		endpoints: ['create', 'create-fusion'],
		qualities: ['768p', '1440p'],
		durations: { min: 5, max: 15 },
		audio: 'always',
		rejectsAudioField: true,
		fusion: { images: 9 },
		required: ['duration', 'quality'],
		unverified: ['endpoints', 'fusion'],
		creditsPerSecond: { '768p': 30 },
	},
	'kling-v3': { ...KLING_3, name: 'Kling 3.0', qualities: ['720p', '1080p', '2160p'] },
	'kling-4.0': {
		name: 'Kling 4.0',
		vendor: 'Kuaishou',
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['720p', '1080p'],
		defaultQuality: '1080p',
		durations: { min: 3, max: 30 },
		aspectRatios: ['16:9', '9:16', '1:1', '21:9'],
		audio: 'always',
		fusion: { images: 10, videos: 5 },
		unverified: [...FROM_OTHER_SOURCES, 'endpoints', 'fusion'],
	},
	'kling-o3': {
		...KLING_3,
		name: 'Kling O3',
		endpoints: [...KLING_3.endpoints, 'create-fusion'],
		qualities: ['720p'],
		fusion: { images: 7 },
	},
	'grok-imagine-1.5': {
		...GROK,
		name: 'Grok Imagine 1.5',
		endpoints: ['create'],
		aspectRatios: [],
		required: ['first_frame_path'],
		unverified: ['qualities', 'durations', 'audio'],
		note: 'Image to video only; the ratio follows the image',
	},
	'grok-imagine': {
		...GROK,
		name: 'Grok Imagine',
		endpoints: ['create', 'extend'],
		extendDurations: { min: 2, max: 10 },
		aspectRatios: ['16:9', '4:3', '1:1', '9:16', '3:4', '3:2', '2:3'],
		unverified: FROM_OTHER_SOURCES,
	},
	'veo-3.1-standard': { ...VEO, name: 'Veo 3.1' },
	'veo-3.1-fast': { ...VEO, name: 'Veo 3.1 Fast' },
	'veo-3.1-lite': { ...VEO, name: 'Veo 3.1 Lite', qualities: ['720p', '1080p'], audio: 'always' },
	'happyhorse-1.0': {
		name: 'HappyHorse 1.0',
		vendor: 'Alibaba',
		endpoints: ['create'],
		qualities: ['720p', '1080p'],
		durations: { min: 3, max: 15 },
		aspectRatios: FIVE_RATIOS,
		audio: 'always',
		unverified: ['qualities', 'durations', 'aspectRatios'],
		note: 'Free of charge on Pro plans and above',
	},
	'sora-2-pro': { ...SORA, name: 'Sora 2 Pro', qualities: ['720p', '1080p'] },
	'sora-2': { ...SORA, name: 'Sora 2', qualities: ['720p'] },
	'flux-3.0': {
		...ANNOUNCED,
		name: 'FLUX 3.0',
		vendor: 'Black Forest Labs',
		endpoints: ['create'],
		qualities: ['720p', '1080p'],
		durations: { min: 5, max: 20 },
		audio: 'optional',
		note: 'Announced; only its headline figures are known, and its exact ID is not confirmed',
	},
	'wan-3.0': {
		...ANNOUNCED,
		name: 'Wan 3.0',
		vendor: 'Alibaba',
		endpoints: ['create', 'create-frames', 'create-fusion'],
		qualities: ['480p', '720p', '1080p'],
		durations: { min: 2, max: 30 },
		audio: 'optional',
		fusion: { images: 10, videos: 5, audios: 5 },
	},
	'gemini-omni-flash': {
		...ANNOUNCED,
		name: 'Gemini Omni Flash',
		vendor: 'Google',
		endpoints: ['create', 'create-fusion'],
		qualities: ['720p'],
		durations: { min: 3, max: 10 },
		aspectRatios: ['16:9', '9:16'],
		audio: 'always',
		fusion: { images: 5, videos: 3 },
	},
	v4: {
		name: 'PixVerse v4',
		vendor: 'PixVerse',
		endpoints: ['restyle'],
		qualities: [],
		aspectRatios: [],
		audio: 'none',
		note: 'Legacy engine of Restyle, which may be retired',
	},
};

/** Endpoints that the API's newest documentation no longer names. They may still work. */
export const RETIRED_ENDPOINTS = new Set(['videos/restyle', 'videos/restyles']);

/** PixVerse's own models support seed, off-peak, and preview mode; others reject them, and need a Pro plan or higher. */
export const isPixVerseModel = ({ vendor }: VideoModel): boolean => vendor === 'PixVerse';

/** Qualities of the final of a draft; the first is the default of the API. */
export const FINAL_QUALITIES = ['1080p', '2160p'] as const;

export type ReferenceKind = 'images' | 'videos' | 'audios';

/** Maximum number of references of any model. */
export const getMaxReferences = (kind: ReferenceKind): number =>
	Math.max(...Object.values(videoModels).map(({ fusion }) => fusion?.[kind] ?? 0));

/** The model of a request, or the one that the API uses without: v5.6 for a transition of two frames, v5 for more. */
export function getVideoModelId(endpoint: VideoEndpoint, body: Record<string, unknown>): string {
	if (typeof body.model === 'string') return body.model;
	const isShort = endpoint === 'create-transition' && countNumbered(body, 'frame_#_path') <= 2;
	return isShort ? 'v5.6' : defaultVideoModel[endpoint];
}

/** The models of an endpoint by API name, in the order of the catalog. */
export function getVideoModels(endpoint: VideoEndpoint): Record<string, VideoModel> {
	const models = Object.entries(videoModels);
	return Object.fromEntries(models.filter(([, { endpoints }]) => endpoints.includes(endpoint)));
}

type Qualities = Pick<VideoModel, 'qualities' | 'defaultQuality'>;

/** Endpoints with fewer qualities than the model has elsewhere. */
const QUALITIES_BY_ENDPOINT: Readonly<Partial<Record<VideoEndpoint, Qualities>>> = {
	'create-transition': { qualities: V5_QUALITIES, defaultQuality: '540p' },
	modify: { qualities: ['360p', '540p', '720p'], defaultQuality: '540p' },
	'motion-control': { qualities: ['360p', '540p', '720p'], defaultQuality: '720p' },
};

/** The qualities of a model on an endpoint, and the default of the API. */
export const getQualities = (endpoint: VideoEndpoint, model: VideoModel): Qualities =>
	QUALITIES_BY_ENDPOINT[endpoint] ?? model;

/** The durations of a model on an endpoint; extending may have its own. */
export const getDurations = (endpoint: VideoEndpoint, model: VideoModel): Durations | undefined =>
	(endpoint === 'extend' && model.extendDurations) || model.durations;

/**
 * The duration (seconds) and quality of a named model for create-fusion, which has no defaults of its own once a model
 * is named. Undefined for models that are unknown, or whose values the user must choose.
 */
export function getFusionDefaults(id: string | undefined): { duration?: number; quality?: string } {
	const model = getOwn(videoModels, id ?? '');
	if (!model) return {};
	const { required = [] } = model;
	const { default: usual = 5, min } = model.durations ?? { min: 1 };
	return {
		duration: required.includes('duration') ? undefined : Math.max(usual, min),
		quality: required.includes('quality')
			? undefined
			: (model.defaultQuality ?? model.qualities[0]),
	};
}
