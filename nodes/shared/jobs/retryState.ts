import type { IExecuteFunctions } from 'n8n-workflow';
import { readLegacyItemStates } from './legacyState';
import { getRunKey } from './runKey';

/** What one run stores about an item for its next try. */
export interface ItemState {
	/** IDs of the jobs that were created for the item. */
	ids: string[];
	credits?: number;
	/** Fingerprint of the request that created them. */
	fingerprint?: string;
	/** Number of creates sent for the item: each has its own reference. */
	createCount: number;
	/** Reference of a create without a known result. */
	unconfirmedReference?: string;
	/** Whether the jobs were found by their settings and time, because their reference was not shown anymore. */
	isMatched?: boolean;
	/** IDs of jobs that this create may have made. */
	candidates?: string[];
}

/** A create without a known result. */
export interface UnconfirmedCreate {
	itemIndex: number;
	reference: string;
	candidates: string[];
}

/**
 * Stores which jobs were created for which item, for the length of an execution. n8n's Retry On Fail runs the whole node
 * again, paid items included; the next try reuses the jobs of the one before.
 */
export class RetryState {
	private readonly items: Record<string, ItemState>;
	private readonly isRetry: boolean;

	constructor(context: IExecuteFunctions) {
		this.isRetry = context.getMode() === 'retry';
		const stored = context.getContext('node') as {
			pixVerseItems?: Record<string, Record<string, ItemState>>;
		};
		stored.pixVerseItems ??= readLegacyItemStates(stored) ?? {};
		this.items = stored.pixVerseItems[getRunKey(context)] ??= {};
	}

	get(itemIndex: number): Readonly<ItemState> {
		return (this.items[String(itemIndex)] ??= { ids: [], createCount: 0 });
	}

	/**
	 * Binds the stored jobs of an item to a request fingerprint. When an execution is retried with a different request,
	 * its old jobs are ignored. Within one execution they are kept, because only a time-dependent expression can have
	 * changed the request.
	 */
	bindRequest(itemIndex: number, fingerprint: string): void {
		const state = this.getMutable(itemIndex);
		if (this.isRetry && state.fingerprint !== undefined && state.fingerprint !== fingerprint)
			this.items[String(itemIndex)] = { ids: [], createCount: state.createCount, fingerprint };
		else state.fingerprint ??= fingerprint;
	}

	/** A create with this reference is about to be sent. */
	markSent(itemIndex: number, reference: string): void {
		const state = this.getMutable(itemIndex);
		state.createCount++;
		state.unconfirmedReference = reference;
	}

	/** The result of the create is known: these jobs, or none. */
	markConfirmed(itemIndex: number, ids: string[], credits?: number, isMatched?: true): void {
		const state = this.getMutable(itemIndex);
		state.ids = ids;
		state.credits = credits;
		state.isMatched = isMatched;
		delete state.unconfirmedReference;
		delete state.candidates;
	}

	addCandidates(itemIndex: number, candidates: string[]): void {
		const state = this.getMutable(itemIndex);
		state.candidates = [...new Set([...(state.candidates ?? []), ...candidates])];
	}

	/** All creates without a known result. Jobs that belong to other items are no candidates. */
	get unconfirmedCreates(): UnconfirmedCreate[] {
		const knownIds = new Set(Object.values(this.items).flatMap(({ ids }) => ids));
		return Object.entries(this.items).flatMap(
			([item, { unconfirmedReference: reference, candidates = [] }]) => {
				if (reference === undefined) return [];
				const others = candidates.filter((id) => !knownIds.has(id));
				return { itemIndex: Number(item), reference, candidates: others };
			},
		);
	}

	/** Drops the jobs of an item, so that the next try creates a new one. */
	clearJobs(itemIndex: number): void {
		this.getMutable(itemIndex).ids = [];
	}

	private getMutable(itemIndex: number): ItemState {
		return this.get(itemIndex) as ItemState;
	}
}
