import type { availableSlotsSchema } from '../../api/responseSchemas';

/** What a create needs. */
export interface SlotRequest {
	/** E-mail of the account that must run the job; undefined for any. */
	account?: string;
	/** Maximum number of running jobs for this create, instead of the account's own setting. */
	maxJobs?: number;
}

/** A slot taken by a create, and then by its job. */
export interface SlotLease {
	/** The account of the job: known from the start if one was requested, otherwise from the create response. */
	account?: string;
	state: 'pending' | 'active' | 'released';
	/** Confirmed before the last refresh began, so that the refresh includes it. */
	inSnapshot: boolean;
}

/** Slots of an account as the API reports them. */
type AccountUsage = NonNullable<
	ReturnType<typeof availableSlotsSchema.safeParse>['data']
>['available'][number];

interface AccountCapacity {
	available: number;
	/** The account's own setting. */
	maxJobs?: number;
	/** Active leases that the last refresh no longer included: their slots are counted as available already. */
	alreadyReleased: number;
	/** Active leases when the last refresh began. */
	active: number;
	/** Those of them that were released since. */
	released: number;
	/** Clock time; 0 if not blocked. */
	blockedUntil: number;
}

/** Assumed before the first refresh: the maximum of an account. A 429 costs nothing. */
const DEFAULT_SLOTS = 8;

/**
 * Free slots per account. For a create without an account, the API picks one and reports it in the response. Until then,
 * the create counts against every account that another create is waiting for.
 */
export class SlotCapacity {
	private readonly accounts = new Map<string, AccountCapacity>();
	/** All accounts together, before the first refresh. */
	private readonly unknownAccount = createCapacity();
	private readonly leases = new Set<SlotLease>();
	/** Leases without an account that no refresh includes. */
	private unassigned = 0;
	/** Number of creates in flight by requested account. */
	private readonly inFlight = new Map<string | undefined, number>();
	private isRefreshed = false;

	/** Whether a create may be sent now: as far as is known, the API has a free slot for it. */
	hasCapacity(request: SlotRequest, now: number): boolean {
		const { unassigned } = this;
		if (request.account !== undefined) {
			const capacity = this.getOrCreateCapacity(request.account);
			return now >= capacity.blockedUntil && availableFor(capacity, request) > unassigned;
		}
		const all = this.isRefreshed ? [...this.accounts.values()] : [this.unknownAccount];
		const available = all
			.filter(({ blockedUntil }) => now >= blockedUntil)
			.reduce((sum, capacity) => sum + Math.max(0, availableFor(capacity, request)), 0);
		const requested = [...this.inFlight.keys()].filter((account) => account !== undefined);
		return (
			available > unassigned &&
			requested.every((account) => this.getCapacity(account).available > unassigned)
		);
	}

	/** Takes a slot for a create that is about to be sent. */
	lease({ account }: SlotRequest): SlotLease {
		const lease: SlotLease = { account, state: 'pending', inSnapshot: false };
		this.leases.add(lease);
		this.adjustCounters(lease, 1);
		if (account !== undefined) this.getOrCreateCapacity(account).available--;
		return lease;
	}

	/** The API accepted the create. @param account from the response; undefined if it was lost */
	confirm(lease: SlotLease, account?: string): void {
		if (lease.state === 'released') return;
		const isAssigned = lease.account === undefined && account !== undefined;
		this.updateLease(lease, { state: 'active', account: lease.account ?? account });
		// A refresh that began after the create was accepted includes it. `available` may become negative if the API
		// assigned the slot of a job whose end isn't known here yet.
		if (isAssigned && !lease.inSnapshot) this.getCapacity(account).available--;
	}

	/** The job has ended, or was not created. */
	release(lease: SlotLease): void {
		const { state, account } = lease;
		if (state === 'released') return;
		this.removeLease(lease);
		if (account === undefined) return;
		const capacity = this.getCapacity(account);
		if (state === 'pending') {
			capacity.available++;
			return;
		}
		if (lease.inSnapshot) capacity.released++;
		if (capacity.alreadyReleased > 0) capacity.alreadyReleased--;
		else {
			capacity.available++;
			capacity.blockedUntil = 0;
		}
	}

	/** A job of another execution has ended. */
	addFreeSlot(account: string): void {
		const capacity = this.getCapacity(account);
		capacity.available = Math.max(0, capacity.available) + 1;
		capacity.blockedUntil = 0;
	}

