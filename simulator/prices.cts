import type { ModelParameters } from './rules/video-model-rules.cts';

/** Credits a second by quality, for models that are priced so. */
const PER_SECOND: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	v6: { '360p': 4, '540p': 6, '720p': 7, '1080p': 14 },
	'seedance-2.0': { '480p': 20, '720p': 45, '1080p': 90, '2160p': 200 },
	'seedance-2.5': { '480p': 35, '720p': 75, '1080p': 170 },
	// 1440p: unknown, the simulator takes 60.
	'minimax-h3': { '768p': 30, '1440p': 60 },
	// Free for Pro and above; the simulated accounts are on Premium.
	'happyhorse-1.0': { '720p': 0, '1080p': 0 },
};

/** v5.x: credits for up to 5 s; twice that for up to 10 s. [without, with audio] */
const PER_BLOCK: Readonly<Record<string, readonly [number, number]>> = {
	'360p': [20, 25],
	'540p': [30, 40],
	'720p': [40, 50],
	'1080p': [80, 100],
};
// v5.6, v5-fast and motion-control: unknown, taken to follow v5.5.
const BLOCK_PRICED = new Set(['v5.6', 'v5.5', 'v5', 'v5-fast', 'v4']);

/** What the simulator takes where the reference knows no price. */
const DEFAULT_PER_SECOND = 10;

/** Credits of a video, before discounts. */
export function getVideoPrice({ model, quality, duration, sound }: ModelParameters): number {
	const perSecond = PER_SECOND[model];
	if (perSecond) return (perSecond[quality] ?? DEFAULT_PER_SECOND) * duration;
	const block = PER_BLOCK[quality];
	if (BLOCK_PRICED.has(model) && block) {
		return block[sound ? 1 : 0] * (duration <= 5 ? 1 : 2 * Math.ceil(duration / 10));
	}
	return DEFAULT_PER_SECOND * duration;
}

/** Off-peak and preview cost the account's own factor. */
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

/** To 4K: 30 for up to 5 s, 60 for 8 s; longer is unknown and taken to be 60. */
export const getUpscalePrice = (seconds: number): number => (seconds <= 5 ? 30 : 60);
