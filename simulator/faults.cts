import {
	changeSwitches,
	DEFAULT_SWITCHES,
	type SwitchChanges,
	type Switches,
} from './switches.cts';

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
				/** Restricts the time to the header or the body. */
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
	list(): Array<{ id: number; fault: Fault; remaining: number | null; hits: number }> {
		return this.#armed.map(({ id, fault, remaining, hits }) => ({
			id,
			fault,
			remaining: remaining === Infinity ? null : remaining,
			hits,
		}));
	}

	/**
	 * Changes the given switches and keeps the others.
	 * @throws for unknown switches
	 */
	setSwitches(changes: SwitchChanges): void {
		changeSwitches(this.switches, changes);
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
