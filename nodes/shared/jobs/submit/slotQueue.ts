import { availableSlotsSchema } from '../../api/responseSchemas';
import type { PixVerseClient } from '../../api/client';
import { isSuccess } from '../../api/requestResult';
import type { Clock } from '../../api/clock';
import type { SlotRequest } from './slotCapacity';
import { SlotCapacity } from './slotCapacity';

const SECOND = 1000;
/** How often deadlines and closed accounts are looked after, in milliseconds; the API is not asked at that pace. */
const TICK_MS = 250;
/** The API's own clients wait 10 to 30 s after a 429. */
const RETRY_DELAY_RANGE_MS = { least: 8 * SECOND, most: 12 * SECOND };
/** The shortest pause, also when the API says to come back at once: its clock or the own one may be wrong. */
const MIN_RETRY_DELAY_MS = SECOND;
/** The longest, whatever the API says: asking again costs nothing. */
const MAX_RETRY_DELAY_MS = 5 * 60 * SECOND;
/** How long a count waits for creates that are on their way. */
const REFRESH_GRACE_MS = 5 * SECOND;

interface PendingAcquire {
	/** Counts those who came. */
	sequence: number;
	wish: SlotRequest;
	deadline: number;
	resolve(slot: Slot | undefined): void;
	reject(reason: unknown): void;
}

/** The right to have one job running. */
export interface Slot {
	/** The API took the job. @param account that has it, where the answer says so */
	confirm(account?: string): void;
	/** The job has ended, or was not made: the next may enter. */
	release(): void;
	/** The API had no room after all (429): whoever wants the same waits `ms`, or what its own clients wait. */
	reject(ms?: number): void;
}

/**
 * The free slots of all accounts. Creates pass through here in order: as many at once as there is room, the rest as
 * slots come free; one that waits for an account holds nobody up who wants another. Jobs of others on the same
 * accounts count, since the API is asked.
 */
export class SlotQueue {
	private readonly rooms = new SlotCapacity();
	private nextCount = 0;
	private ticking = false;
	private counting = false;
	private closed = false;
	/** Those who wait, by what they want: where there is no room for the first, there is none for those behind. */
	private readonly queues = new Map<string, PendingAcquire[]>();
	private nextSequence = 0;

	constructor(
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
	) {}

	/** Asks the API how many slots are free. */
	async refresh(): Promise<void> {
		this.nextCount = this.clock.now() + randomRetryDelay();
		this.rooms.beginRefresh();
		const reply = await this.api.send({ method: 'GET', path: 'scheduler/available' });
		const read = availableSlotsSchema.safeParse(isSuccess(reply) ? reply.body : undefined);
		const rows = read.success ? read.data.available : [];
		if (rows.length === 0) this.rooms.refreshFailed();
		else
			this.rooms.applyRefresh(
				rows.map(({ email, available, executing, maxJobs }) => ({
					email,
					available: available ?? 0,
					executing: executing ?? undefined,
					maxJobs: maxJobs ?? undefined,
				})),
			);
		this.processQueue();
	}

	/**
	 * Waits for a slot.
	 * @returns undefined when there was none by the deadline
	 */
	async acquire(deadline: number, wish: SlotRequest = {}): Promise<Slot | undefined> {
		if (this.closed) return undefined;
		return await new Promise((resolve, reject) => {
			const waiter = { sequence: this.nextSequence++, wish, deadline, resolve, reject };
			const key = queueKey(wish);
			const line = this.queues.get(key);
			if (line) line.push(waiter);
			else this.queues.set(key, [waiter]);
			// Else there is no room for those before.
			if (!line) this.processQueue();
			void this.runTicker();
		});
	}

	/** Sends everybody in line away. */
	close(): void {
		this.closed = true;
		for (const waiter of this.clearQueue()) waiter.resolve(undefined);
	}

	private grant(wish: SlotRequest): Slot {
		const lease = this.rooms.lease(wish);
		return {
			confirm: (account) => {
				this.rooms.confirm(lease, account);
				this.processQueue();
			},
			release: () => {
				this.rooms.release(lease);
				this.processQueue();
			},
			reject: (ms) => {
				const wait = Math.min(
					MAX_RETRY_DELAY_MS,
					Math.max(MIN_RETRY_DELAY_MS, ms ?? randomRetryDelay()),
				);
				this.rooms.reject(lease, this.clock.now() + wait);
				this.processQueue();
			},
		};
	}

	/** Lets in whom there is room for, in the order they came. */
	private processQueue(): void {
		for (;;) {
			const now = this.clock.now();
			const [next] = [...this.queues.values()]
				.flatMap(([first]) => first ?? [])
				.filter(({ wish }) => this.rooms.hasCapacity(wish, now))
				.sort((one, other) => one.sequence - other.sequence);
			if (!next) return;
			this.dequeue(next);
			next.resolve(now < next.deadline ? this.grant(next.wish) : undefined);
		}
	}

	/** Sends those away whose time has passed. */
	private expireOverdue(): void {
		const now = this.clock.now();
		const late = [...this.queues.values()].flat().filter(({ deadline }) => now >= deadline);
		for (const waiter of late) {
			this.dequeue(waiter);
			waiter.resolve(undefined);
		}
	}

	private dequeue(waiter: PendingAcquire): void {
		const key = queueKey(waiter.wish);
		const line = this.queues.get(key) ?? [];
		line.splice(line.indexOf(waiter), 1);
		if (line.length === 0) this.queues.delete(key);
	}

	/** @returns all who waited */
	private clearQueue(): PendingAcquire[] {
		const all = [...this.queues.values()].flat();
		this.queues.clear();
		return all;
	}

	private async refreshInBackground(): Promise<void> {
		if (this.counting) return;
		this.counting = true;
		try {
			await this.refresh();
		} catch {
			// Canceled: whoever waits hears it from the clock.
			this.closed = true;
		} finally {
			this.counting = false;
		}
	}

	/** Between two batches of creates a count is exact, so it waits for that a little. */
	private isRefreshDue(): boolean {
		const patience = this.rooms.hasInFlight ? REFRESH_GRACE_MS : 0;
		return this.clock.now() >= this.nextCount + patience;
	}

	private async runTicker(): Promise<void> {
		if (this.ticking) return;
		this.ticking = true;
		try {
			while (this.queues.size > 0) {
				await this.clock.sleep(TICK_MS);
				this.expireOverdue();
				this.processQueue();
				// A count may take long to be answered, and no deadline waits for it.
				if (this.queues.size > 0 && this.isRefreshDue()) void this.refreshInBackground();
			}
		} catch (reason) {
			for (const waiter of this.clearQueue()) waiter.reject(reason);
		} finally {
			this.ticking = false;
		}
	}
}

const queueKey = ({ account, maxJobs }: SlotRequest) => `${account ?? ''} ${maxJobs ?? ''}`;

function randomRetryDelay(): number {
	return (
		RETRY_DELAY_RANGE_MS.least +
		(RETRY_DELAY_RANGE_MS.most - RETRY_DELAY_RANGE_MS.least) * Math.random()
	);
}
