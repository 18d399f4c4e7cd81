import type { FastifyPluginAsync } from 'fastify';
import { problem } from '../error-responses.cts';
import { jobObject } from '../serializers/job.cts';
import type { World } from '../state.cts';
import { jobFrom } from './jobs-by-id.cts';
import { page, text } from './query.cts';

/** The reference gives this text without `code`, for deleted and unknown ones alike. */
const gone = () => problem(404, 'The original image has been deleted', false);

/** Images by list and by id; unlike videos, running ones are shown by id too. */
export const imageRoutes =
	(world: World): FastifyPluginAsync =>
	async (app) => {
		app.get('/images', async (request) => {
			const { limit, offset } = page(request, 50);
			const account = world.accounts.forInfo(text(request, 'email'));
			const all = world.jobs.list(account.email, ['image']);
			return {
				data: all.slice(offset, offset + limit).map((job) => jobObject(world, job)),
				// Never null, also when there is no more.
				next_offset: offset + limit,
				total: all.length,
			};
		});

		app.get('/images/:id', async (request) =>
			jobObject(world, jobFrom(world, request, ['image'], gone)),
		);

		app.delete('/images/:id', async (request, reply) => {
			const job = jobFrom(world, request, ['image'], gone);
			job.deleted = true;
			job.tracked = false;
			if (world.faults.switches.deleteAnswers.images === 'empty')
				return await reply.code(204).send();
			return { image_id: job.id, deleted: true };
		});
	};
