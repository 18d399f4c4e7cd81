import type { IExecuteFunctions } from 'n8n-workflow';
import { getRunKey } from './runKey';

/** What is kept of one item between two tries of the same run. */
interface ItemState {
	/** IDs of the jobs that were made for it. */
	ids: string[];
	credits?: number;
	/** Fingerprint of what they were made for. */
	wish?: string;
	/** How many creates were sent for it, so that each has a reference of its own. */
	createCount: number;
	/** Set while the answer to a create is not known. */
	unconfirmedReference?: string;
	/** Clock time at which it was sent. */
	sentAt?: number;
	/** Jobs that may be what became of it. */
	candidates?: string[];
}

/** A create of which it is not known whether it has made anything. */
export interface UnconfirmedCreate {
	itemIndex: number;
	reference: string;
	candidates: string[];
}

/**
 * Remembers, for the length of an execution, which jobs were made for which item. n8n's Retry On Fail runs the whole
 * node again, paid items included; what was made by the try before is taken up instead of being made again.
 */
export class RetryState {
	private readonly items: Record<string, ItemState>;
	private readonly retry: boolean;

	constructor(context: IExecuteFunctions) {
		this.retry = context.getMode() === 'retry';
		const run = getRunKey(context);
		const kept = context.getContext('node') as {
			pixVerse?: Record<string, Record<string, ItemState>>;
		};
		kept.pixVerse ??= {};
		this.items = kept.pixVerse[run] ??= {};
	}

	get(itemIndex: number): Readonly<ItemState> {
		return (this.items[String(itemIndex)] ??= { ids: [], createCount: 0 });
	}

	/**
	 * An item asks for this. In a retry of the execution, what was made of another wish is left alone; within an execution
	 * it stays the item's, since only an expression such as one of the time can have changed it.
	 */
	bindRequest(itemIndex: number, wish: string): void {
		const itemState = this.getMutable(itemIndex);
		if (this.retry && itemState.wish !== undefined && itemState.wish !== wish)
			this.items[String(itemIndex)] = { ids: [], createCount: itemState.createCount, wish };
		else itemState.wish ??= wish;
	}

	/** A create is about to be sent under this reference. */
	markSent(itemIndex: number, reference: string, since?: number): void {
		const itemState = this.getMutable(itemIndex);
		itemState.createCount++;
		itemState.unconfirmedReference = reference;
		itemState.sentAt = since;
	}

	/** The create made these jobs, or none. */
	markConfirmed(itemIndex: number, ids: string[], credits?: number): void {
		const itemState = this.getMutable(itemIndex);
		itemState.ids = ids;
		itemState.credits = credits;
		delete itemState.unconfirmedReference;
		delete itemState.candidates;
	}

	/** The job of the unanswered create may be one of these. */
	addCandidates(itemIndex: number, candidates: string[]): void {
		const itemState = this.getMutable(itemIndex);
		itemState.candidates = [...new Set([...(itemState.candidates ?? []), ...candidates])];
	}

	/** The creates of which it is not known whether they have made anything, without candidates that are known. */
	get unconfirmedCreates(): UnconfirmedCreate[] {
		const known = new Set(Object.values(this.items).flatMap(({ ids }) => ids));
		return Object.entries(this.items).flatMap(
			([item, { unconfirmedReference: unanswered, candidates = [] }]) =>
				unanswered === undefined
					? []
					: {
							itemIndex: Number(item),
							reference: unanswered,
							candidates: candidates.filter((id) => !known.has(id)),
						},
		);
	}

	/** Its job came to nothing: the next try may make another. */
	clearJobs(itemIndex: number): void {
		this.getMutable(itemIndex).ids = [];
	}

	private getMutable(itemIndex: number): ItemState {
		return this.get(itemIndex) as ItemState;
	}
}
