import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { NodeFailure } from './failures';
import { errorItem } from './failures';
import type { Outcome } from './engine';
import type { Job } from './order';

/** IDs that an error lists in words; all of them are in its context. */
const LISTED = 20;

/**
 * Hands over what became of a run, in the order of the items. Without "Continue on Fail" the first failure is thrown,
 * and takes the IDs of everything that was made along.
 */
export function handOver(
	context: IExecuteFunctions,
	outcomes: Outcome[],
	jobs: Job[],
): INodeExecutionData[] {
	const failure = outcomes.flatMap(({ failures }) => failures)[0];
	if (failure && !context.continueOnFail()) throw withIds(failure, jobs);
	return outcomes.flatMap(({ itemIndex, items, failures }) => [
		...items.sort((a, b) => a.place - b.place).map(({ item }) => item),
		...failures.map((error) => errorItem(error, itemIndex)),
	]);
}

/** Adds the IDs of all jobs of a run to the error that ends it. */
export function withIds<E extends NodeFailure>(failure: E, jobs: Job[]): E {
	const own = failure.context.generationId;
	const others = jobs.filter(({ id }) => id.raw !== own);
	if (others.length === 0) return failure;
	failure.context.generations = others.map(({ itemIndex, id }) => ({ itemIndex, id: id.raw }));
	const listed = others
		.slice(0, LISTED)
		.map(({ itemIndex, id }) => `item ${itemIndex}: ${id.raw}`)
		.join(', ');
	const rest = others.length > LISTED ? ` and ${others.length - LISTED} more` : '';
	failure.description =
		`${failure.description ?? ''} Also made in this run, and not lost: ${listed}${rest}.`.trim();
	return failure;
}
