/** One line of a benchmark's output. */
export interface Figure {
	readonly figure: string;
	/** null: it couldn't be measured on this machine. `note` contains the reason. */
	readonly value: number | null;
	readonly unit: string;
	/** The target, e.g. "≤ 1.15". Absent if there is none. */
	readonly aim?: string;
	readonly met?: boolean;
	/** Details that help to understand the value. */
	readonly [detail: string]: unknown;
}

/** The package to measure, and where to write the results. */
export interface BenchmarkContext {
	/** Folder with a new build of the package in `dist`. */
	readonly packageFolder: string;
	/** Writes one figure to stdout. */
	report(figure: Figure): void;
	/** Writes the current step to stderr. */
	progress(text: string): void;
}

export type Benchmark = (context: BenchmarkContext) => Promise<void>;

/** Returns the target "at most `limit`" and whether `value` meets it. */
export const checkAtMost = (limit: number, value: number, unit = '') => ({
	aim: `≤ ${limit}${unit}`,
	met: value <= limit,
});

/** Returns the target "less than `limit`" and whether `value` meets it. */
export const checkBelow = (limit: number, value: number, unit = '') => ({
	aim: `< ${limit}${unit}`,
	met: value < limit,
});

export function getMedian(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Returns the median, the minimum, and all values of repeated measurements. */
export const summarize = (values: readonly number[], digits = 2) => ({
	median: round(getMedian(values), digits),
	min: round(Math.min(...values), digits),
	all: values.map((value) => round(value, digits)),
});

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Runs a task several times in sequence. `task` receives the zero-based index of the run. */
export async function repeat<T>(times: number, task: (index: number) => Promise<T>): Promise<T[]> {
	const results: T[] = [];
	for (let index = 0; index < times; index++) results.push(await task(index));
	return results;
}
