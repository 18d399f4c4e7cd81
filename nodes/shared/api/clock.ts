import type { INode } from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';

/** Time and chance. The only place that reads them, so that tests can replace them. */
export interface Clock {
	/** Milliseconds since a fixed moment. Unlike the wall clock, it never jumps. */
	now(): number;
	/** Epoch milliseconds. */
	wallTime(): number;
	/** 0 to 1. */
	random(): number;
	/** @throws NodeOperationError within half a second if the execution is canceled in the meantime */
	sleep(ms: number): Promise<void>;
}

/** What of n8n a clock needs. Only executions can be canceled. */
interface CancelableContext {
	getNode(): INode;
	getExecutionCancelSignal?: () => AbortSignal | undefined;
}

/** Longest stretch of sleep in which a cancel goes unnoticed, in milliseconds. */
const SLEEP_SLICE_MS = 500;

const clocks = new WeakMap<object, Clock>();

/** Epoch milliseconds. */
export const getWallTime = () => Date.now();

/**
 * The clock of a context, which ends its sleeps on cancel. It sleeps in slices: no single sleep of n8n's does in every
 * supported version.
 */
export function getClock(context: object): Clock {
	const known = clocks.get(context);
	if (known) return known;
	const now = () => performance.now();
	const clock: Clock = {
		now,
		wallTime: getWallTime,
		random: () => Math.random(),
		async sleep(ms) {
			const end = now() + ms;
			for (;;) {
				throwIfCanceled(context);
				const left = end - now();
				if (left <= 0) return;
				await sleep(Math.min(left, SLEEP_SLICE_MS));
			}
		},
	};
	clocks.set(context, clock);
	return clock;
}

/**
 * Waits for something, but not longer than so many milliseconds, or half a second more.
 * @returns 'timeout' when it had not ended by then; whoever asked has to end it
 * @throws as the task does, and as `sleep` when the execution is canceled
 */
export async function withTimeout<T>(
	clock: Clock,
	ms: number,
	task: Promise<T>,
): Promise<T | 'timeout'> {
	let watch = timeoutManagers.get(clock);
	if (!watch) timeoutManagers.set(clock, (watch = new TimeoutManager(clock)));
	return await watch.race(task, ms);
}

interface PendingTimeout {
	end: number;
	late(answer: 'timeout'): void;
	fail(reason: unknown): void;
}

/** Looks after everything that is waited for by one clock: a timer for each would keep what has ended alive. */
class TimeoutManager {
	private readonly watched = new Set<PendingTimeout>();
	private watching = false;

	constructor(private readonly clock: Clock) {}

	async race<T>(task: Promise<T>, ms: number): Promise<T | 'timeout'> {
		let forget = () => {};
		const limit = new Promise<'timeout'>((late, fail) => {
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
				await this.clock.sleep(SLEEP_SLICE_MS);
				for (const { end, late } of this.watched) if (this.clock.now() >= end) late('timeout');
			}
		} catch (canceled) {
			for (const { fail } of this.watched) fail(canceled);
		} finally {
			this.watching = false;
		}
	}
}

const timeoutManagers = new WeakMap<Clock, TimeoutManager>();

/** @throws NodeOperationError when the execution was canceled; n8n knows it by the word in its message */
export function throwIfCanceled(context: object): void {
	const { getExecutionCancelSignal } = context as CancelableContext;
	if (getExecutionCancelSignal?.call(context)?.aborted)
		throw new NodeOperationError(
			(context as CancelableContext).getNode(),
			'The execution was canceled',
		);
}

/** Milliseconds that a request may go on after the execution was canceled. */
const CANCEL_GRACE_MS = 1200;

/**
 * The same context, but requests made with it go on for a moment when the execution is canceled: what PixVerse is just
 * taking may be paid for, and its answer says what it is. n8n's helper ends a request by the signal of the context it
 * is called on (`this.getExecutionCancelSignal()`, in every supported version), so it is called on one with another
 * signal.
 */
export function withCancelGrace<C extends object>(context: C): C {
	const { getExecutionCancelSignal } = context as Partial<CancelableContext>;
	const canceled = getExecutionCancelSignal?.call(context);
	if (!canceled) return context;
	const end = new AbortController();
	const countDown = () => void sleep(CANCEL_GRACE_MS).then(() => end.abort());
	if (canceled.aborted) countDown();
	else canceled.addEventListener('abort', countDown, { once: true });
	const longer: Partial<CancelableContext> = { getExecutionCancelSignal: () => end.signal };
	return Object.assign(Object.create(context) as C, longer);
}
