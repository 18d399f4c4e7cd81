import { setTimeout as sleep } from 'node:timers/promises';

interface WaitOptions {
	readonly timeoutMs: number;
	readonly intervalMs?: number;
	/** Details for the error. */
	readonly describe?: () => unknown;
}

/** Repeats a search until it finds something. @throws Error after the time limit */
export async function waitFor<T>(
	find: () => Promise<T | undefined> | T | undefined,
	{ timeoutMs, intervalMs = 500, describe = () => String(find) }: WaitOptions,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const found = await find();
		if (found) return found;
		if (Date.now() > deadline)
			throw new Error(`Not found in ${timeoutMs / 1000} s: ${JSON.stringify(describe())}`);
		await sleep(intervalMs);
	}
}
