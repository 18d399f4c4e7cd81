import { round } from './figure.cts';

const MB = 1024 * 1024;

/** Additional memory at the peak of a task, compared with the memory before it, in MB. */
export interface MemoryGrowth {
	/** The whole process (resident set size). */
	readonly rss: number;
	/** Buffers outside the JavaScript heap, such as file contents. */
	readonly buffers: number;
	/** The JavaScript heap, including garbage. */
	readonly heap: number;
	/** Heap and buffers after the task and a garbage collection. */
	readonly retained: number;
}

/** Measures the memory of this process while a task runs. The result of the task isn't collected as garbage before. */
export async function measureMemory<T>(
	task: () => Promise<T>,
): Promise<{ result: T; growth: MemoryGrowth }> {
	globalThis.gc?.();
	const before = process.memoryUsage();
	const peak = { ...before };
	const sample = () => {
		const now = process.memoryUsage();
		for (const kind of ['rss', 'arrayBuffers', 'heapUsed'] as const)
			peak[kind] = Math.max(peak[kind], now[kind]);
	};
	const timer = setInterval(sample, 5);
	let result: T;
	try {
		result = await task();
	} finally {
		clearInterval(timer);
	}
	sample();
	globalThis.gc?.();
	const after = process.memoryUsage();
	const getUsedBytes = (usage: NodeJS.MemoryUsage) => usage.heapUsed + usage.arrayBuffers;
	const growth = {
		rss: round((peak.rss - before.rss) / MB, 1),
		buffers: round((peak.arrayBuffers - before.arrayBuffers) / MB, 1),
		heap: round((peak.heapUsed - before.heapUsed) / MB, 1),
		retained: round((getUsedBytes(after) - getUsedBytes(before)) / MB, 3),
	};
	return { result, growth };
}
