import { availableAnswer } from '../api/answers';
import type { PixVerseApi } from '../api/client';
import { succeeded } from '../api/reply';
import type { Clock } from '../api/clock';

const SECOND = 1000;
/** How often waiting items look for room, in milliseconds; the API is not asked at that pace. */
const LOOK = 250;
/** The API's own clients wait 10 to 30 s after a 429. */
const PAUSE = { least: 8 * SECOND, most: 12 * SECOND };
/** The shortest pause, also when the API says to come back at once: its clock or the own one may be wrong. */
const SHORTEST = SECOND;
/** Assumed until it is counted: the most an account can have. A refusal (429) costs nothing. */
const ASSUMED = 8;

interface Waiter {
	deadline: number;
	enter(slot: Slot | undefined): void;
	fail(reason: unknown): void;
}

/** The right to have one job running. */
export interface Slot {
	/** The API took the job. */
	accepted(): void;
	/** The job has ended, or was not made: the next may enter. */
	release(): void;
	/** The API had no room after all (429): everybody waits `ms`, or what its own clients wait. */
	refused(ms?: number): void;
}

/**
 * The free slots of the accounts in question. Creates pass through here in order: as many at once as there is room,
 * the rest as slots come free. Jobs of others on the same accounts count, since the API is asked.
 */
export class Slots {
	private free = ASSUMED;
	/** Creates on their way, which the API's count may not show yet. */
	private unanswered = 0;
	/** Creates so far. */
	private granted = 0;
	/** Jobs that run as far as is known here. */
	private held = 0;
	/** Jobs held when the last count began, and released since. */
	private releasedSince = 0;
	/** Jobs held that the last count no longer found: their room is in it already. */
	private foreseen = 0;
	private closedUntil = 0;
	private nextCount = 0;
	private watching = false;
	private readonly line: Waiter[] = [];

	/** @param account only this one's slots; undefined for all */
	constructor(
		private readonly api: PixVerseApi,
		private readonly clock: Clock,
		private readonly account?: string,
	) {}

	/** Asks the API how many slots are free. Where it does not say, nothing changes. */
	async count(): Promise<void> {
		this.nextCount = this.clock.now() + pause();
		// What is on its way now, or sets out before the answer is here, may be missing in it, even if it arrives first.
		const arrived = this.granted - this.unanswered;
		const heldBefore = this.held;
		this.releasedSince = 0;
		const reply = await this.api.send({ method: 'GET', path: 'scheduler/available' });
		if (!succeeded(reply)) return;
		const read = availableAnswer.safeParse(reply.body);
		if (!read.success) return;
		const rows = read.data.available.filter(
			({ email }) => this.account === undefined || email === this.account,
		);
		if (rows.length === 0) return;
		const available = rows.reduce((sum, row) => sum + (row.available ?? 0), 0);
		this.free = Math.max(0, available - (this.granted - arrived));
		// Where it is not told how many jobs run, all of them may.
		const executing = rows.reduce((sum, row) => sum + (row.executing ?? Infinity), 0);
		this.foreseen = Math.max(0, heldBefore - executing - this.releasedSince);
	}

	/**
	 * Waits for a slot.
	 * @returns undefined when there was none by the deadline
	 */
	async take(deadline: number): Promise<Slot | undefined> {
		if (this.line.length === 0 && this.open()) return this.grant();
		return await new Promise((enter, fail) => {
			this.line.push({ deadline, enter, fail });
			void this.watch();
		});
	}

	/** Sends everybody in line away. */
	close(): void {
		for (const waiter of this.line.splice(0)) waiter.enter(undefined);
	}

	private grant(): Slot {
		this.free--;
		this.unanswered++;
		this.granted++;
		let state: 'sent' | 'held' | 'gone' = 'sent';
		const end = () => {
			if (state === 'sent') this.unanswered--;
			if (state === 'held') {
				this.held--;
				this.releasedSince++;
			}
			state = 'gone';
		};
		return {
			accepted: () => {
				if (state !== 'sent') return;
				this.unanswered--;
				this.held++;
				state = 'held';
			},
			release: () => {
				if (state === 'gone') return;
				const counted = state === 'held' && this.foreseen > 0;
				end();
				if (counted) {
					this.foreseen--;
					return;
				}
				this.free++;
				this.closedUntil = 0;
			},
			refused: (ms) => {
				end();
				this.free = 0;
				this.closedUntil = this.clock.now() + Math.max(SHORTEST, ms ?? pause());
				this.nextCount = this.closedUntil;
			},
		};
	}

	private open(): boolean {
		return this.free > 0 && this.clock.now() >= this.closedUntil;
	}

	private async watch(): Promise<void> {
		if (this.watching) return;
		this.watching = true;
		try {
			for (;;) {
				this.admit();
				if (this.line.length === 0) return;
				await this.clock.sleep(LOOK);
				const now = this.clock.now();
				if (this.free === 0 && now >= this.nextCount && now >= this.closedUntil) await this.count();
			}
		} catch (reason) {
			for (const waiter of this.line.splice(0)) waiter.fail(reason);
		} finally {
			this.watching = false;
		}
	}

	private admit(): void {
		const now = this.clock.now();
		for (let next = this.line[0]; next; next = this.line[0]) {
			if (now >= next.deadline) next.enter(undefined);
			else if (this.open()) next.enter(this.grant());
			else return;
			this.line.shift();
		}
	}
}

function pause(): number {
	return PAUSE.least + (PAUSE.most - PAUSE.least) * Math.random();
}
