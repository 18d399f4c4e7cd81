import type { IDataObject, IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { inputError } from '../../api/errors';
import { moneyFor, plans } from '../../catalog/plans';
import type { Estimate } from '../../catalog/prices';
import { estimate } from '../../catalog/prices';
import { MediaInput } from './mediaInput';
import type { Order } from '../types';
import { runOf } from '../runKey';

/** What an order is expected to cost. */
export function priceOf(order: Order, examined?: number): Estimate {
	if (examined !== undefined) return { credits: examined, basis: 'Price of the effect' };
	return estimate(order.endpoint, order.body);
}

/** What is kept for the length of an execution, over all tries and runs. */
interface Ledger {
	/** Credits of what was made. */
	spent: number;
	/** Credits of what may still be made, by run and item. */
	reserved: Record<string, number>;
}

/** Keeps the credits of a whole execution under the user's limit. */
export class Budget {
	private readonly ledger: Ledger;
	private readonly run: string;

	constructor(private readonly context: IExecuteFunctions) {
		const kept = context.getContext('node') as { pixVerseCredits?: Ledger };
		this.ledger = kept.pixVerseCredits ??= { spent: 0, reserved: {} };
		this.run = runOf(context);
	}

	/**
	 * Counts an order in; one that an earlier try of the same item left over is replaced.
	 * @returns the error when it would pass the limit, or when its price is not known so that the limit cannot be kept
	 */
	admit(order: Order, price: Estimate): NodeOperationError | undefined {
		const limit = order.delivery.creditLimit;
		if (limit !== undefined && price.credits === undefined)
			return this.refuse(
				order,
				'"Credit Limit" cannot be kept: the price of this item is not known',
				`${price.basis}. Remove the limit, or choose a model with a known price.`,
			);
		this.release(order);
		const credits = price.credits ?? 0;
		// The sum is made only where somebody asks for it: a large batch would make it for every item.
		if (limit !== undefined && this.committed + credits > limit)
			return this.refuse(
				order,
				`"Credit Limit" of ${limit} credits would be passed: this item brings the execution to ${this.committed + credits}`,
				`${price.basis}. Raise the limit, or make fewer or cheaper generations. Nothing was sent for this item.`,
			);
		this.ledger.reserved[this.key(order)] = credits;
		return undefined;
	}

	/**
	 * The order was made. What an earlier try has made was counted by it.
	 * @param charged credits, when the API says so; else what was expected stands
	 */
	settle(order: Order, charged: number | undefined): void {
		const expected = this.ledger.reserved[this.key(order)];
		if (expected === undefined) return;
		this.release(order);
		this.ledger.spent += charged ?? expected;
	}

	/** The order came to nothing and costs nothing. */
	release(order: Order): void {
		delete this.ledger.reserved[this.key(order)];
	}

	/** Credits of what was made and of what may still be made. */
	private get committed(): number {
		const { spent, reserved } = this.ledger;
		return Object.values(reserved).reduce((sum, credits) => sum + credits, spent);
	}

	private key({ itemIndex }: Order): string {
		return `${this.run}/${itemIndex}`;
	}

	private refuse(order: Order, message: string, description: string): NodeOperationError {
		return inputError(this.context.getNode(), order.itemIndex, { message, description });
	}
}

/** What a dry run returns: the request as it would be sent, and what it would cost. */
export function rehearsal(order: Order, price: Estimate): IDataObject {
	const plan = order.delivery.plan === undefined ? undefined : plans[order.delivery.plan];
	const request = Object.fromEntries(
		Object.entries(order.body)
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => [name, value instanceof MediaInput ? described(value) : value]),
	) as IDataObject;
	return {
		dryRun: true,
		endpoint: `POST ${order.endpoint}`,
		request,
		estimatedCredits: price.credits ?? null,
		estimateBasis: price.basis,
		...(plan && {
			estimatedUsd: moneyFor(plan, price.credits, order.body) ?? null,
			plan: plan.name,
		}),
	};
}

function described({ source, value }: MediaInput): string {
	if (source === 'path') return value;
	return source === 'url'
		? `(would be uploaded from ${value})`
		: `(would be uploaded from the field ${value})`;
}
