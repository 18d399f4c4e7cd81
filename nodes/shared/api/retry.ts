import type { Clock } from './clock';

interface RetryPolicy<T> {
	maxAttempts: number;
	/** Milliseconds before the second attempt; doubles from attempt to attempt. */
	initialDelayMs: number;
	maxDelayMs?: number;
	shouldRetry: (result: T, attempt: number) => boolean;
	/** A delay that the result itself requests, in milliseconds. */
	getDelayMs?: (result: T) => number | undefined;
}

/**
 * Repeats a task until its result is final or the attempts are used up.
 * @returns the last result
 * @throws as the task does, and when the execution is canceled during a delay
 */
export async function retry<T>(
	clock: Clock,
	policy: RetryPolicy<T>,
	task: () => Promise<T>,
): Promise<T> {
	const { maxAttempts, initialDelayMs, maxDelayMs = Infinity, shouldRetry, getDelayMs } = policy;
	for (let attempt = 1; ; attempt++) {
		const result = await task();
		if (attempt >= maxAttempts || !shouldRetry(result, attempt)) return result;
		const delay = getDelayMs?.(result) ?? initialDelayMs * 2 ** (attempt - 1);
		await clock.sleep(Math.min(delay, maxDelayMs));
	}
}
