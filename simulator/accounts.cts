import {
	createAccountStateError,
	createUnknownAccountError,
	createBadRequestError,
	createApiError,
} from './error-responses.cts';

/** Credits by source. A job uses daily credits first and purchased ones last. */
export interface Credits {
	daily: number;
	monthly: number;
	package: number;
}

/** A PixVerse account that is configured with useapi.net. */
export interface Account {
	readonly email: string;
	password: string;
	maxJobs: number;
	credits: Credits;
	/** The account number that PixVerse assigns. */
	readonly accountId: number;
	/** Why PixVerse rejects the session (596). Absent while the account works. */
	error?: string;
	/** Concurrency of the plan, for jobs of the API and of the website together. */
	genSimultaneously: number;
	planName: string;
	/** Factors, as strings like the API returns them. */
	offPeakDiscount: string;
	previewModeDiscount: string;
	qualities: string[];
	unlimitedImageModels: string[];
	tokenExpires: number;
}

export type AccountSeed = { readonly email: string } & Partial<
	Omit<Account, 'email' | 'accountId' | 'credits'> & { credits: number | Partial<Credits> }
>;

const DAY = 86_400_000;

export class Accounts {
	readonly #byEmail = new Map<string, Account>();
	#nextAccountId = 339_000_001;

	constructor(
		private readonly now: () => number,
		private readonly random: () => number,
	) {}

	/**
	 * Configures an account and replaces one with the same address. A number in `credits` sets the monthly
	 * balance.
	 */
	add(seed: AccountSeed): Account {
		const { credits, ...rest } = seed;
		const amounts = typeof credits === 'number' ? { monthly: credits } : credits;
		const account: Account = {
			password: 'secret',
			maxJobs: 8,
			genSimultaneously: 8,
			planName: 'Premium - Monthly',
			offPeakDiscount: '0.7',
			previewModeDiscount: '0.8',
			qualities: ['360p', '480p', '540p', '720p', '1080p', '2160p'],
			unlimitedImageModels: [],
			tokenExpires: this.now() + 30 * DAY,
			...rest,
			credits: { daily: 0, monthly: 100_000, package: 0, ...amounts },
			accountId: this.#nextAccountId++,
		};
		this.#byEmail.set(account.email, account);
		return account;
	}

	get(email: string): Account | undefined {
		return this.#byEmail.get(email);
	}

	list(): Account[] {
		return [...this.#byEmail.values()];
	}

	remove(email: string): boolean {
		return this.#byEmail.delete(email);
	}

	clear(): void {
		this.#byEmail.clear();
	}

	/** Sets the error state of an account (596). `undefined` clears it. */
	setError(email: string, reason: string | undefined): void {
		const account = this.#getOrThrow(email);
		if (reason === undefined) delete account.error;
		else account.error = reason;
	}

	/** Sets the monthly balance and empties the other sources. */
	setCredits(email: string, credits: number): void {
		this.#getOrThrow(email).credits = { daily: 0, monthly: credits, package: 0 };
	}

	getBalance(account: Account): number {
		return account.credits.daily + account.credits.monthly + account.credits.package;
	}

	/** Deducts `amount` from the account. The caller checks the balance first. */
	charge(account: Account, amount: number): void {
		let rest = amount;
		for (const source of ['daily', 'monthly', 'package'] as const) {
			const taken = Math.min(account.credits[source], rest);
			account.credits[source] -= taken;
			rest -= taken;
		}
	}

	/**
	 * Resolves the account of a list, read, or upload call.
	 * @throws 400 when `email` is missing with several accounts, 404 when the account is unknown, 596 when
	 * it is in error state
	 */
	resolveForRead(email: string | undefined): Account {
		if (email === undefined) {
			const all = this.list();
			if (all.length > 1)
				throw createBadRequestError(
					'Parameter email is required: more than one account is configured',
					true,
				);
			if (all.length === 0) throw createApiError(404, 'No PixVerse account is configured');
			return this.getUsable(all[0]!.email);
		}
		return this.getUsable(email);
	}

	/**
	 * Returns a configured account.
	 * @throws 404 when it is unknown, 596 when it is in error state
	 */
	getUsable(email: string): Account {
		const account = this.#byEmail.get(email);
		if (!account) throw createUnknownAccountError(email);
		if (account.error !== undefined) throw createAccountStateError(email, account.error);
		return account;
	}

	/**
	 * Picks the account of a create call: the named one, otherwise a random one that passes `hasSlot`.
	 * Returns `undefined` when all are busy. Clients must not rely on an order.
	 */
	pickForCreate(
		email: string | undefined,
		hasSlot: (account: Account) => boolean,
	): Account | undefined {
		if (email !== undefined) {
			const account = this.getUsable(email);
			return hasSlot(account) ? account : undefined;
		}
		const all = this.list();
		if (all.length === 0) throw createApiError(404, 'No PixVerse account is configured', false);
		const healthy = all.filter((account) => account.error === undefined);
		if (healthy.length === 0) throw createAccountStateError(all[0]!.email, all[0]!.error!);
		const free = healthy.filter(hasSlot);
		return free[Math.floor(this.random() * free.length)];
	}

	#getOrThrow(email: string): Account {
		const account = this.#byEmail.get(email);
		if (!account) throw new Error(`The simulator has no account ${email}`);
		return account;
	}
}
