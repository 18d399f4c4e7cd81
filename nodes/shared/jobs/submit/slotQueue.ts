import { availableSlotsSchema } from '../../api/responseSchemas';
import type { PixVerseClient } from '../../api/client';
import { isSuccess } from '../../api/requestResult';
import type { Clock } from '../../api/clock';
import { MINUTE, SECOND } from '../../time';
import { SlotCapacity, type SlotLease, type SlotRequest } from './slotCapacity';

/** How often the queue checks deadlines and blocked accounts. Doesn't call the API. */
const TICK_MS = 250;
/** The API's own clients wait 10 to 30 s after a 429. */
const RETRY_DELAY_RANGE_MS = { min: 8 * SECOND, max: 12 * SECOND };
/** Applies even if the API requests a shorter delay: its clock or the one of n8n may be wrong. */
const MIN_RETRY_DELAY_MS = SECOND;
/** Applies even if the API requests a longer delay: another attempt costs nothing. */
const MAX_RETRY_DELAY_MS = 5 * MINUTE;
/** How long a refresh is postponed for creates in flight. */
const REFRESH_GRACE_MS = 5 * SECOND;

interface PendingAcquire {
	sequence: number;
	request: SlotRequest;
	deadline: number;
	resolve(slot: Slot | undefined): void;
	reject(reason: unknown): void;
}

/** The right to have one job running. */
export interface Slot {
	/** The API accepted the job. @param account from the response, if it was received */
	confirm(account?: string): void;
	/** The job has ended. */
	release(): void;
	/** Releases the slot if no create was sent, or none of its jobs was created. */
	releaseIfUnused(): void;
	/** The API answered 429. @param delayMs delay that the API requested */
	reject(delayMs?: number): void;
}

/** Queues of all executions of this process in which creates wait. */
const waitingQueues = new Set<SlotQueue>();
/** Queues of all executions of this process with creates in flight. */
const submittingQueues = new Set<SlotQueue>();

/**
 * Hands out the slots of all accounts in order: as many immediately as are free, the others as slots are released. A
 * create that waits for an account doesn't hold up those for other accounts. Jobs that others run on the same accounts
 * count, too, because the free slots are read from the API.
 */
export class SlotQueue {
	private readonly capacity = new SlotCapacity();
	private nextRefresh = 0;
	private refreshing = false;
	/** By what is requested: if there is no slot for the first of a queue, there is none for the others. */
	private readonly queues = new Map<string, PendingAcquire[]>();
	private nextSequence = 0;

	/** @param stopSignal hands out no more slots when aborted; creates in flight may be paid for, so they are completed */
	constructor(
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
		readonly stopSignal = new AbortController().signal,
	) {
		stopSignal.addEventListener('abort', () => {
			submittingQueues.delete(this);
			for (const pending of this.clearQueue()) pending.resolve(undefined);
		});
	}

	/** Reads the number of free slots from the API. */
	async refresh(): Promise<void> {
		this.nextRefresh = this.clock.now() + this.getRetryDelay();
		this.capacity.beginRefresh();
		const others = this.listOtherCreates();
		const result = await this.api.send({ method: 'GET', path: 'scheduler/available' });
		const creates = new Set([...others, ...this.listOtherCreates()]);
		const { data } = availableSlotsSchema.safeParse(isSuccess(result) && result.body);
		if (data && data.available.length > 0) this.capacity.applyRefresh(data.available, creates);
		else this.capacity.refreshFailed();
		this.processQueue();
	}

	/**
	 * Waits for a slot.
	 * @returns undefined if there was none before the deadline, or when the run is stopped
	 */
	async acquire(deadline: number, request: SlotRequest = {}): Promise<Slot | undefined> {
		if (this.stopSignal.aborted) return undefined;
		return await new Promise((resolve, reject) => {
			const pending = { sequence: this.nextSequence++, request, deadline, resolve, reject };
			const key = getQueueKey(request);
			const queue = this.queues.get(key);
			if (queue) queue.push(pending);
			else {
				this.queues.set(key, [pending]);
				this.processQueue();
			}
			void this.runTicker();
		});
	}

	/** Creates of other executions that are in flight: the free slots may or may not include them. */
	private listOtherCreates(): SlotLease[] {
		return [...submittingQueues].flatMap((queue) =>
			queue !== this && queue.api.url === this.api.url ? queue.capacity.pendingLeases : [],
		);
	}

