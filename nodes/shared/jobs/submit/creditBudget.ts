import type { IDataObject, IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { createInputError } from '../../api/errors';
import { estimateUsd, plans } from '../../catalog/plans';
import type { CostEstimate } from '../../catalog/prices';
import { getRunKey } from '../runKey';
import type { GenerationRequest } from '../types';
import { MediaInput } from './mediaInput';

/** Stored for the length of an execution, over all tries and runs. */
interface CreditLedger {
	/** Credits of created jobs. */
	spent: number;
	/** Credits of requests that may still create jobs, by run and item. */
	reserved: Record<string, number>;
}

/** Keeps the credits of an execution below the user's limit. */
export class CreditBudget {
	private readonly ledger: CreditLedger;
	private readonly runKey: string;

	constructor(private readonly context: IExecuteFunctions) {
		const stored = context.getContext('node') as { pixVerseCredits?: CreditLedger };
		this.ledger = stored.pixVerseCredits ??= { spent: 0, reserved: {} };
		this.runKey = getRunKey(context);
	}

	/**
	 * Reserves the credits of a request. Replaces a reservation that an earlier try of the same item left over.
	 * @returns an error if the request would exceed the limit, or if there is a limit and the price is unknown
	 */
	reserve(request: GenerationRequest, price: CostEstimate): NodeOperationError | undefined {
		const limit = request.jobOptions.creditLimit;
		if (limit !== undefined && price.credits === undefined)
			return this.createLimitError(
				request,
				'"Credit Limit" can\'t be applied: the price of this item is unknown',
				`${price.basis}. Remove the limit, or select a model with a known price.`,
			);
		this.release(request);
		const credits = price.credits ?? 0;
		// Adding up costs time for each item of a large batch, so it's only done when there is a limit.
		if (limit !== undefined) {
			const { spent, reserved } = this.ledger;
			const total = Object.values(reserved).reduce((sum, other) => sum + other, spent) + credits;
			if (total > limit)
				return this.createLimitError(
					request,
					`"Credit Limit" of ${limit} credits would be exceeded: with this item, the execution costs ${total}`,
					`${price.basis}. Increase the limit, or create fewer or cheaper generations. Nothing was created for this item.`,
				);
		}
		this.ledger.reserved[this.getKey(request)] = credits;
		return undefined;
	}

	/**
	 * Turns the reservation of a request into spent credits. Does nothing if an earlier try has done so.
	 * @param charged credits that the API reported; the estimate counts if there are none
	 */
	commit(request: GenerationRequest, charged: number | undefined): void {
		const estimated = this.ledger.reserved[this.getKey(request)];
		if (estimated === undefined) return;
		this.release(request);
		this.ledger.spent += charged ?? estimated;
	}

	/** Drops the reservation of a request that created nothing. */
	release(request: GenerationRequest): void {
		delete this.ledger.reserved[this.getKey(request)];
	}

	private getKey({ itemIndex }: GenerationRequest): string {
		return `${this.runKey}/${itemIndex}`;
	}

	private createLimitError({ itemIndex }: GenerationRequest, message: string, description: string) {
		return createInputError(this.context.getNode(), itemIndex, { message, description });
	}
}

/** The result of a dry run: the request as it would be sent, and its estimated cost. */
export function buildDryRunResult(request: GenerationRequest, price: CostEstimate): IDataObject {
	const { endpoint, body, jobOptions } = request;
	const plan = jobOptions.plan === undefined ? undefined : plans[jobOptions.plan];
	const sent = Object.entries(body).filter(([, value]) => value !== undefined);
	const shown = sent.map(([name, value]) => [
		name,
		value instanceof MediaInput ? describeMediaInput(value) : value,
	]);
	const usd = plan && (estimateUsd(plan, price.credits, body) ?? null);
	return {
		dryRun: true,
		endpoint: `POST ${endpoint}`,
		request: Object.fromEntries(shown) as IDataObject,
		estimatedCredits: price.credits ?? null,
		estimateBasis: price.basis,
		estimateSource: price.source,
		...(plan && { estimatedUsd: usd, plan: plan.name }),
	};
}

function describeMediaInput({ source, value, file }: MediaInput): string {
	if (source === 'path') return value;
	const origin = source === 'url' ? value : `the ${file ? 'file' : 'field'} ${value}`;
	return `(would be uploaded from ${origin})`;
}
