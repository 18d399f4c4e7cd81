import { type INode, NodeOperationError, sleep } from 'n8n-workflow';

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

/** The part of an n8n context that a clock needs. Only executions can be canceled. */
export interface CancelableContext {
	getNode(): INode;
	getExecutionCancelSignal?: () => AbortSignal | undefined;
}

/** Maximum time until a cancel is noticed. */
const SLEEP_SLICE_MS = 500;

const clocks = new WeakMap<object, Clock>();

/** Epoch milliseconds. */
export const getWallTime = () => Date.now();

/**
 * The clock of a context, whose sleeps end on cancel. It sleeps in slices, because n8n's own sleep can't be interrupted in
 * every supported version.
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
				throwIfCanceled(context as CancelableContext);
				const remaining = end - now();
				if (remaining <= 0) return;
				await sleep(Math.min(remaining, SLEEP_SLICE_MS));
			}
		},
	};
	clocks.set(context, clock);
	return clock;
}

/**
 * Waits for a task, with a timeout that is exact to half a second.
 * @returns 'timeout' if the task has not ended; the caller must end it
 * @throws as the task does, and as `sleep` if the execution is canceled
 */
export async function withTimeout<T>(
	clock: Clock,
	ms: number,
	task: Promise<T>,
): Promise<T | 'timeout'> {
	let manager = timeoutManagers.get(clock);
	if (!manager) timeoutManagers.set(clock, (manager = new TimeoutManager(clock)));
	return await manager.race(task, ms);
}

interface PendingTimeout {
	end: number;
	resolve(result: 'timeout'): void;
	reject(reason: unknown): void;
}

/** One timer for all timeouts of a clock: separate timers would keep tasks that have ended in memory. */
class TimeoutManager {
	private readonly pending = new Set<PendingTimeout>();
	private isRunning = false;

	constructor(private readonly clock: Clock) {}

	async race<T>(task: Promise<T>, ms: number): Promise<T | 'timeout'> {
		return await new Promise((resolve, reject) => {
			const entry = { end: this.clock.now() + ms, resolve, reject };
			this.pending.add(entry);
			if (!this.isRunning) void this.run();
			const end =
				<R>(settle: (result: R) => void) =>
				(result: R) => {
					this.pending.delete(entry);
					settle(result);
				};
			task.then(end(resolve), end(reject));
		});
	}

	private async run(): Promise<void> {
		this.isRunning = true;
		try {
			while (this.pending.size > 0) {
				await this.clock.sleep(SLEEP_SLICE_MS);
				for (const entry of this.pending) {
					if (this.clock.now() < entry.end) continue;
					this.pending.delete(entry);
					entry.resolve('timeout');
				}
			}
		} catch (canceled) {
			for (const { reject } of this.pending) reject(canceled);
			this.pending.clear();
		} finally {
			this.isRunning = false;
		}
	}
}

const timeoutManagers = new WeakMap<Clock, TimeoutManager>();

/** @throws NodeOperationError if the execution was canceled; n8n recognizes it by the word in its message */
export function throwIfCanceled(context: CancelableContext): void {
	if (!context.getExecutionCancelSignal?.()?.aborted) return;
	throw new NodeOperationError(context.getNode(), 'The execution was canceled');
}

/** How long a detached request may continue after a cancel. */
const CANCEL_GRACE_MS = 1200;

/**
 * The same context, but its requests continue for a moment when the execution is canceled: a create in flight may be paid
 * for, and its response has the ID. n8n's helper aborts a request by the signal of the context it is called on
 * (`this.getExecutionCancelSignal()`, in every supported version), so it is called on one with another signal.
 */
export function withCancelGrace<C extends CancelableContext>(context: C): C {
	const cancelSignal = context.getExecutionCancelSignal?.();
	if (!cancelSignal) return context;
	const grace = new AbortController();
	const startGrace = () => void sleep(CANCEL_GRACE_MS).then(() => grace.abort());
	if (cancelSignal.aborted) startGrace();
	else cancelSignal.addEventListener('abort', startGrace, { once: true });
	return withAbortSignal(context, grace.signal);
}

/** A context whose requests end with this signal instead of that of the Stop button. */
export function withAbortSignal<C extends object>(context: C, signal: AbortSignal): C {
	if (!('getExecutionCancelSignal' in context)) return context;
	const overrides: Partial<CancelableContext> = { getExecutionCancelSignal: () => signal };
	return Object.assign(Object.create(context) as C, overrides);
}
