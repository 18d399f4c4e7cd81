import { availableAnswer } from '../../api/responseSchemas';
import type { PixVerseApi } from '../../api/client';
import { succeeded } from '../../api/requestResult';
import type { Clock } from '../../api/clock';
import type { Wish } from './slotCapacity';
import { Rooms } from './slotCapacity';

const SECOND = 1000;
/** How often deadlines and closed accounts are looked after, in milliseconds; the API is not asked at that pace. */
const LOOK = 250;
/** The API's own clients wait 10 to 30 s after a 429. */
const PAUSE = { least: 8 * SECOND, most: 12 * SECOND };
/** The shortest pause, also when the API says to come back at once: its clock or the own one may be wrong. */
const SHORTEST = SECOND;
/** The longest, whatever the API says: asking again costs nothing. */
const LONGEST = 5 * 60 * SECOND;
/** How long a count waits for creates that are on their way. */
const UNSETTLED = 5 * SECOND;

interface Waiter {
	/** Counts those who came. */
	place: number;
	wish: Wish;
	deadline: number;
	enter(slot: Slot | undefined): void;
	fail(reason: unknown): void;
}

/** The right to have one job running. */
export interface Slot {
	/** The API took the job. @param account that has it, where the answer says so */
	accepted(account?: string): void;
	/** The job has ended, or was not made: the next may enter. */
	release(): void;
	/** The API had no room after all (429): whoever wants the same waits `ms`, or what its own clients wait. */
	refused(ms?: number): void;
}

/**
 * The free slots of all accounts. Creates pass through here in order: as many at once as there is room, the rest as
 * slots come free; one that waits for an account holds nobody up who wants another. Jobs of others on the same
 * accounts count, since the API is asked.
 */
export class Slots {
	private readonly rooms = new Rooms();
	private nextCount = 0;
	private watching = false;
	private counting = false;
	private closed = false;
	/** Those who wait, by what they want: where there is no room for the first, there is none for those behind. */
	private readonly lines = new Map<string, Waiter[]>();
	private arrivals = 0;

	constructor(
		private readonly api: PixVerseApi,
		private readonly clock: Clock,
	) {}

	/** Asks the API how many slots are free. */
	async count(): Promise<void> {
		this.nextCount = this.clock.now() + pause();
		this.rooms.beginCount();
		const reply = await this.api.send({ method: 'GET', path: 'scheduler/available' });
		const read = availableAnswer.safeParse(succeeded(reply) ? reply.body : undefined);
		const rows = read.success ? read.data.available : [];
		if (rows.length === 0) this.rooms.countFailed();
		else
			this.rooms.endCount(
				rows.map(({ email, available, executing, maxJobs }) => ({
					email,
					available: available ?? 0,
					executing: executing ?? undefined,
					maxJobs: maxJobs ?? undefined,
				})),
			);
		this.admit();
	}

	/**
	 * Waits for a slot.
	 * @returns undefined when there was none by the deadline
	 */
	async take(deadline: number, wish: Wish = {}): Promise<Slot | undefined> {
		if (this.closed) return undefined;
		return await new Promise((enter, fail) => {
			const waiter = { place: this.arrivals++, wish, deadline, enter, fail };
			const key = keyOf(wish);
			const line = this.lines.get(key);
			if (line) line.push(waiter);
			else this.lines.set(key, [waiter]);
			// Else there is no room for those before.
			if (!line) this.admit();
			void this.watch();
		});
	}

	/** Sends everybody in line away. */
	close(): void {
		this.closed = true;
		for (const waiter of this.dissolve()) waiter.enter(undefined);
	}

	private grant(wish: Wish): Slot {
		const ticket = this.rooms.grant(wish);
		return {
			accepted: (account) => {
				this.rooms.accepted(ticket, account);
				this.admit();
			},
			release: () => {
				this.rooms.released(ticket);
				this.admit();
			},
			refused: (ms) => {
				const wait = Math.min(LONGEST, Math.max(SHORTEST, ms ?? pause()));
				this.rooms.refused(ticket, this.clock.now() + wait);
				this.admit();
			},
		};
	}

	/** Lets in whom there is room for, in the order they came. */
	private admit(): void {
		for (;;) {
			const now = this.clock.now();
			const [next] = [...this.lines.values()]
				.flatMap(([first]) => first ?? [])
				.filter(({ wish }) => this.rooms.fits(wish, now))
				.sort((one, other) => one.place - other.place);
			if (!next) return;
			this.leave(next);
			next.enter(now < next.deadline ? this.grant(next.wish) : undefined);
		}
	}

	/** Sends those away whose time has passed. */
	private expire(): void {
		const now = this.clock.now();
		const late = [...this.lines.values()].flat().filter(({ deadline }) => now >= deadline);
		for (const waiter of late) {
			this.leave(waiter);
			waiter.enter(undefined);
		}
	}

	private leave(waiter: Waiter): void {
		const key = keyOf(waiter.wish);
		const line = this.lines.get(key) ?? [];
		line.splice(line.indexOf(waiter), 1);
		if (line.length === 0) this.lines.delete(key);
	}

	/** @returns all who waited */
	private dissolve(): Waiter[] {
		const all = [...this.lines.values()].flat();
		this.lines.clear();
		return all;
	}

	private async countBeside(): Promise<void> {
		if (this.counting) return;
		this.counting = true;
		try {
			await this.count();
		} catch {
			// Canceled: whoever waits hears it from the clock.
			this.closed = true;
		} finally {
			this.counting = false;
		}
	}

	/** Between two batches of creates a count is exact, so it waits for that a little. */
	private countDue(): boolean {
		const patience = this.rooms.unsettled ? UNSETTLED : 0;
		return this.clock.now() >= this.nextCount + patience;
	}

	private async watch(): Promise<void> {
		if (this.watching) return;
		this.watching = true;
		try {
			while (this.lines.size > 0) {
				await this.clock.sleep(LOOK);
				this.expire();
				this.admit();
				// A count may take long to be answered, and no deadline waits for it.
				if (this.lines.size > 0 && this.countDue()) void this.countBeside();
			}
		} catch (reason) {
			for (const waiter of this.dissolve()) waiter.fail(reason);
		} finally {
			this.watching = false;
		}
	}
}

const keyOf = ({ account, maxJobs }: Wish) => `${account ?? ''} ${maxJobs ?? ''}`;

function pause(): number {
	return PAUSE.least + (PAUSE.most - PAUSE.least) * Math.random();
}
