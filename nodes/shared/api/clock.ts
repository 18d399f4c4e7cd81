import type { INode } from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';

/** Time as the node sees it. */
export interface Clock {
	/** Milliseconds from some fixed moment; never jumps with the wall clock. */
	now(): number;
	/** @throws NodeOperationError within half a second when the execution is canceled meanwhile */
	sleep(ms: number): Promise<void>;
}

/** What of n8n a clock needs. Only executions can be canceled. */
interface Cancelable {
	getNode(): INode;
	getExecutionCancelSignal?: () => AbortSignal | undefined;
}

/** Longest stretch of sleep in which a cancel goes unnoticed, in milliseconds. */
const SLICE = 500;

/** A clock that ends its sleeps on cancel. It sleeps in slices: no single sleep of n8n's does in every supported version. */
export function clockOf(context: object): Clock {
	const now = () => performance.now();
	return {
		now,
		async sleep(ms) {
			const end = now() + ms;
			for (;;) {
				stopIfCanceled(context);
				const left = end - now();
				if (left <= 0) return;
				await sleep(Math.min(left, SLICE));
			}
		},
	};
}

/**
 * Waits for something, but not longer than so many milliseconds.
 * @returns 'late' when it had not ended by then; whoever asked has to end it
 * @throws as the task does, and as `sleep` when the execution is canceled
 */
export async function within<T>(clock: Clock, ms: number, task: Promise<T>): Promise<T | 'late'> {
	const end = clock.now() + ms;
	let over = false;
	const late = async (): Promise<'late'> => {
		while (!over && clock.now() < end) await clock.sleep(SLICE);
		return 'late';
	};
	try {
		return await Promise.race([task, late()]);
	} finally {
		over = true;
	}
}

/** @throws NodeOperationError when the execution was canceled; n8n knows it by the word in its message */
export function stopIfCanceled(context: object): void {
	const { getExecutionCancelSignal } = context as Cancelable;
	if (getExecutionCancelSignal?.call(context)?.aborted)
		throw new NodeOperationError((context as Cancelable).getNode(), 'The execution was canceled');
}
