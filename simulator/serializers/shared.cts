/** Formats a time as ISO UTC, like all times of the API. */
export const toIso = (epochMs: number): string => new Date(epochMs).toISOString();

/** Returns the dimensions of a result. The quality is the shorter side. */
export function getDimensions(quality: string, ratio: string): { width: number; height: number } {
	const short = Number.parseInt(quality, 10) || 540;
	const [x, y] = ratio.split(':').map(Number);
	if (!x || !y) return { width: short, height: short };
	const even = (length: number) => Math.round(length / 2) * 2;
	return x >= y
		? { width: even((short * x) / y), height: short }
		: { width: short, height: even((short * y) / x) };
}
