/** What a create needs room for. */
export interface SlotRequest {
	/** E-mail of the account that has to make it; undefined for any. */
	account?: string;
	/** Jobs the account may run at once for this create, in place of the account's own setting. */
	maxJobs?: number;
}

/** A create that was let go, and the job it becomes. */
export interface SlotLease {
	/** Where it runs: known from the start when an account was named, else once the API has answered. */
	account?: string;
	readonly accountRequested: boolean;
	state: 'pending' | 'active' | 'released';
	/** Answered before the last count began, so that the count shows it. */
	inSnapshot: boolean;
}

/** One account as the API counts it. */
export interface AccountUsage {
	email: string;
	available: number;
	/** Jobs that run; undefined where the API does not say. */
	executing?: number;
	maxJobs?: number;
}

interface AccountCapacity {
	available: number;
	/** The account's own setting. */
	maxJobs?: number;
	/** Jobs held here that the last count no longer found: their room is in it already. */
	alreadyReleased: number;
	/** Jobs held when the last count began, and those of them released since. */
	held: number;
	release: number;
	blockedUntil: number;
}

/** Assumed until it is counted: the most an account can have. A refusal (429) costs nothing. */
const DEFAULT_SLOTS = 8;

/**
 * The books of free slots, account by account. A create without an account may land on any of them, which shows in
 * its answer only; until then it counts against every account where it would take the place of another create.
 */
export class SlotCapacity {
	private readonly rooms = new Map<string, AccountCapacity>();
	/** All accounts together, as long as they are not counted. */
	private readonly unknownAccount = createCapacity(DEFAULT_SLOTS);
	private readonly leases = new Set<SlotLease>();
	/** Of these, creates that may land, or have landed, on an account nobody knows, and that no count shows. */
	private unassigned = 0;
	/** Creates on their way, and those of them that named an account, by account. */
	private inFlight = 0;
	private readonly inFlightByAccount = new Map<string, number>();
	private counted = false;

	/** Whether a create may be sent now: the API will have room for it, as far as is known. */
	hasCapacity(wish: SlotRequest, now: number): boolean {
		const { unassigned: drifting } = this;
		if (wish.account !== undefined) {
			const room = this.getOrCreateCapacity(wish.account);
			return now >= room.blockedUntil && availableFor(room, wish) > drifting;
		}
		const rooms = this.counted ? [...this.rooms.values()] : [this.unknownAccount];
		const open = rooms.filter(({ blockedUntil: closedUntil }) => now >= closedUntil);
		const free = open.reduce((sum, room) => sum + Math.max(0, availableFor(room, wish)), 0);
		const contested = [...this.inFlightByAccount.keys()];
		return (
			free > drifting &&
			contested.every((account) => this.getCapacity(account).available > drifting)
		);
	}

	/** Lets a create go. */
	lease({ account }: SlotRequest): SlotLease {
		const getOrCreateCapacity = account !== undefined;
		const lease: SlotLease = {
			account,
			accountRequested: getOrCreateCapacity,
			state: 'pending',
			inSnapshot: false,
		};
		this.leases.add(lease);
		this.adjustCounters(lease, 1);
		if (getOrCreateCapacity) this.getOrCreateCapacity(account).available--;
		return lease;
	}

	/** The API took it. @param account as the answer says; undefined when there was no answer */
	confirm(lease: SlotLease, account?: string): void {
		if (lease.state === 'released') return;
		const landed = lease.account === undefined && account !== undefined;
		this.updateLease(lease, { state: 'active', account: lease.account ?? account });
		if (!landed) return;
		// A count that began after it was taken has its place already. Below zero where the API has put it in the place of
		// a job that has ended and whose end is not seen yet.
		if (!lease.inSnapshot) this.getCapacity(account).available--;
	}

	/** Its job has ended, or was not made. */
	release(lease: SlotLease): void {
		const { state, account } = lease;
		if (state === 'released') return;
		this.removeLease(lease);
		if (account === undefined) return;
		const room = this.getCapacity(account);
		if (state === 'pending') {
			room.available++;
			return;
		}
		room.release++;
		if (room.alreadyReleased > 0) room.alreadyReleased--;
		else {
			room.available++;
			room.blockedUntil = 0;
		}
	}

