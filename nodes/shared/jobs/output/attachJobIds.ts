import type { NodeFailure } from '../jobErrors';
import type { Doubt } from '../retryState';
import type { Job } from '../types';

/** IDs that an error lists in words; all of them are in its context. */
const LISTED = 20;

/**
 * Adds to the error that ends a run the IDs of all its jobs, and the references of creates that may have made one more.
 */
export function withIds<E extends NodeFailure>(failure: E, jobs: Job[], doubts: Doubt[] = []): E {
	const { generationId, generationReference } = failure.context;
	const others = jobs.filter(({ id }) => id.raw !== generationId);
	if (others.length > 0) {
		failure.context.generations = others.map(({ itemIndex, id }) => ({ itemIndex, id: id.raw }));
		const told = listed(others.map(({ itemIndex, id }) => `item ${itemIndex}: ${id.raw}`));
		add(failure, `Also made in this run, and not lost: ${told}.`);
	}
	const unsure = doubts.filter(({ reference }) => reference !== generationReference);
	if (unsure.length > 0) {
		failure.context.unanswered = unsure.map((doubt) => ({ ...doubt }));
		const told = listed(
			unsure.map(
				({ itemIndex, reference, candidates }) =>
					`item ${itemIndex}: reference ${reference}${candidates.length > 0 ? `, perhaps ${candidates.join(' or ')}` : ''}`,
			),
		);
		add(
			failure,
			`Perhaps made as well, since the answer did not come: ${told}. Scheduler: Get Many shows running jobs with their references.`,
		);
	}
	return failure;
}

function listed(all: string[]): string {
	const rest = all.length > LISTED ? ` and ${all.length - LISTED} more` : '';
	return all.slice(0, LISTED).join(', ') + rest;
}

function add(failure: NodeFailure, text: string): void {
	failure.description = `${failure.description ?? ''} ${text}`.trim();
}
