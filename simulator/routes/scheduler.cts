import type { FastifyPluginAsync } from 'fastify';
import { parseIdFromUrl } from '../ids.cts';
import type { Job } from '../jobs.cts';
import { createApiError } from '../error-responses.cts';
import { toIso } from '../serializers/shared.cts';
import type { SimulatorState } from '../state.cts';

/** Lists tracked jobs and free slots, and stops tracking a job. */
export const schedulerRoutes =
	(state: SimulatorState): FastifyPluginAsync =>
	async (app) => {
		app.get('/scheduler', async () =>
			state.jobs.listTracked().map((job) => serializeItem(state, job)),
		);

		app.get('/scheduler/available', async () => ({
			executing: state.jobs.listTracked().map((job) => serializeItem(state, job)),
			available: state.accounts.list().map(({ email, maxJobs }) => {
				const executing = state.jobs.listTracked(email).length;
				return { email, maxJobs, executing, available: Math.max(0, maxJobs - executing) };
			}),
		}));

		app.delete('/scheduler/:id', async (request, reply) => {
			const { text } = parseIdFromUrl(request.raw.url ?? '');
			const job = state.jobs.findIncludingDeleted(text);
			if (!job?.tracked) throw createApiError(404, `Unable to locate running ${text}`);
			// Only the tracking ends: PixVerse continues, nothing is refunded, and no callback follows.
			job.tracked = false;
			job.notifies = false;
			if (state.faults.switches.deleteResponses.scheduler === 'empty') {
				return await reply.code(204).send();
			}
			return { id: job.id, deleted: true };
		});
	};

function serializeItem(state: SimulatorState, job: Job) {
	const seconds = Math.floor((state.clock.elapsed() - job.startedElapsed) / 1000);
	const pad = (value: number) => String(value).padStart(2, '0');
	return {
		id: job.id,
		type: job.kind,
		started: toIso(job.createdAt),
		elapsed: `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`,
		...(job.replyUrl === undefined ? {} : { replyUrl: job.replyUrl }),
		...(job.replyRef === undefined ? {} : { replyRef: job.replyRef }),
	};
}
