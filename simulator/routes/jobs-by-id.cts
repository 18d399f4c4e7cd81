import type { FastifyRequest } from 'fastify';
import { parseIdFromUrl, type JobKind } from '../ids.cts';
import type { Job } from '../jobs.cts';
import { createBadRequestError, createApiError, type ApiError } from '../error-responses.cts';
import type { SimulatorState } from '../state.cts';

/**
 * Returns the job in the path.
 * @throws 400 when the ID is malformed, encoded, or of another kind, 404 or 596 for its account, and
 * `createError` when the job doesn't exist
 */
export function getRequestedJob(
	state: SimulatorState,
	request: FastifyRequest,
	kinds: readonly JobKind[],
	createError: (id: string) => ApiError,
): Job {
	const { text, id } = parseIdFromUrl(request.raw.url ?? '');
	if (!kinds.includes(id.kind))
		throw createBadRequestError(`${text} is not the id of a ${kinds[0]}`, true);
	state.accounts.getUsable(id.email);
	const job = state.jobs.find(text);
	if (!job) throw createError(text);
	return job;
}

export const createNotFoundError = (id: string) => createApiError(404, `${id} not found`);
