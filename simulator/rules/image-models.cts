/**
 * The values that the API accepts for an image model. Undocumented ones are `undefined`. The simulator and all tests use
 * this table. It's separate from the catalog of the nodes, so that the tests can compare the two.
 */
export interface ImageModel {
	/** The first one is the default. */
	readonly qualities: readonly string[];
	readonly ratios: readonly string[];
	readonly defaultRatio: string;
	readonly references?: number;
	/** Allowed values of `detail_level`. When absent, the parameter is rejected. */
	readonly detailLevels?: readonly string[];
	/** Credits per image by quality. Missing ones are undocumented. */
	readonly credits: Readonly<Record<string, number>>;
}

/** Used where no price is documented. */
export const DEFAULT_IMAGE_PRICE = 20;
/** ×0.5 and ×2 are documented for gpt-image-2.0. Higher levels are undocumented. */
export const DETAIL_FACTORS: Readonly<Record<string, number>> = { low: 0.5, medium: 1, high: 2 };

const RATIOS_10 = ['1:1', '16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '3:2', '2:3', '21:9'];
const RATIOS_8 = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '21:9'];
const GPT_RATIOS_10 = ['1:1', '1:2', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '2:1', '21:9'];
const autoRatio = { ratios: ['auto', ...RATIOS_10], defaultRatio: 'auto' } as const;
const createSquareRatio = (ratios: readonly string[]) => ({ ratios, defaultRatio: '1:1' });
const createFlatPrices = (credits: number, ...qualities: string[]) =>
	Object.fromEntries(qualities.map((quality) => [quality, credits]));

const GPT_25: ImageModel = {
	...createSquareRatio(GPT_RATIOS_10),
	qualities: ['1080p', '1440p', '2160p'],
	references: 16,
	detailLevels: ['low', 'medium', 'high', 'xhigh', 'max'],
	credits: {},
};

/** All image models of the API reference. */
export const IMAGE_MODELS: Readonly<Record<string, ImageModel>> = {
	'qwen-image': {
		...createSquareRatio(RATIOS_10),
		qualities: ['720p', '1080p'],
		references: 3,
		credits: { '720p': 5, '1080p': 10 },
	},
	'nano-banana': { ...autoRatio, qualities: ['1080p'], references: 3, credits: { '1080p': 15 } },
	'nano-banana-2': {
		...autoRatio,
		qualities: ['512p', '1080p', '1440p', '2160p'],
		references: 9,
		credits: { '512p': 16, '1080p': 25, '1440p': 40, '2160p': 60 },
	},
	'nano-banana-2-lite': { ...autoRatio, qualities: ['1080p'], references: 14, credits: {} },
	'nano-banana-pro': {
		...autoRatio,
		qualities: ['1080p', '1440p', '2160p'],
		references: 9,
		credits: { '1080p': 50, '1440p': 50, '2160p': 90 },
	},
	'seedream-4.0': {
		...autoRatio,
		qualities: ['1080p', '1440p', '2160p'],
		references: 6,
		credits: createFlatPrices(10, '1080p', '1440p', '2160p'),
	},
	'seedream-4.5': {
		...autoRatio,
		qualities: ['1440p', '2160p'],
		references: 6,
		credits: createFlatPrices(10, '1440p', '2160p'),
	},
	'seedream-5.0-lite': {
		...autoRatio,
		qualities: ['1440p', '1800p', '2160p'],
		references: 6,
		credits: createFlatPrices(15, '1440p', '1800p'),
	},
	'seedream-5.0-pro': { ...autoRatio, qualities: ['1080p', '1440p'], references: 10, credits: {} },
	'kling-3.0': {
		...createSquareRatio(RATIOS_8),
		qualities: ['1080p', '1440p'],
		references: 1,
		credits: {},
	},
	// Sources disagree: 1 or 10 references.
	'kling-o3': {
		...createSquareRatio(RATIOS_8),
		qualities: ['1080p', '1440p', '2160p'],
		references: 10,
		credits: {},
	},
	'gpt-image-2.0': {
		...createSquareRatio(GPT_RATIOS_10),
		qualities: ['1080p', '1440p', '2160p'],
		references: 9,
		// Sources disagree on whether it's required.
		detailLevels: ['low', 'medium', 'high'],
		credits: {},
	},
	'gpt-image-2.5-flare': GPT_25,
	'gpt-image-2.5-sunburst': GPT_25,
};
