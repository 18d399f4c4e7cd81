import type { NodeError } from '../jobErrors';
import type { UnconfirmedCreate } from '../retryState';
import type { Job } from '../types';

/** IDs that an error lists in words; all of them are in its context. */
const MAX_LISTED_IDS = 20;

/**
 * Adds to the error that ends a run the IDs of all its jobs, and the references of creates that may have made one more.
 */
export function attachJobIds<E extends NodeError>(failure: E, jobs: Job[], unconfirmedCreates: UnconfirmedCreate[] = []): E {
	const { generationId, generationReference } = failure.context;
	const others = jobs.filter(({ id }) => id.raw !== generationId);
	if (others.length > 0) {
		failure.context.generations = others.map(({ itemIndex, id }) => ({ itemIndex, id: id.raw }));
		const told = joinLimited(others.map(({ itemIndex, id }) => `item ${itemIndex}: ${id.raw}`));
		appendDescription(failure, `Also made in this run, and not lost: ${told}.`);
	}
	const unsure = unconfirmedCreates.filter(({ reference }) => reference !== generationReference);
	if (unsure.length > 0) {
		failure.context.unanswered = unsure.map((unconfirmedCreate) => ({ ...unconfirmedCreate }));
		const told = joinLimited(
			unsure.map(
				({ itemIndex, reference, candidates }) =>
					`item ${itemIndex}: reference ${reference}${candidates.length > 0 ? `, perhaps ${candidates.join(' or ')}` : ''}`,
			),
		);
		appendDescription(
			failure,
			`Perhaps made as well, since the answer did not come: ${told}. Scheduler: Get Many shows running jobs with their references.`,
		);
	}
	return failure;
}

function joinLimited(all: string[]): string {
	const rest = all.length > MAX_LISTED_IDS ? ` and ${all.length - MAX_LISTED_IDS} more` : '';
	return all.slice(0, MAX_LISTED_IDS).join(', ') + rest;
}

function appendDescription(failure: NodeError, text: string): void {
	failure.description = `${failure.description ?? ''} ${text}`.trim();
}
