import { rounded } from './figure.cts';

const MB = 1024 * 1024;

/** How much more memory a task held at its peak than was held before it, in MB. */
export interface Extra {
	/** Of the whole process, as the operating system sees it. */
	readonly rss: number;
	/** File contents: what buffers hold outside of the JavaScript heap. */
	readonly buffers: number;
	/** The JavaScript heap, waste included. */
	readonly heap: number;
	/** What is still held afterwards, heap and buffers, without waste. */
	readonly kept: number;
}

/** Watches the memory of this process while a task runs. The task's result is held until all is measured. */
export async function extraMemory<T>(task: () => Promise<T>): Promise<{ result: T; extra: Extra }> {
	globalThis.gc?.();
	const before = process.memoryUsage();
	const peak = { ...before };
	const look = () => {
		const now = process.memoryUsage();
		for (const kind of ['rss', 'arrayBuffers', 'heapUsed'] as const)
			peak[kind] = Math.max(peak[kind], now[kind]);
	};
	const watch = setInterval(look, 5);
	let result: T;
	try {
		result = await task();
	} finally {
		clearInterval(watch);
	}
	look();
	globalThis.gc?.();
	const after = process.memoryUsage();
	const held = (usage: NodeJS.MemoryUsage) => usage.heapUsed + usage.arrayBuffers;
	const extra = {
		rss: rounded((peak.rss - before.rss) / MB, 1),
		buffers: rounded((peak.arrayBuffers - before.arrayBuffers) / MB, 1),
		heap: rounded((peak.heapUsed - before.heapUsed) / MB, 1),
		kept: rounded((held(after) - held(before)) / MB, 3),
	};
	return { result, extra };
}
