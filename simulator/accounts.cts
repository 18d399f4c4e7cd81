import {
	createAccountStateError,
	createUnknownAccountError,
	createBadRequestError,
	createApiError,
} from './error-responses.cts';

/** Credits by source; a job uses daily ones first, purchased ones last. */
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
	/** PixVerse's own number of the account. */
	readonly accountId: number;
	/** Why PixVerse refuses the session (596); absent when all is well. */
	error?: string;
	/** Concurrency of the plan, for jobs of the API and of the website together. */
	genSimultaneously: number;
	planName: string;
	/** Factors as the API gives them: text. */
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

	/** Configures an account, replacing one of the same address. `credits`: a number is the monthly rest. */
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

	/** Puts an account into the error state (596), or out of it with `undefined`. */
	setError(email: string, reason: string | undefined): void {
		const account = this.#getOrThrow(email);
		if (reason === undefined) delete account.error;
		else account.error = reason;
	}

	/** Sets the monthly rest and empties the other sources. */
	setCredits(email: string, credits: number): void {
		this.#getOrThrow(email).credits = { daily: 0, monthly: credits, package: 0 };
	}

	/** Spendable credits. */
	getBalance(account: Account): number {
		return account.credits.daily + account.credits.monthly + account.credits.package;
	}

	/** Takes `amount` from the account; the caller has checked that it is there. */
	charge(account: Account, amount: number): void {
		let rest = amount;
		for (const source of ['daily', 'monthly', 'package'] as const) {
			const taken = Math.min(account.credits[source], rest);
			account.credits[source] -= taken;
			rest -= taken;
		}
	}

	/**
	 * The account of a list, info or upload call: `email` is optional with exactly one account and required with
	 * more (400); unknown is 404; in error state is 596.
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

	/** A configured account that is not in error state. */
	getUsable(email: string): Account {
		const account = this.#byEmail.get(email);
		if (!account) throw createUnknownAccountError(email);
		if (account.error !== undefined) throw createAccountStateError(email, account.error);
		return account;
	}

	/**
	 * The account that a create call runs on: the one named, else any that `hasSlot`. `undefined` when all are
	 * busy. The pick is random, as the reference has it: clients must not rely on an order.
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
