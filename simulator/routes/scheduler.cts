import type { FastifyPluginAsync } from 'fastify';
import { idFromRawUrl } from '../ids.cts';
import type { Job } from '../jobs.cts';
import { problem } from '../error-responses.cts';
import { iso } from '../serializers/shared.cts';
import type { World } from '../state.cts';

/** What the API tracks now, how many more it can take, and how to make it forget a job. */
export const schedulerRoutes =
	(world: World): FastifyPluginAsync =>
	async (app) => {
		app.get('/scheduler', async () => world.jobs.tracked().map((job) => item(world, job)));

		app.get('/scheduler/available', async () => ({
			executing: world.jobs.tracked().map((job) => item(world, job)),
			available: world.accounts.list().map(({ email, maxJobs }) => {
				const executing = world.jobs.tracked(email).length;
				return { email, maxJobs, executing, available: Math.max(0, maxJobs - executing) };
			}),
		}));

		app.delete('/scheduler/:id', async (request, reply) => {
			const { text } = idFromRawUrl(request.raw.url ?? '');
			const job = world.jobs.recall(text);
			if (!job?.tracked) throw problem(404, `Unable to locate running ${text}`);
			// Only the tracking ends: PixVerse goes on, nothing is refunded, and no callback follows.
			job.tracked = false;
			if (world.faults.switches.deleteAnswers.scheduler === 'empty') {
				return await reply.code(204).send();
			}
			return { id: job.id, deleted: true };
		});
	};

function item(world: World, job: Job) {
	const seconds = Math.floor((world.clock.elapsed() - job.startedElapsed) / 1000);
	const two = (value: number) => String(value).padStart(2, '0');
	return {
		id: job.id,
		// Whether the real scheduler lists speech is unknown.
		type: job.kind,
		started: iso(job.createdAt),
		elapsed: `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`,
		...(job.replyUrl === undefined ? {} : { replyUrl: job.replyUrl }),
		...(job.replyRef === undefined ? {} : { replyRef: job.replyRef }),
	};
}
