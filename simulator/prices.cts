import type { ModelParameters } from './rules/video-model-rules.cts';

/** Credits per second by quality. */
const PER_SECOND: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	v6: { '360p': 4, '540p': 6, '720p': 7, '1080p': 14 },
	'seedance-2.0': { '480p': 20, '720p': 45, '1080p': 90, '2160p': 200 },
	'seedance-2.5': { '480p': 35, '720p': 75, '1080p': 170 },
	// The price of 1440p is undocumented; the simulator uses 60.
	'minimax-h3': { '768p': 30, '1440p': 60 },
	// Free on Pro and above. The simulated accounts are on Premium.
	'happyhorse-1.0': { '720p': 0, '1080p': 0 },
};

/** v5.x: credits for up to 5 s, twice that for up to 10 s. [without audio, with audio] */
const PER_BLOCK: Readonly<Record<string, readonly [number, number]>> = {
	'360p': [20, 25],
	'540p': [30, 40],
	'720p': [40, 50],
	'1080p': [80, 100],
};
// Undocumented for v5.6, v5-fast, and motion-control; assumed to match v5.5.
const BLOCK_PRICED = new Set(['v5.6', 'v5.5', 'v5', 'v5-fast', 'v4']);

/** Used where no price is documented. */
const DEFAULT_PER_SECOND = 10;

/** Returns the credits of a video before discounts. */
export function getVideoPrice({ model, quality, duration, sound }: ModelParameters): number {
	const perSecond = PER_SECOND[model];
	if (perSecond) return (perSecond[quality] ?? DEFAULT_PER_SECOND) * duration;
	const block = PER_BLOCK[quality];
	if (BLOCK_PRICED.has(model) && block) {
		return block[sound ? 1 : 0] * (duration <= 5 ? 1 : 2 * Math.ceil(duration / 10));
	}
	return DEFAULT_PER_SECOND * duration;
}

/** Applies the account's off-peak and preview factors. */
export function applyDiscounts(
	price: number,
	mode: { offPeak?: boolean; preview?: boolean },
	factors: { offPeakDiscount: string; previewModeDiscount: string },
): number {
	let result = price;
	if (mode.offPeak) result *= Number(factors.offPeakDiscount);
	if (mode.preview) result *= Number(factors.previewModeDiscount);
	// 35 × 0.7 is 24.499999999999996 in floating point.
	return Math.ceil(Number(result.toFixed(6)));
}

/**
 * Returns the credits of a 4K upscale: 30 for up to 5 s, 60 for 8 s. Longer videos are undocumented and
 * assumed to cost 60.
 */
export const getUpscalePrice = (seconds: number): number => (seconds <= 5 ? 30 : 60);
