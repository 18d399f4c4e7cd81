import type { IExecuteFunctions } from 'n8n-workflow';
import { runOf } from './runKey';

/** What is kept of one item between two tries of the same run. */
interface Memo {
	/** IDs of the jobs that were made for it. */
	ids: string[];
	credits?: number;
	/** Fingerprint of what they were made for. */
	wish?: string;
	/** How many creates were sent for it, so that each has a reference of its own. */
	sent: number;
	/** Set while the answer to a create is not known. */
	unanswered?: string;
	/** Clock time at which it was sent. */
	since?: number;
	/** Jobs that may be what became of it. */
	candidates?: string[];
}

/** A create of which it is not known whether it has made anything. */
export interface Doubt {
	itemIndex: number;
	reference: string;
	candidates: string[];
}

/**
 * Remembers, for the length of an execution, which jobs were made for which item. n8n's Retry On Fail runs the whole
 * node again, paid items included; what was made by the try before is taken up instead of being made again.
 */
export class Memory {
	private readonly memos: Record<string, Memo>;
	private readonly retry: boolean;

	constructor(context: IExecuteFunctions) {
		this.retry = context.getMode() === 'retry';
		const run = runOf(context);
		const kept = context.getContext('node') as { pixVerse?: Record<string, Record<string, Memo>> };
		kept.pixVerse ??= {};
		this.memos = kept.pixVerse[run] ??= {};
	}

	of(itemIndex: number): Readonly<Memo> {
		return (this.memos[String(itemIndex)] ??= { ids: [], sent: 0 });
	}

	/**
	 * An item asks for this. In a retry of the execution, what was made of another wish is left alone; within an execution
	 * it stays the item's, since only an expression such as one of the time can have changed it.
	 */
	asks(itemIndex: number, wish: string): void {
		const memo = this.writable(itemIndex);
		if (this.retry && memo.wish !== undefined && memo.wish !== wish)
			this.memos[String(itemIndex)] = { ids: [], sent: memo.sent, wish };
		else memo.wish ??= wish;
	}

	/** A create is about to be sent under this reference. */
	sending(itemIndex: number, reference: string, since?: number): void {
		const memo = this.writable(itemIndex);
		memo.sent++;
		memo.unanswered = reference;
		memo.since = since;
	}

	/** The create made these jobs, or none. */
	answered(itemIndex: number, ids: string[], credits?: number): void {
		const memo = this.writable(itemIndex);
		memo.ids = ids;
		memo.credits = credits;
		delete memo.unanswered;
		delete memo.candidates;
	}

	/** The job of the unanswered create may be one of these. */
	suspect(itemIndex: number, candidates: string[]): void {
		const memo = this.writable(itemIndex);
		memo.candidates = [...new Set([...(memo.candidates ?? []), ...candidates])];
	}

	/** The creates of which it is not known whether they have made anything, without candidates that are known. */
	get doubts(): Doubt[] {
		const known = new Set(Object.values(this.memos).flatMap(({ ids }) => ids));
		return Object.entries(this.memos).flatMap(([item, { unanswered, candidates = [] }]) =>
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
	forget(itemIndex: number): void {
		this.writable(itemIndex).ids = [];
	}

	private writable(itemIndex: number): Memo {
		return this.of(itemIndex) as Memo;
	}
}