	private createSlot(request: SlotRequest): Slot {
		const lease = this.capacity.lease(request);
		submittingQueues.add(this);
		const update = (apply: () => void) => {
			apply();
			if (!this.capacity.hasInFlight) submittingQueues.delete(this);
			this.processQueue();
		};
		const release = () => {
			const { state, account } = lease;
			const isNeeded = this.isWaitingFor(account);
			update(() => this.capacity.release(lease));
			if (state !== 'released' && !isNeeded) this.passOn(account);
		};
		return {
			confirm: (account) => update(() => this.capacity.confirm(lease, account)),
			release,
			releaseIfUnused: () => {
				if (lease.state === 'pending') release();
			},
			reject: (delayMs) => {
				const delay = Math.max(MIN_RETRY_DELAY_MS, delayMs ?? this.getRetryDelay());
				const blockedUntil = this.clock.now() + Math.min(MAX_RETRY_DELAY_MS, delay);
				update(() => this.capacity.reject(lease, blockedUntil));
			},
		};
	}

	/**
	 * Tells one other execution of this process about a slot that this one doesn't need, so that it doesn't have to wait.
	 * @param account undefined if it isn't known: the other one reads the free slots
	 */
	private passOn(account: string | undefined): void {
		const next = [...waitingQueues].find(
			(queue) => queue !== this && queue.api.url === this.api.url && queue.isWaitingFor(account),
		);
		if (!next) return;
		next.nextRefresh = next.clock.now();
		if (account === undefined) return;
		next.capacity.addFreeSlot(account);
		next.nextRefresh += next.getRetryDelay();
		next.processQueue();
	}

	private isWaitingFor(account: string | undefined): boolean {
		return [...this.queues.values()].some(
			([first]) =>
				first && (account === undefined || [undefined, account].includes(first.request.account)),
		);
	}

	/** Serves everybody for whom there is a slot, in order. */
	private processQueue(): void {
		for (;;) {
			const now = this.clock.now();
			let next: PendingAcquire | undefined;
			for (const [first] of this.queues.values())
				if (
					first &&
					first.sequence < (next?.sequence ?? Infinity) &&
					this.capacity.hasCapacity(first.request, now)
				)
					next = first;
			if (!next) return;
			this.dequeue(next);
			next.resolve(now < next.deadline ? this.createSlot(next.request) : undefined);
		}
	}

	private expireOverdue(): void {
		const now = this.clock.now();
		const overdue: PendingAcquire[] = [];
		for (const queue of this.queues.values())
			for (const pending of queue) if (now >= pending.deadline) overdue.push(pending);
		for (const pending of overdue) {
			this.dequeue(pending);
			pending.resolve(undefined);
		}
	}

	private dequeue(pending: PendingAcquire): void {
		const key = getQueueKey(pending.request);
		const queue = this.queues.get(key) ?? [];
		queue.splice(queue.indexOf(pending), 1);
		if (queue.length === 0) this.queues.delete(key);
	}

	/** @returns everything that was queued */
	private clearQueue(): PendingAcquire[] {
		const all = [...this.queues.values()].flat();
		this.queues.clear();
		return all;
	}

	private async refreshInBackground(): Promise<void> {
		if (this.refreshing) return;
		this.refreshing = true;
		try {
			await this.refresh();
		} catch {
			// Canceled: the clock ends the ticker, and with it everything that is queued.
		} finally {
			this.refreshing = false;
		}
	}

	/** A refresh is exact while no create is in flight, so it's postponed a little for that. */
	private isRefreshDue(): boolean {
		const grace = this.capacity.hasInFlight ? REFRESH_GRACE_MS : 0;
		return this.clock.now() >= this.nextRefresh + grace;
	}

	private async runTicker(): Promise<void> {
		if (waitingQueues.has(this)) return;
		waitingQueues.add(this);
		try {
			while (this.queues.size > 0) {
				await this.clock.sleep(TICK_MS);
				this.expireOverdue();
				this.processQueue();
				// Not awaited: a slow response must not delay the deadlines.
				if (this.queues.size > 0 && this.isRefreshDue()) void this.refreshInBackground();
			}
		} catch (canceled) {
			for (const pending of this.clearQueue()) pending.reject(canceled);
		} finally {
			waitingQueues.delete(this);
		}
	}

	private getRetryDelay(): number {
		const { min, max } = RETRY_DELAY_RANGE_MS;
		return min + (max - min) * this.clock.random();
	}
}

const getQueueKey = ({ account, maxJobs }: SlotRequest) => `${account ?? ''} ${maxJobs ?? ''}`;
