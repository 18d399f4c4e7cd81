import type { IDataObject, IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { inputError } from '../api/errors';
import { moneyFor, plans } from '../catalog/plans';
import type { Estimate } from '../catalog/prices';
import { estimate } from '../catalog/prices';
import { MediaInput } from './inputs';
import type { Order } from './order';

/** What an order is expected to cost. */
export function priceOf(order: Order, examined?: number): Estimate {
	if (examined !== undefined) return { credits: examined, basis: 'Price of the effect' };
	return estimate(order.endpoint, order.body);
}

/** Keeps the credits of a whole execution under the user's limit. */
export class Budget {
	private readonly kept: { spent?: number };

	constructor(private readonly context: IExecuteFunctions) {
		this.kept = context.getContext('node') as { spent?: number };
	}

	/**
	 * Counts an order in.
	 * @returns the error when it would pass the limit, or when its price is not known so that the limit cannot be kept
	 */
	admit(order: Order, price: Estimate): NodeOperationError | undefined {
		const limit = order.delivery.creditLimit;
		const spent = this.kept.spent ?? 0;
		if (limit !== undefined && price.credits === undefined)
			return this.refuse(
				order,
				'"Credit Limit" cannot be kept: the price of this item is not known',
				`${price.basis}. Remove the limit, or choose a model with a known price.`,
			);
		const total = spent + (price.credits ?? 0);
		if (limit !== undefined && total > limit)
			return this.refuse(
				order,
				`"Credit Limit" of ${limit} credits would be passed: this item brings the execution to ${total}`,
				`${price.basis}. Raise the limit, or make fewer or cheaper generations. Nothing was sent for this item.`,
			);
		this.kept.spent = total;
		return undefined;
	}

	/** Replaces what was expected by what the API has charged. */
	charged(expected: number | undefined, credits: number | undefined): void {
		if (credits === undefined) return;
		this.kept.spent = Math.max(0, (this.kept.spent ?? 0) - (expected ?? 0) + credits);
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
