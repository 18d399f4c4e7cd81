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

/** Milliseconds that a request may go on after the execution was canceled. */
const LAST = 1200;

/**
 * The same context, but requests made with it go on for a moment when the execution is canceled: what PixVerse is just
 * taking may be paid for, and its answer says what it is. n8n's helper ends a request by the signal of the context it
 * is called on (`this.getExecutionCancelSignal()`, in every supported version), so it is called on one with another
 * signal.
 */
export function outliving<C extends object>(context: C): C {
	const { getExecutionCancelSignal } = context as Partial<Cancelable>;
	const canceled = getExecutionCancelSignal?.call(context);
	if (!canceled) return context;
	const end = new AbortController();
	const countDown = () => void sleep(LAST).then(() => end.abort());
	if (canceled.aborted) countDown();
	else canceled.addEventListener('abort', countDown, { once: true });
	const longer: Partial<Cancelable> = { getExecutionCancelSignal: () => end.signal };
	return Object.assign(Object.create(context) as C, longer);
}
