/** How the body of an error looks. The reference knows several shapes; clients must live with all. */
export type ErrorShape = 'code' | 'string' | 'object' | 'details' | 'empty' | 'html' | 'text';

/** What goes wrong. See README.md for each. */
export type Fault = { match?: FaultMatch } & FaultTrigger &
	(
		| {
				kind: 'status';
				status: number;
				shape?: ErrorShape;
				message?: string;
				/** Adds the header `Retry-After` and `retryAfter` in the body. */
				retryAfterSeconds?: number;
				/** In one of the two only. */
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
		// On the media host, beside status, delay, silent, redirect and html:
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

/** For faults that come from outside, where no type is checked. */
export const isFaultKind = (kind: unknown): kind is FaultKind =>
	typeof kind === 'string' && Object.hasOwn(KINDS, kind);

/** Which requests a fault is for; everything that is given must fit. */
export interface FaultMatch {
	host?: 'api' | 'media';
	method?: string;
	/** A part of the raw path, or a regular expression written as `/…/`. */
	path?: string;
}

export interface FaultTrigger {
	/** How often it strikes; default once, 0 for until it is removed. */
	count?: number;
	/** Lets so many fitting requests pass first. */
	skip?: number;
	/** 0 to 1; default always. */
	probability?: number;
}

/** Standing behaviour that the reference leaves open, or that differs between sources. */
export interface Switches {
	/** Which create answers tell `cost_credits`: only videos/create is known to. */
	costCredits: 'create' | 'all' | 'none';
	/** Seconds for `Retry-After` on 429; null (default) sends none, as first-party clients expect. */
	retryAfter: number | null;
	/** GET videos/{id} of a running job: documented as 404; official clients also handle 200. */
	runningVideo: 404 | 200;
	/** Videos that are QUEUED say they are final, as documented and seen. */
	queuedIsFinal: boolean;
	/** Bodies of DELETE answers; unknown for all. */
	deleteResponses: Record<'accounts' | 'videos' | 'images' | 'scheduler', 'json' | 'empty'>;
	/** The useapi.net subscription is over: 402. */
	subscriptionExpired: boolean;
	/** The plan's own concurrency counts too, with untracked jobs and those of the website. */
	planConcurrency: boolean;
	/** videos/extend still takes v5.5 and v5 (sources disagree; the newest says no). */
	extendLegacyModels: boolean;
	/** The shape of videos/voices, videos/restyles and speech/voices: unknown. */
	unknownLists: 'items' | 'data' | 'array' | 'grouped';
	/** By-id answers and lists show `replyRef`: "returned with the job" of the reference may mean them. */
	showReplyRef: boolean;
	callbacks: {
		/** Progress calls before the final one. */
		progress: boolean;
		/** No call leaves at all. */
		lost: boolean;
		/** How many times each call is sent. */
		copies: number;
		/** A first call leaves before the create call is answered. */
		beforeResponse: boolean;
		/** The final call leaves so many simulated ms before GET tells the same. */
		earlyMs: number;
		/** The final call leaves so many simulated ms late. */
		delayMs: number;
		/** Final calls are held back until so many are there, and leave together. */
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
	unknownLists: 'items',
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

/** What has been switched on from outside. */
export class Faults {
	readonly switches: Switches = structuredClone(DEFAULT_SWITCHES);
	#armed: ArmedFault[] = [];
	#nextId = 1;

	constructor(private readonly random: () => number) {}

	/** Arms a fault; returns its id. */
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

	/** What is armed, and how often each has hits. */
	list(): Array<{ id: number; fault: Fault; left: number | null; hits: number }> {
		return this.#armed.map(({ id, fault, remaining: left, hits }) => ({
			id,
			fault,
			left: left === Infinity ? null : left,
			hits,
		}));
	}

	/** Changes some switches and leaves the others; throws for one that does not exist. */
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

	/** Disarms everything and puts all switches back. */
	clear(): void {
		this.#armed = [];
		this.setSwitches(structuredClone(DEFAULT_SWITCHES));
	}

	/** The first armed fault of one of these kinds that is for this request; it has hits then. */
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
	// Without a word about the host, a fault is the API's.
	if ((match?.host ?? 'api') !== request.host) return false;
	if (match?.method !== undefined && match.method.toUpperCase() !== request.method) return false;
	if (match?.path === undefined) return true;
	const pattern = /^\/(.*)\/$/.exec(match.path);
	return pattern ? new RegExp(pattern[1]!).test(request.path) : request.path.includes(match.path);
}
