export interface ImageModel {
	name: string;
	/** The first is the default of the API. */
	qualities: readonly string[];
	/** The first is the default of the API. */
	aspectRatios: readonly string[];
	/** Maximum number of reference images; undefined if unknown. */
	references?: number;
	/** Values of `detail_level`. Default: the API rejects it. */
	detailLevels?: readonly string[];
	/** Credits for one image by quality; missing if unknown. */
	credits?: Readonly<Record<string, number>>;
	/** Typical time in seconds. */
	seconds?: number;
	/** Properties from other sources than the API's own pages: offered, but not enforced. */
	unverified?: ReadonlyArray<'aspectRatios' | 'references' | 'detailLevels' | 'id'>;
	note?: string;
}

const TEN_RATIOS = '1:1 16:9 9:16 4:3 3:4 5:4 4:5 3:2 2:3 21:9'.split(' ');
const RATIOS_WITH_AUTO = ['auto', ...TEN_RATIOS];
const GPT_RATIOS = '1:1 1:2 4:3 3:4 3:2 2:3 16:9 9:16 2:1 21:9'.split(' ');

const SEEDREAM = { aspectRatios: RATIOS_WITH_AUTO, references: 6 };
/** Without 5:4 and 4:5. */
const KLING = { aspectRatios: TEN_RATIOS.filter((ratio) => !ratio.includes('5')), references: 1 };
const GPT_IMAGE_25 = {
	qualities: ['1080p', '1440p', '2160p'],
	aspectRatios: GPT_RATIOS,
	references: 16,
	detailLevels: ['low', 'medium', 'high', 'xhigh', 'max'],
	unverified: ['id', 'aspectRatios', 'references', 'detailLevels'],
	note: 'The exact ID is not confirmed',
} as const;

/** Every image model by its API name. Source: images/create page of 2026-05 and newer notes. */
export const imageModels: Readonly<Record<string, ImageModel>> = {
	'qwen-image': {
		name: 'Qwen Image',
		qualities: ['720p', '1080p'],
		aspectRatios: TEN_RATIOS,
		references: 3,
		credits: { '720p': 5, '1080p': 10 },
		seconds: 3,
	},
	'nano-banana-pro': {
		name: 'Nano Banana Pro (Gemini 3.0)',
		qualities: ['1080p', '1440p', '2160p'],
		aspectRatios: RATIOS_WITH_AUTO,
		references: 9,
		credits: { '1080p': 50, '1440p': 50, '2160p': 90 },
		seconds: 60,
	},
	'nano-banana-2': {
		name: 'Nano Banana 2 (Gemini 3.1 Flash)',
		qualities: ['512p', '1080p', '1440p', '2160p'],
		aspectRatios: RATIOS_WITH_AUTO,
		references: 9,
		credits: { '512p': 16, '1080p': 25, '1440p': 40, '2160p': 60 },
		seconds: 30,
	},
	'nano-banana-2-lite': {
		name: 'Nano Banana 2 Lite',
		qualities: ['1080p'],
		aspectRatios: RATIOS_WITH_AUTO,
		references: 14,
		unverified: ['aspectRatios'],
		note: 'Free of charge on Pro plans and above',
	},
	'nano-banana': {
		name: 'Nano Banana (Gemini 2.5 Flash)',
		qualities: ['1080p'],
		aspectRatios: RATIOS_WITH_AUTO,
		references: 3,
		credits: { '1080p': 15 },
		seconds: 10,
	},
	'seedream-5.0-pro': {
		name: 'Seedream 5.0 Pro',
		qualities: ['1080p', '1440p'],
		aspectRatios: RATIOS_WITH_AUTO,
		references: 10,
		unverified: ['aspectRatios'],
	},
	'seedream-5.0-lite': {
		...SEEDREAM,
		name: 'Seedream 5.0 Lite',
		qualities: ['1440p', '1800p', '2160p'],
		credits: { '1440p': 15, '1800p': 15 },
		seconds: 30,
	},
	'seedream-4.5': {
		...SEEDREAM,
		name: 'Seedream 4.5',
		qualities: ['1440p', '2160p'],
		credits: { '1440p': 10, '2160p': 10 },
		seconds: 15,
	},
	'seedream-4.0': {
		...SEEDREAM,
		name: 'Seedream 4.0',
		qualities: ['1080p', '1440p', '2160p'],
		credits: { '1080p': 10, '1440p': 10, '2160p': 10 },
		seconds: 10,
	},
	'kling-o3': {
		...KLING,
		name: 'Kling O3',
		qualities: ['1080p', '1440p', '2160p'],
		seconds: 20,
		unverified: ['references'],
	},
	'kling-3.0': {
		...KLING,
		name: 'Kling 3.0',
		qualities: ['1080p', '1440p'],
		seconds: 15,
	},
	'gpt-image-2.5-sunburst': { ...GPT_IMAGE_25, name: 'GPT Image 2.5 Sunburst' },
	'gpt-image-2.5-flare': { ...GPT_IMAGE_25, name: 'GPT Image 2.5 Flare' },
	'gpt-image-2.0': {
		name: 'GPT Image 2.0',
		qualities: ['1080p', '1440p', '2160p'],
		aspectRatios: GPT_RATIOS,
		references: 9,
		// Its price isn't known. With `low` it is half, with `high` twice that of `medium`.
		detailLevels: ['low', 'medium', 'high'],
		seconds: 30,
	},
};

export const DEFAULT_IMAGE_MODEL = 'qwen-image';
/** Maximum number of images per request. */
export const MAX_IMAGES = 4;
/** Maximum number of reference images of any model. */
export const getMaxReferenceImages = (): number =>
	Math.max(...Object.values(imageModels).map(({ references = 0 }) => references));
