/** Shape of an error body. The API uses several, so clients must handle all of them. */
export type ErrorShape = 'code' | 'string' | 'object' | 'details' | 'empty' | 'html' | 'text';

/** Faults that can be injected. README.md describes each one. */
export type Fault = { match?: FaultMatch } & FaultTrigger &
	(
		| {
				kind: 'status';
				status: number;
				shape?: ErrorShape;
				message?: string;
				/** Adds the `Retry-After` header and `retryAfter` in the body. */
				retryAfterSeconds?: number;
				/** Restricts the time to one of the two places. */
				retryAfterIn?: 'header' | 'body';
		  }
		| { kind: 'cutBefore' }
		| { kind: 'cutAfter' }
		| { kind: 'statusAfter'; status: number; shape?: ErrorShape; message?: string }
		| { kind: 'noResponse' }
		| { kind: 'noResponseAfter' }
		| { kind: 'delay'; ms: number }
		| { kind: 'truncatedJson' }
		| { kind: 'malformedJson' }
		| { kind: 'html' }
		| { kind: 'unknownStatus'; code?: number; name?: string }
		| { kind: 'empty'; status?: number }
		| { kind: 'redirect'; to: string; status?: 301 | 302 | 303 | 307 | 308 }
		| { kind: 'rejectedUpload'; message?: string }
		// For the media host, in addition to status, delay, noResponse, redirect, and html:
		| { kind: 'slowBody'; bytesPerSecond: number }
		| { kind: 'truncatedBody'; bytes?: number }
		| { kind: 'cutBody'; afterBytes?: number }
		| { kind: 'wrongType'; contentType?: string }
		| { kind: 'noLength' }
		| { kind: 'stalledBody'; afterBytes?: number }
		| { kind: 'endlessBody' }
		| { kind: 'noRange' }
		| { kind: 'noEtag' }
		| { kind: 'wrongRange'; shift?: number; total?: number }
		| { kind: 'changedFile' }
	);

export type FaultKind = Fault['kind'];

const KINDS: Readonly<Record<FaultKind, true>> = {
	status: true,
	cutBefore: true,
	cutAfter: true,
	statusAfter: true,
	noResponse: true,
	noResponseAfter: true,
	delay: true,
	truncatedJson: true,
	malformedJson: true,
	html: true,
	unknownStatus: true,
	empty: true,
	redirect: true,
	rejectedUpload: true,
	slowBody: true,
	truncatedBody: true,
	cutBody: true,
	wrongType: true,
	noLength: true,
	stalledBody: true,
	endlessBody: true,
	noRange: true,
	noEtag: true,
	wrongRange: true,
	changedFile: true,
};

/** For faults from HTTP requests, which aren't type-checked. */
export const isFaultKind = (kind: unknown): kind is FaultKind =>
	typeof kind === 'string' && Object.hasOwn(KINDS, kind);

/** Selects the requests that a fault applies to. All given criteria must match. */
export interface FaultMatch {
	host?: 'api' | 'media';
	method?: string;
	/** A part of the raw path, or a regular expression written as `/…/`. */
	path?: string;
}

export interface FaultTrigger {
	/** How many requests it affects. Default 1. With 0, it stays active until it's removed. */
	count?: number;
	/** Number of matching requests to leave alone first. */
	skip?: number;
	/** 0 to 1. Default 1. */
	probability?: number;
}

/** Behavior that the API reference leaves open or that differs between sources. */
export interface Switches {
	/** Which create responses include `cost_credits`. Only videos/create is known to. */
	costCredits: 'create' | 'all' | 'none';
	/**
	 * Seconds for `Retry-After` on 429. With null (default), the header is missing, as first-party clients
	 * expect.
	 */
	retryAfter: number | null;
	/** Status of GET videos/{id} for a running job: documented as 404, but official clients also handle 200. */
	runningVideo: 404 | 200;
	/** QUEUED videos claim to be final, as documented and observed. */
	queuedIsFinal: boolean;
	/** Bodies of DELETE responses, which are undocumented. */
	deleteResponses: Record<'accounts' | 'videos' | 'images' | 'scheduler', 'json' | 'empty'>;
	/** The useapi.net subscription has expired (402). */
	subscriptionExpired: boolean;
	/** Also enforces the concurrency of the plan, which includes untracked and website jobs. */
	planConcurrency: boolean;
	/** videos/extend accepts v5.5 and v5. Sources disagree, and the newest one says no. */
	extendLegacyModels: boolean;
	/** Shape of lists that the API reference doesn't document. */
	undocumentedLists: 'items' | 'data' | 'array' | 'grouped';
	/**
	 * Responses by ID and lists include `replyRef`, because "returned with the job" in the API reference
	 * may mean that.
	 */
	showReplyRef: boolean;
	callbacks: {
		/** Sends progress calls before the final call. */
		progress: boolean;
		/** Sends no calls at all. */
		lost: boolean;
		/** How many times each call is sent. */
		copies: number;
		/** Sends a first call before the create call is answered. */
		beforeResponse: boolean;
		/** Sends the final call this many simulated ms before GET shows the final status. */
		earlyMs: number;
		/** Sends the final call this many simulated ms late. */
		delayMs: number;
		/** Holds back final calls until this many are waiting, then sends them together. */
		holdUntil: number;
	};
}