	/** The API answered 429: blocks the requested account, or all accounts if none was requested. */
	reject(lease: SlotLease, blockedUntil: number): void {
		const { account } = lease;
		this.removeLease(lease);
		const full =
			account === undefined
				? [...this.accounts.values(), this.unknownAccount]
				: [this.getCapacity(account)];
		for (const capacity of full) {
			capacity.available = 0;
			capacity.blockedUntil = blockedUntil;
		}
	}

	/** Whether creates are in flight: a refresh may or may not include them. */
	get hasInFlight(): boolean {
		return this.inFlight.size > 0;
	}

	get pendingLeases(): SlotLease[] {
		return [...this.leases].filter(({ state }) => state === 'pending');
	}

	/** Call before requesting the free slots. Creates that are in flight until the response may be missing in it. */
	beginRefresh(): void {
		for (const capacity of this.accounts.values()) {
			capacity.active = 0;
			capacity.released = 0;
		}
		for (const lease of this.leases) {
			this.updateLease(lease, { inSnapshot: lease.state === 'active' });
			if (lease.inSnapshot && lease.account !== undefined) this.getCapacity(lease.account).active++;
		}
	}

	/**
	 * Applies the free slots that the API reported.
	 * @param others leases of other executions that may be missing in it
	 */
	applyRefresh(rows: AccountUsage[], others: Iterable<SlotLease> = []): void {
		this.isRefreshed = true;
		for (const { email, available, executing, maxJobs } of rows) {
			const capacity = this.accounts.get(email) ?? { ...this.unknownAccount };
			this.accounts.set(email, capacity);
			const missing = [...this.leases].filter(
				({ account, inSnapshot }) => account === email && !inSnapshot,
			);
			capacity.maxJobs = maxJobs ?? undefined;
			// Negative if a missing job took the slot of one whose end isn't known here yet.
			capacity.available = (available ?? 0) - missing.length;
			// If the API doesn't report the number of running jobs, all of them may be running.
			capacity.alreadyReleased = Math.max(
				0,
				capacity.active - (executing ?? Infinity) - capacity.released,
			);
		}
		for (const { state, account } of others)
			if (state !== 'released') this.getCapacityOrFreest(account).available--;
	}

	/** The free slots couldn't be read: where there seems to be none, one create is sent to find out. */
	refreshFailed(): void {
		for (const lease of this.leases) this.updateLease(lease, { inSnapshot: false });
		for (const capacity of [...this.accounts.values(), this.unknownAccount])
			capacity.available = Math.max(capacity.available, 1);
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

	/** Keeps the totals up to date, so that `hasCapacity` doesn't iterate over all leases. */
	private adjustCounters({ account, state, inSnapshot }: SlotLease, by: 1 | -1): void {
		if (state === 'released') return;
		if (account === undefined && !inSnapshot) this.unassigned += by;
		if (state !== 'pending') return;
		const count = (this.inFlight.get(account) ?? 0) + by;
		if (count > 0) this.inFlight.set(account, count);
		else this.inFlight.delete(account);
	}

	private getCapacity(account: string | undefined): AccountCapacity {
		return (account !== undefined && this.accounts.get(account)) || this.unknownAccount;
	}

	/** The account with the most free slots stands for the one that the API will pick. */
	private getCapacityOrFreest(account: string | undefined): AccountCapacity {
		if (account !== undefined) return this.getCapacity(account);
		const [first = this.unknownAccount, ...more] = this.accounts.values();
		return more.reduce((best, other) => (other.available > best.available ? other : best), first);
	}

	/** A requested account may be missing in the refresh: the API checks whether it exists. */
	private getOrCreateCapacity(account: string): AccountCapacity {
		const capacity = this.accounts.get(account) ?? createCapacity();
		this.accounts.set(account, capacity);
		return capacity;
	}
}

function createCapacity(): AccountCapacity {
	return { available: DEFAULT_SLOTS, alreadyReleased: 0, active: 0, released: 0, blockedUntil: 0 };
}

function availableFor(
	{ available, maxJobs: accountMaxJobs }: AccountCapacity,
	{ maxJobs }: SlotRequest,
): number {
	return maxJobs === undefined || accountMaxJobs === undefined
		? available
		: available + maxJobs - accountMaxJobs;
}
