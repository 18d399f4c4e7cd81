import { sleep } from 'n8n-workflow';

/** Milliseconds that a request may go on after the execution was canceled. */
const LAST = 1200;

interface Cancelable {
	getExecutionCancelSignal?: () => AbortSignal | undefined;
}

/**
 * The same context, but requests made with it go on for a moment when the execution is canceled: what PixVerse is just
 * taking may be paid for, and its answer says what it is. n8n's helper ends a request by the signal of the context it
 * is called on (`this.getExecutionCancelSignal()`, in every supported version), so it is called on one with another
 * signal.
 */
export function outliving<C extends object>(context: C): C {
	const { getExecutionCancelSignal } = context as Cancelable;
	const canceled = getExecutionCancelSignal?.call(context);
	if (!canceled) return context;
	const end = new AbortController();
	const countDown = () => void sleep(LAST).then(() => end.abort());
	if (canceled.aborted) countDown();
	else canceled.addEventListener('abort', countDown, { once: true });
	const longer: Cancelable = { getExecutionCancelSignal: () => end.signal };
	return Object.assign(Object.create(context) as C, longer);
}
