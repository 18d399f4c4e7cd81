import type { IDataObject, IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { createInputError } from '../../api/errors';
import { estimateUsd, plans } from '../../catalog/plans';
import type { CostEstimate } from '../../catalog/prices';
import { estimateCost } from '../../catalog/prices';
import { MediaInput } from './mediaInput';
import type { GenerationRequest } from '../types';
import { getRunKey } from '../runKey';

/** What an order is expected to cost. */
export function estimateRequest(order: GenerationRequest, examined?: number): CostEstimate {
	if (examined !== undefined) return { credits: examined, basis: 'Price of the effect' };
	return estimateCost(order.endpoint, order.body);
}

/** What is kept for the length of an execution, over all tries and runs. */
interface CreditLedger {
	/** Credits of what was made. */
	spent: number;
	/** Credits of what may still be made, by run and item. */
	reserved: Record<string, number>;
}

/** Keeps the credits of a whole execution under the user's limit. */
export class CreditBudget {
	private readonly ledger: CreditLedger;
	private readonly run: string;

	constructor(private readonly context: IExecuteFunctions) {
		const kept = context.getContext('node') as { pixVerseCredits?: CreditLedger };
		this.ledger = kept.pixVerseCredits ??= { spent: 0, reserved: {} };
		this.run = getRunKey(context);
	}

	/**
	 * Counts an order in; one that an earlier try of the same item left over is replaced.
	 * @returns the error when it would pass the limit, or when its price is not known so that the limit cannot be kept
	 */
	reserve(order: GenerationRequest, price: CostEstimate): NodeOperationError | undefined {
		const limit = order.jobOptions.creditLimit;
		if (limit !== undefined && price.credits === undefined)
			return this.createLimitError(
				order,
				'"Credit Limit" cannot be kept: the price of this item is not known',
				`${price.basis}. Remove the limit, or choose a model with a known price.`,
			);
		this.release(order);
		const credits = price.credits ?? 0;
		// The sum is made only where somebody asks for it: a large batch would make it for every item.
		if (limit !== undefined && this.totalCommitted + credits > limit)
			return this.createLimitError(
				order,
				`"Credit Limit" of ${limit} credits would be passed: this item brings the execution to ${this.totalCommitted + credits}`,
				`${price.basis}. Raise the limit, or make fewer or cheaper generations. Nothing was sent for this item.`,
			);
		this.ledger.reserved[this.key(order)] = credits;
		return undefined;
	}

	/**
	 * The order was made. What an earlier try has made was counted by it.
	 * @param charged credits, when the API says so; else what was expected stands
	 */
	commit(order: GenerationRequest, charged: number | undefined): void {
		const expected = this.ledger.reserved[this.key(order)];
		if (expected === undefined) return;
		this.release(order);
		this.ledger.spent += charged ?? expected;
	}

	/** The order came to nothing and costs nothing. */
	release(order: GenerationRequest): void {
		delete this.ledger.reserved[this.key(order)];
	}

	/** Credits of what was made and of what may still be made. */
	private get totalCommitted(): number {
		const { spent, reserved } = this.ledger;
		return Object.values(reserved).reduce((sum, credits) => sum + credits, spent);
	}

	private key({ itemIndex }: GenerationRequest): string {
		return `${this.run}/${itemIndex}`;
	}

	private createLimitError(
		order: GenerationRequest,
		message: string,
		description: string,
	): NodeOperationError {
		return createInputError(this.context.getNode(), order.itemIndex, { message, description });
	}
}

/** What a dry run returns: the request as it would be sent, and what it would cost. */
export function buildDryRunResult(order: GenerationRequest, price: CostEstimate): IDataObject {
	const plan = order.jobOptions.plan === undefined ? undefined : plans[order.jobOptions.plan];
	const request = Object.fromEntries(
		Object.entries(order.body)
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => [
				name,
				value instanceof MediaInput ? describeMediaInput(value) : value,
			]),
	) as IDataObject;
	return {
		dryRun: true,
		endpoint: `POST ${order.endpoint}`,
		request,
		estimatedCredits: price.credits ?? null,
		estimateBasis: price.basis,
		...(plan && {
			estimatedUsd: estimateUsd(plan, price.credits, order.body) ?? null,
			plan: plan.name,
		}),
	};
}

function describeMediaInput({ source, value }: MediaInput): string {
	if (source === 'path') return value;
	return source === 'url'
		? `(would be uploaded from ${value})`
		: `(would be uploaded from the field ${value})`;
}
