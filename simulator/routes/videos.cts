import type { FastifyPluginAsync } from 'fastify';
import { isFinal } from '../jobs.cts';
import { createApiError } from '../error-responses.cts';
import { createExtraEffects, EFFECTS } from '../seeds/effects.cts';
import { LIPSYNC_VOICES } from '../seeds/lipsync-voices.cts';
import { RESTYLES } from '../seeds/restyles.cts';
import { serializeJob } from '../serializers/job.cts';
import type { SimulatorState } from '../state.cts';
import { getRequestedJob, createNotFoundError } from './jobs-by-id.cts';
import { getPage, getQueryText } from './query.cts';
import { formatUndocumentedList } from './undocumented-list.cts';

/** Lists and reads videos, and the lists of their options. */
export const videoRoutes =
	(state: SimulatorState): FastifyPluginAsync =>
	async (app) => {
		app.get('/videos', async (request) => {
			const { limit, offset } = getPage(request, 40);
			const account = state.accounts.resolveForRead(getQueryText(request, 'email'));
			const { musicVideosInVideoList } = state.faults.switches;
			const rows = state.jobs
				.list(account.email, ['video'])
				.filter(({ parameters }) => musicVideosInVideoList || !parameters.musicVideo)
				.slice(offset, offset + limit);
			// Only images, music, and speech are known to return next_offset.
			return { data: rows.map((job) => serializeJob(state, job)) };
		});

		app.get('/videos/effects', async (request) => {
			state.accounts.resolveForRead(getQueryText(request, 'email'));
			const { extraEffects } = state.faults.switches;
			return { items: [...EFFECTS, ...createExtraEffects(extraEffects)] };
		});

		app.get('/videos/voices', async (request) => {
			state.accounts.resolveForRead(getQueryText(request, 'email'));
			return { tts_list: LIPSYNC_VOICES };
		});

		app.get('/videos/restyles', async (request) => {
			state.accounts.resolveForRead(getQueryText(request, 'email'));
			if (state.faults.switches.retired.restyle) throw createApiError(404, 'Not found');
			return formatUndocumentedList(state, RESTYLES);
		});

		app.get('/videos/:id', async (request) => {
			// Also accepts an image ID (since 2025-09-22).
			const job = getRequestedJob(state, request, ['video', 'image'], createNotFoundError);
			// Music videos are readable while they're rendering, other videos aren't.
			const readable = isFinal(job.status) || job.parameters.musicVideo !== undefined;
			if (!readable && state.faults.switches.runningVideo === 404) {
				throw createApiError(404, 'Video is still being processed');
			}
			return serializeJob(state, job);
		});

		app.delete('/videos/:id', async (request, reply) => {
			const job = getRequestedJob(state, request, ['video'], createNotFoundError);
			job.deleted = true;
			job.tracked = false;
			job.notifies = false;
			if (state.faults.switches.deleteResponses.videos === 'empty')
				return await reply.code(204).send();
			return { video_id: job.id, deleted: true };
		});
	};
