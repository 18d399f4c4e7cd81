/** One line of the benchmark's output. */
export interface Figure {
	readonly figure: string;
	/** null: it could not be measured here; `note` says why. */
	readonly value: number | null;
	readonly unit: string;
	/** What is aimed at, in words, e.g. "≤ 1.15"; absent where a figure is only reported. */
	readonly aim?: string;
	readonly met?: boolean;
	/** Whatever helps to understand the value. */
	readonly [detail: string]: unknown;
}

/** What a measurement is given. */
export interface Bench {
	/** Folder of the package, freshly built from source (dist is below it). */
	readonly packageFolder: string;
	/** Writes one figure to stdout. */
	report(figure: Figure): void;
	/** Tells on stderr what is going on. */
	progress(text: string): void;
}

export type Measurement = (bench: Bench) => Promise<void>;

/** The aim "at most `limit`", and whether `value` meets it. */
export const atMost = (limit: number, value: number, unit = '') => ({
	aim: `≤ ${limit}${unit}`,
	met: value <= limit,
});

/** The aim "less than `limit`", and whether `value` meets it. */
export const below = (limit: number, value: number, unit = '') => ({
	aim: `< ${limit}${unit}`,
	met: value < limit,
});

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Median, smallest and all values of repeated measurements. */
export const spread = (values: readonly number[], digits = 2) => ({
	median: rounded(median(values), digits),
	min: rounded(Math.min(...values), digits),
	all: values.map((value) => rounded(value, digits)),
});

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Runs `task` `times` times, one after the other. */
export async function repeated<T>(times: number, task: (turn: number) => Promise<T>): Promise<T[]> {
	const results: T[] = [];
	for (let turn = 0; turn < times; turn++) results.push(await task(turn));
	return results;
}