const DEFAULT_SWITCHES: Switches = {
	costCredits: 'create',
	retryAfter: null,
	runningVideo: 404,
	queuedIsFinal: true,
	deleteResponses: { accounts: 'empty', videos: 'json', images: 'json', scheduler: 'empty' },
	subscriptionExpired: false,
	planConcurrency: false,
	extendLegacyModels: false,
	undocumentedLists: 'items',
	showReplyRef: false,
	callbacks: {
		progress: true,
		lost: false,
		copies: 1,
		beforeResponse: false,
		earlyMs: 0,
		delayMs: 0,
		holdUntil: 0,
	},
};

type PartialSwitches = Partial<Omit<Switches, 'callbacks' | 'deleteResponses'>> & {
	callbacks?: Partial<Switches['callbacks']>;
	deleteResponses?: Partial<Switches['deleteResponses']>;
};

interface ArmedFault {
	readonly id: number;
	readonly fault: Fault;
	remaining: number;
	skip: number;
	hits: number;
}

/** The active faults and the switches. */
export class Faults {
	readonly switches: Switches = structuredClone(DEFAULT_SWITCHES);
	#armed: ArmedFault[] = [];
	#nextId = 1;

	constructor(private readonly random: () => number) {}

	/** Activates a fault and returns its ID. */
	add(fault: Fault): number {
		const id = this.#nextId++;
		const count = fault.count ?? 1;
		this.#armed.push({
			id,
			fault,
			remaining: count === 0 ? Infinity : count,
			skip: fault.skip ?? 0,
			hits: 0,
		});
		return id;
	}

	remove(id: number): boolean {
		const before = this.#armed.length;
		this.#armed = this.#armed.filter((armed) => armed.id !== id);
		return this.#armed.length < before;
	}

	/** Lists the active faults and how often each was applied. */
	list(): Array<{ id: number; fault: Fault; left: number | null; hits: number }> {
		return this.#armed.map(({ id, fault, remaining: left, hits }) => ({
			id,
			fault,
			left: left === Infinity ? null : left,
			hits,
		}));
	}

	/**
	 * Changes the given switches and keeps the others.
	 * @throws for unknown switches
	 */
	setSwitches(change: PartialSwitches): void {
		const { callbacks: defaultCallbacks, deleteResponses: defaultDeleteResponses } =
			DEFAULT_SWITCHES;
		rejectUnknownKeys(change, DEFAULT_SWITCHES);
		rejectUnknownKeys(change.callbacks ?? {}, defaultCallbacks);
		rejectUnknownKeys(change.deleteResponses ?? {}, defaultDeleteResponses);
		const { callbacks, deleteResponses, ...rest } = change;
		Object.assign(this.switches, rest);
		Object.assign(this.switches.callbacks, callbacks);
		Object.assign(this.switches.deleteResponses, deleteResponses);
	}

	/** Removes all faults and resets all switches. */
	clear(): void {
		this.#armed = [];
		this.setSwitches(structuredClone(DEFAULT_SWITCHES));
	}

	/**
	 * Returns the first active fault of one of these kinds that matches the request, and counts it as
	 * applied.
	 */
	take<K extends FaultKind>(
		kinds: readonly K[],
		request: { host: 'api' | 'media'; method: string; path: string },
	): Extract<Fault, { kind: K }> | undefined {
		for (const armed of this.#armed) {
			const { fault } = armed;
			if (!isOneOf(fault, kinds) || armed.remaining <= 0 || !matchesRequest(fault.match, request))
				continue;
			if (armed.skip > 0) {
				armed.skip -= 1;
				continue;
			}
			if (fault.probability !== undefined && this.random() >= fault.probability) continue;
			armed.remaining -= 1;
			armed.hits += 1;
			return fault;
		}
		return undefined;
	}
}

function rejectUnknownKeys(change: object, known: object): void {
	const unknown = Object.keys(change).find((name) => !Object.hasOwn(known, name));
	if (unknown !== undefined) throw new Error(`The simulator has no switch ${unknown}`);
}

function isOneOf<K extends FaultKind>(
	fault: Fault,
	kinds: readonly K[],
): fault is Extract<Fault, { kind: K }> {
	return (kinds as readonly FaultKind[]).includes(fault.kind);
}

function matchesRequest(
	match: FaultMatch | undefined,
	request: { host: 'api' | 'media'; method: string; path: string },
): boolean {
	// Without a host, a fault applies to the API.
	if ((match?.host ?? 'api') !== request.host) return false;
	if (match?.method !== undefined && match.method.toUpperCase() !== request.method) return false;
	if (match?.path === undefined) return true;
	const pattern = /^\/(.*)\/$/.exec(match.path);
	return pattern ? new RegExp(pattern[1]!).test(request.path) : request.path.includes(match.path);
}
