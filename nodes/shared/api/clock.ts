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

const clocks = new WeakMap<object, Clock>();

/**
 * The clock of a context, which ends its sleeps on cancel. It sleeps in slices: no single sleep of n8n's does in every
 * supported version.
 */
export function clockOf(context: object): Clock {
	const known = clocks.get(context);
	if (known) return known;
	const now = () => performance.now();
	const clock: Clock = {
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
	clocks.set(context, clock);
	return clock;
}

/**
 * Waits for something, but not longer than so many milliseconds, or half a second more.
 * @returns 'late' when it had not ended by then; whoever asked has to end it
 * @throws as the task does, and as `sleep` when the execution is canceled
 */
export async function within<T>(clock: Clock, ms: number, task: Promise<T>): Promise<T | 'late'> {
	let watch = watches.get(clock);
	if (!watch) watches.set(clock, (watch = new Watch(clock)));
	return await watch.over(task, ms);
}

interface Watched {
	end: number;
	late(answer: 'late'): void;
	fail(reason: unknown): void;
}

/** Looks after everything that is waited for by one clock: a timer for each would keep what has ended alive. */
class Watch {
	private readonly watched = new Set<Watched>();
	private watching = false;

	constructor(private readonly clock: Clock) {}

	async over<T>(task: Promise<T>, ms: number): Promise<T | 'late'> {
		let forget = () => {};
		const limit = new Promise<'late'>((late, fail) => {
			const entry = { end: this.clock.now() + ms, late, fail };
			this.watched.add(entry);
			forget = () => this.watched.delete(entry);
		});
		void this.watch();
		try {
			return await Promise.race([task, limit]);
		} finally {
			forget();
		}
	}

	private async watch(): Promise<void> {
		if (this.watching) return;
		this.watching = true;
		try {
			while (this.watched.size > 0) {
				await this.clock.sleep(SLICE);
				for (const { end, late } of this.watched) if (this.clock.now() >= end) late('late');
			}
		} catch (canceled) {
			for (const { fail } of this.watched) fail(canceled);
		} finally {
			this.watching = false;
		}
	}
}

const watches = new WeakMap<Clock, Watch>();

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
