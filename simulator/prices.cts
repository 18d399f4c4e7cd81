/** The parameters of a video that its price depends on. */
export interface PricedVideo {
	readonly model: string;
	readonly quality: string;
	/** Seconds. */
	readonly duration: number;
	readonly sound?: boolean;
}

/** Credits per second by quality. */
const PER_SECOND: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	v6: { '360p': 4, '540p': 6, '720p': 7, '1080p': 14 },
	'seedance-2.0': { '480p': 20, '720p': 45, '1080p': 90, '2160p': 200 },
	// The price of 2160p, which only finals have, is undocumented; the simulator uses 340.
	'seedance-2.5': { '480p': 35, '720p': 75, '1080p': 170, '2160p': 340 },
	// The price of 1440p is undocumented; the simulator uses 60.
	'minimax-h3': { '768p': 30, '1440p': 60 },
	// Free on Pro and above. The simulated accounts are on Premium.
	'happyhorse-1.0': { '720p': 0, '1080p': 0 },
};

/** Credits for up to 5 s, twice that for up to 10 s. [without audio, with audio] */
type BlockPrices = Readonly<Record<string, readonly [number, number]>>;

const V5_5: BlockPrices = {
	'360p': [20, 25],
	'540p': [30, 40],
	'720p': [40, 50],
	'1080p': [80, 100],
};
const V5: BlockPrices = {
	'360p': [45, 45],
	'540p': [45, 45],
	'720p': [60, 60],
	'1080p': [120, 120],
};
const PER_BLOCK: Readonly<Record<string, BlockPrices>> = {
	v5: V5,
	'v5.5': V5_5,
	// Undocumented; assumed to match v5.5.
	'v5.6': V5_5,
	'v5-fast': V5_5,
	v4: V5_5,
};

/** Used where no price is documented. */
const DEFAULT_PER_SECOND = 10;

/** Returns the credits of a video before discounts. */
export function getVideoPrice({ model, quality, duration, sound }: PricedVideo): number {
	const perSecond = PER_SECOND[model];
	if (perSecond) return (perSecond[quality] ?? DEFAULT_PER_SECOND) * duration;
	const block = PER_BLOCK[model]?.[quality];
	if (block) return block[sound ? 1 : 0] * (duration <= 5 ? 1 : 2 * Math.ceil(duration / 10));
	return DEFAULT_PER_SECOND * duration;
}

/** Applies the account's factors. The plan's discount for relaxed finals is assumed to be the off-peak one. */
export function applyDiscounts(
	price: number,
	mode: { offPeak?: boolean; preview?: boolean; relaxed?: boolean },
	factors: { offPeakDiscount: string; previewModeDiscount: string },
): number {
	let result = price;
	if (mode.offPeak || mode.relaxed) result *= Number(factors.offPeakDiscount);
	if (mode.preview) result *= Number(factors.previewModeDiscount);
	// 35 × 0.7 is 24.499999999999996 in floating point.
	return Math.ceil(Number(result.toFixed(6)));
}

/**
 * Returns the credits of a video upscale. Documented for pixverse-upscale: 30 for up to 5 s, 60 for 8 s.
 * Everything else is the simulator's.
 */
export function getVideoUpscalePrice(model: string, quality: string, seconds: number): number {
	if (model === 'pixverse-upscale') return seconds <= 5 ? 30 : Math.max(60, Math.ceil(seconds * 6));
	return Math.ceil(seconds * (quality === '2160p' ? 16 : 8));
}

/** Returns the credits of an image upscale, which are undocumented. */
export function getImageUpscalePrice(model: string, quality: string): number {
	if (model === 'pixverse-upscale') return 10;
	return { '1080p': 12, '1440p': 20 }[quality] ?? 40;
}

/** Returns the credits of a music video, which are undocumented: per second of song, by mode and quality. */
export function getMusicVideoPrice(mode: string, quality: string, seconds: number): number {
	const perSecond = mode === 'expressive' ? 8 : 12;
	return Math.ceil(seconds * perSecond * (quality === '1080p' ? 2 : 1));
}
