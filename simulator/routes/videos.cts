import type { FastifyPluginAsync } from 'fastify';
import { isFinal } from '../jobs.cts';
import { problem } from '../error-responses.cts';
import { EFFECTS } from '../seeds/effects.cts';
import { LIPSYNC_VOICES } from '../seeds/lipsync-voices.cts';
import { RESTYLES } from '../seeds/restyles.cts';
import { jobObject } from '../serializers/job.cts';
import type { World } from '../state.cts';
import { jobFrom, notFound } from './jobs-by-id.cts';
import { page, text } from './query.cts';
import { unknownList } from './unknown-list.cts';

/** Videos by list and by id, and the lists that go with making them. */
export const videoRoutes =
	(world: World): FastifyPluginAsync =>
	async (app) => {
		app.get('/videos', async (request) => {
			const { limit, offset } = page(request, 40);
			const account = world.accounts.forInfo(text(request, 'email'));
			const rows = world.jobs.list(account.email, ['video']).slice(offset, offset + limit);
			// No next_offset: only images, music and speech are known to have it.
			return { data: rows.map((job) => jobObject(world, job)) };
		});

		app.get('/videos/effects', async (request) => {
			world.accounts.forInfo(text(request, 'email'));
			return { items: EFFECTS };
		});

		app.get('/videos/voices', async (request) => {
			world.accounts.forInfo(text(request, 'email'));
			return unknownList(world, LIPSYNC_VOICES);
		});

		app.get('/videos/restyles', async (request) => {
			world.accounts.forInfo(text(request, 'email'));
			return unknownList(world, RESTYLES);
		});

		app.get('/videos/:id', async (request) => {
			// An image id is accepted too, since 2025-09-22.
			const job = jobFrom(world, request, ['video', 'image'], notFound);
			if (!isFinal(job.status) && world.faults.switches.runningVideo === 404) {
				throw problem(404, 'Video is still being processed');
			}
			return jobObject(world, job);
		});

		app.delete('/videos/:id', async (request, reply) => {
			const job = jobFrom(world, request, ['video'], notFound);
			job.deleted = true;
			// Nothing is left to track.
			job.tracked = false;
			if (world.faults.switches.deleteAnswers.videos === 'empty')
				return await reply.code(204).send();
			return { video_id: job.id, deleted: true };
		});
	};
