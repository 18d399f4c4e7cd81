/** What a create needs room for. */
export interface Wish {
	/** E-mail of the account that has to make it; undefined for any. */
	account?: string;
	/** Jobs the account may run at once for this create, in place of the account's own setting. */
	maxJobs?: number;
}

/** A create that was let go, and the job it becomes. */
export interface Ticket {
	/** Where it runs: known from the start when an account was named, else once the API has answered. */
	account?: string;
	readonly named: boolean;
	state: 'sent' | 'held' | 'gone';
	/** Answered before the last count began, so that the count shows it. */
	counted: boolean;
}

/** One account as the API counts it. */
export interface Row {
	email: string;
	available: number;
	/** Jobs that run; undefined where the API does not say. */
	executing?: number;
	maxJobs?: number;
}

interface Room {
	free: number;
	/** The account's own setting. */
	most?: number;
	/** Jobs held here that the last count no longer found: their room is in it already. */
	foreseen: number;
	/** Jobs held when the last count began, and those of them released since. */
	held: number;
	released: number;
	closedUntil: number;
}

/** Assumed until it is counted: the most an account can have. A refusal (429) costs nothing. */
const ASSUMED = 8;

/**
 * The books of free slots, account by account. A create without an account may land on any of them, which shows in
 * its answer only; until then it counts against every account where it would take the place of another create.
 */
export class Rooms {
	private readonly rooms = new Map<string, Room>();
	/** All accounts together, as long as they are not counted. */
	private readonly elsewhere = roomOf(ASSUMED);
	private readonly tickets = new Set<Ticket>();
	/** Of these, creates that may land, or have landed, on an account nobody knows, and that no count shows. */
	private drifting = 0;
	/** Creates on their way, and those of them that named an account, by account. */
	private onTheirWay = 0;
	private readonly contested = new Map<string, number>();
	private counted = false;

	/** Whether a create may be sent now: the API will have room for it, as far as is known. */
	fits(wish: Wish, now: number): boolean {
		const { drifting } = this;
		if (wish.account !== undefined) {
			const room = this.named(wish.account);
			return now >= room.closedUntil && spare(room, wish) > drifting;
		}
		const rooms = this.counted ? [...this.rooms.values()] : [this.elsewhere];
		const open = rooms.filter(({ closedUntil }) => now >= closedUntil);
		const free = open.reduce((sum, room) => sum + Math.max(0, spare(room, wish)), 0);
		const contested = [...this.contested.keys()];
		return free > drifting && contested.every((account) => this.of(account).free > drifting);
	}

	/** Lets a create go. */
	grant({ account }: Wish): Ticket {
		const named = account !== undefined;
		const ticket: Ticket = { account, named, state: 'sent', counted: false };
		this.tickets.add(ticket);
		this.tally(ticket, 1);
		if (named) this.named(account).free--;
		return ticket;
	}

	/** The API took it. @param account as the answer says; undefined when there was no answer */
	accepted(ticket: Ticket, account?: string): void {
		if (ticket.state === 'gone') return;
		const landed = ticket.account === undefined && account !== undefined;
		this.change(ticket, { state: 'held', account: ticket.account ?? account });
		if (!landed) return;
		// A count that began after it was taken has its place already. Below zero where the API has put it in the place of
		// a job that has ended and whose end is not seen yet.
		if (!ticket.counted) this.of(account).free--;
	}

	/** Its job has ended, or was not made. */
	released(ticket: Ticket): void {
		const { state, account } = ticket;
		if (state === 'gone') return;
		this.gone(ticket);
		if (account === undefined) return;
		const room = this.of(account);
		if (state === 'sent') {
			room.free++;
			return;
		}
		room.released++;
		if (room.foreseen > 0) room.foreseen--;
		else {
			room.free++;
			room.closedUntil = 0;
		}
	}

	/** The API had no room (429): its account is closed until then, or all are when none was named. */
	refused(ticket: Ticket, until: number): void {
		const { named, account } = ticket;
		this.gone(ticket);
		const full = named ? [this.of(account)] : [...this.rooms.values(), this.elsewhere];
		for (const room of full) {
			room.free = 0;
			room.closedUntil = until;
		}
	}

	/** Whether creates are on their way, of which a count would not tell whether they are in it. */
	get unsettled(): boolean {
		return this.onTheirWay > 0;
	}

	/** A count sets out. What is on its way now, or sets out before the answer is here, may be missing in it. */
	beginCount(): void {
		for (const room of this.rooms.values()) {
			room.held = 0;
			room.released = 0;
		}
		for (const ticket of this.tickets) {
			this.change(ticket, { counted: ticket.state === 'held' });
			if (ticket.counted && ticket.account !== undefined) this.of(ticket.account).held++;
		}
	}

	/** The count has arrived. */
	endCount(rows: Row[]): void {
		this.counted = true;
		for (const { email, available, executing, maxJobs } of rows) {
			const room = this.rooms.get(email) ?? { ...this.elsewhere };
			this.rooms.set(email, room);
			const missing = [...this.tickets].filter(
				({ account, counted }) => account === email && !counted,
			);
			room.most = maxJobs;
			// Below zero where one that may be missing is in the place of a job whose end is not seen yet.
			room.free = available - missing.length;
			// Where it is not told how many jobs run, all of them may.
			room.foreseen = Math.max(0, room.held - (executing ?? Infinity) - room.released);
		}
	}

	/** The count did not arrive: where there seems to be no room, one create finds out. */
	countFailed(): void {
		for (const ticket of this.tickets) this.change(ticket, { counted: false });
		for (const room of [...this.rooms.values(), this.elsewhere]) {
			room.free = Math.max(room.free, 1);
		}
	}

	private gone(ticket: Ticket): void {
		this.change(ticket, { state: 'gone' });
		this.tickets.delete(ticket);
	}

	private change(ticket: Ticket, change: Partial<Ticket>): void {
		this.tally(ticket, -1);
		Object.assign(ticket, change);
		this.tally(ticket, 1);
	}

	/** Counts a ticket in or out of what is asked about all of them, so that nobody has to go through them. */
	private tally({ account, named, state, counted }: Ticket, by: 1 | -1): void {
		if (state === 'gone') return;
		if (account === undefined && !counted) this.drifting += by;
		if (state !== 'sent') return;
		this.onTheirWay += by;
		if (!named || account === undefined) return;
		const sent = (this.contested.get(account) ?? 0) + by;
		if (sent > 0) this.contested.set(account, sent);
		else this.contested.delete(account);
	}

	/** The room of a job. */
	private of(account: string | undefined): Room {
		return (account !== undefined && this.rooms.get(account)) || this.elsewhere;
	}

	/** The room of an account somebody named, counted or not: the API knows whether there is such an account. */
	private named(account: string): Room {
		const room = this.rooms.get(account) ?? roomOf(ASSUMED);
		this.rooms.set(account, room);
		return room;
	}
}

function roomOf(free: number): Room {
	return { free, foreseen: 0, held: 0, released: 0, closedUntil: 0 };
}

function spare({ free, most }: Room, { maxJobs }: Wish): number {
	return maxJobs === undefined || most === undefined ? free : free + maxJobs - most;
}
