/**
 * The prices of the API's overview page of 2026-03-09, in credits. Copied from the page, independently of the catalog
 * that they are compared with.
 */

/** Model, duration in seconds, quality, audio, credits of a web subscription, credits of the official API. */
type VideoRow = readonly [string, number, string, boolean, number, number];

export const VIDEO_ROWS: readonly VideoRow[] = [
	['v5.5', 5, '360p', false, 20, 45],
	['v5.5', 5, '360p', true, 25, 55],
	['v5.5', 8, '360p', false, 40, 90],
	['v5.5', 8, '360p', true, 50, 100],
	['v5.5', 10, '360p', false, 40, 99],
	['v5.5', 10, '360p', true, 50, 109],
	['v5.5', 5, '540p', false, 30, 45],
	['v5.5', 5, '540p', true, 40, 55],
	['v5.5', 8, '540p', false, 60, 90],
	['v5.5', 8, '540p', true, 80, 100],
	['v5.5', 10, '540p', false, 60, 99],
	['v5.5', 10, '540p', true, 80, 109],
	['v5.5', 5, '720p', false, 40, 60],
	['v5.5', 5, '720p', true, 50, 70],
	['v5.5', 8, '720p', false, 80, 120],
	['v5.5', 8, '720p', true, 100, 130],
	['v5.5', 10, '720p', false, 80, 132],
	['v5.5', 10, '720p', true, 100, 142],
	['v5.5', 5, '1080p', false, 80, 120],
	['v5.5', 5, '1080p', true, 100, 130],
	['v5.5', 8, '1080p', false, 160, 240],
	['v5.5', 8, '1080p', true, 200, 250],
	['v5', 5, '360p', false, 45, 45],
	['v5', 8, '360p', false, 90, 90],
	['v5', 5, '540p', false, 45, 45],
	['v5', 8, '540p', false, 90, 90],
	['v5', 5, '720p', false, 60, 60],
	['v5', 8, '720p', false, 120, 120],
	['v5', 5, '1080p', false, 120, 120],
	['v5', 8, '1080p', false, 240, 240],
];

/** Duration of the source in seconds, credits of a web subscription. */
export const UPSCALE_ROWS: ReadonlyArray<readonly [number, number]> = [
	[5, 30],
	[8, 60],
];

/** Model, quality (undefined if the page has none), credits per image. */
export const IMAGE_ROWS: ReadonlyArray<readonly [string, string | undefined, number]> = [
	['qwen-image', '720p', 5],
	['qwen-image', '1080p', 10],
	['seedream-4.0', undefined, 10],
	['seedream-4.5', undefined, 10],
	['nano-banana', undefined, 15],
	['seedream-5.0-lite', undefined, 15],
	['nano-banana-2', '512p', 16],
	['nano-banana-2', '1080p', 25],
	['nano-banana-2', '1440p', 40],
	['nano-banana-2', '2160p', 60],
	['nano-banana-pro', '1080p', 50],
	['nano-banana-pro', '1440p', 50],
	['nano-banana-pro', '2160p', 90],
];

/** Duration in seconds, quality, credits: the prices of v5 on the page of 2025-08, also for modify, lip sync, fusion, and transition. */
export const OLDER_V5_ROWS: ReadonlyArray<readonly [number, string, number]> = [
	[5, '360p', 20],
	[5, '540p', 30],
	[5, '720p', 40],
	[5, '1080p', 80],
	[8, '360p', 40],
	[8, '540p', 60],
	[8, '720p', 80],
];