	/** The API had no room (429): its account is closed until then, or all are when none was named. */
	reject(lease: SlotLease, until: number): void {
		const { accountRequested: getOrCreateCapacity, account } = lease;
		this.removeLease(lease);
		const full = getOrCreateCapacity
			? [this.getCapacity(account)]
			: [...this.rooms.values(), this.unknownAccount];
		for (const room of full) {
			room.available = 0;
			room.blockedUntil = until;
		}
	}

	/** Whether creates are on their way, of which a count would not tell whether they are in it. */
	get hasInFlight(): boolean {
		return this.inFlight > 0;
	}

	/** A count sets out. What is on its way now, or sets out before the answer is here, may be missing in it. */
	beginRefresh(): void {
		for (const room of this.rooms.values()) {
			room.held = 0;
			room.release = 0;
		}
		for (const lease of this.leases) {
			this.updateLease(lease, { inSnapshot: lease.state === 'active' });
			if (lease.inSnapshot && lease.account !== undefined) this.getCapacity(lease.account).held++;
		}
	}

	/** The count has arrived. */
	applyRefresh(rows: AccountUsage[]): void {
		this.counted = true;
		for (const { email, available, executing, maxJobs } of rows) {
			const room = this.rooms.get(email) ?? { ...this.unknownAccount };
			this.rooms.set(email, room);
			const missing = [...this.leases].filter(
				({ account, inSnapshot: counted }) => account === email && !counted,
			);
			room.maxJobs = maxJobs;
			// Below zero where one that may be missing is in the place of a job whose end is not seen yet.
			room.available = available - missing.length;
			// Where it is not told how many jobs run, all of them may.
			room.alreadyReleased = Math.max(0, room.held - (executing ?? Infinity) - room.release);
		}
	}

	/** The count did not arrive: where there seems to be no room, one create finds out. */
	refreshFailed(): void {
		for (const lease of this.leases) this.updateLease(lease, { inSnapshot: false });
		for (const room of [...this.rooms.values(), this.unknownAccount]) {
			room.available = Math.max(room.available, 1);
		}
	}

	private removeLease(lease: SlotLease): void {
		this.updateLease(lease, { state: 'released' });
		this.leases.delete(lease);
	}

	private updateLease(lease: SlotLease, change: Partial<SlotLease>): void {
		this.adjustCounters(lease, -1);
		Object.assign(lease, change);
		this.adjustCounters(lease, 1);
	}

	/** Counts a ticket in or out of what is asked about all of them, so that nobody has to go through them. */
	private adjustCounters(
		{ account, accountRequested: getOrCreateCapacity, state, inSnapshot: counted }: SlotLease,
		by: 1 | -1,
	): void {
		if (state === 'released') return;
		if (account === undefined && !counted) this.unassigned += by;
		if (state !== 'pending') return;
		this.inFlight += by;
		if (!getOrCreateCapacity || account === undefined) return;
		const sent = (this.inFlightByAccount.get(account) ?? 0) + by;
		if (sent > 0) this.inFlightByAccount.set(account, sent);
		else this.inFlightByAccount.delete(account);
	}

	/** The room of a job. */
	private getCapacity(account: string | undefined): AccountCapacity {
		return (account !== undefined && this.rooms.get(account)) || this.unknownAccount;
	}

	/** The room of an account somebody named, counted or not: the API knows whether there is such an account. */
	private getOrCreateCapacity(account: string): AccountCapacity {
		const room = this.rooms.get(account) ?? createCapacity(DEFAULT_SLOTS);
		this.rooms.set(account, room);
		return room;
	}
}

function createCapacity(free: number): AccountCapacity {
	return { available: free, alreadyReleased: 0, held: 0, release: 0, blockedUntil: 0 };
}

function availableFor(
	{ available: free, maxJobs: most }: AccountCapacity,
	{ maxJobs }: SlotRequest,
): number {
	return maxJobs === undefined || most === undefined ? free : free + maxJobs - most;
}
