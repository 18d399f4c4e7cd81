import type { FastifyPluginAsync } from 'fastify';
import { createApiError } from '../error-responses.cts';
import { serializeJob } from '../serializers/job.cts';
import type { SimulatorState } from '../state.cts';
import { getRequestedJob } from './jobs-by-id.cts';
import { slicePage } from './pages.cts';
import { getPage, getQueryText } from './query.cts';

/** Deleted and unknown images share this text, without `code`. */
const createDeletedError = () => createApiError(404, 'The original image has been deleted', false);

/** Lists and reads images. Unlike videos, running ones are readable by ID. */
export const imageRoutes =
	(state: SimulatorState): FastifyPluginAsync =>
	async (app) => {
		app.get('/images', async (request) => {
			const { limit, offset } = getPage(request, 50);
			const account = state.accounts.resolveForRead(getQueryText(request, 'email'));
			const all = state.jobs.list(account.email, ['image']);
			const hidden = state.faults.switches.hiddenRows.images;
			const { rows, ...paging } = slicePage(all, { limit, offset, hidden });
			return {
				data: rows.map((job) => serializeJob(state, job)),
				...paging,
				// Only older sources mention it.
				total: all.length,
			};
		});

		app.get('/images/:id', async (request) =>
			serializeJob(state, getRequestedJob(state, request, ['image'], createDeletedError)),
		);

		app.delete('/images/:id', async (request, reply) => {
			const job = getRequestedJob(state, request, ['image'], createDeletedError);
			job.deleted = true;
			job.tracked = false;
			job.notifies = false;
			if (state.faults.switches.deleteResponses.images === 'empty')
				return await reply.code(204).send();
			return { image_id: job.id, deleted: true };
		});
	};
