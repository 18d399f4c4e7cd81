import type { NodeFailure } from './failures';
import type { Job } from './order';

/** IDs that an error lists in words; all of them are in its context. */
const LISTED = 20;

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
