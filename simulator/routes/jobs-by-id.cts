import type { FastifyRequest } from 'fastify';
import { idFromRawUrl, type JobKind } from '../ids.cts';
import type { Job } from '../jobs.cts';
import { badRequest, problem, type ApiProblem } from '../error-responses.cts';
import type { World } from '../state.cts';

/**
 * The job that a by-id call names. 400 for an id that is no id, is encoded, or is of another kind; 404 or 596 for its
 * account; `absent` when there is no such job.
 */
export function jobFrom(
	world: World,
	request: FastifyRequest,
	kinds: readonly JobKind[],
	absent: (id: string) => ApiProblem,
): Job {
	const { text, id } = idFromRawUrl(request.raw.url ?? '');
	if (!kinds.includes(id.kind)) throw badRequest(`${text} is not the id of a ${kinds[0]}`, true);
	world.accounts.usable(id.email);
	const job = world.jobs.find(text);
	if (!job) throw absent(text);
	return job;
}

export const notFound = (id: string) => problem(404, `${id} not found`);
