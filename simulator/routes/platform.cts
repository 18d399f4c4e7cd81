import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { createBadRequestError } from '../error-responses.cts';
import { parseBody } from '../rules/fields.cts';
import { toIso } from '../serializers/shared.cts';
import { USER, type SimulatorState } from '../state.cts';
import { getQueryText } from './query.cts';

const body = z.object({ name: z.string().optional(), replyUrl: z.string().optional() }).strict();

/** The endpoints of useapi.net, outside /pixverse. */
export const platformRoutes =
	(state: SimulatorState): FastifyPluginAsync =>
	async (app) => {
		app.get('/', async () => serializePlatformAccount(state));

		app.post('/', async (request) => {
			const values = parseBody(body, request.fields);
			if ((values.replyUrl?.length ?? 0) > 1024)
				throw createBadRequestError('replyUrl is too long', true);
			if (values.name !== undefined) state.platform.name = values.name;
			if (values.replyUrl === '') delete state.platform.replyUrl;
			else if (values.replyUrl !== undefined) state.platform.replyUrl = values.replyUrl;
			return serializePlatformAccount(state);
		});

		app.get('/stats', async (request) => {
			const bot = getQueryText(request, 'bot');
			if (bot === undefined) throw createBadRequestError('Parameter bot is required', true);
			if (!BOTS.has(bot)) throw createBadRequestError(`Parameter bot: ${bot} is not known`, true);
			const config = getQueryText(request, 'config');
			const jobs =
				bot === 'pixverse' ? state.jobs.all.filter((job) => job.endpoint !== 'website') : [];
			const data = jobs
				.filter((job) => config === undefined || job.email === config)
				.map((job) => ({
					timestamp: toIso(job.createdAt),
					jobid: job.id,
					config: job.email,
					endpoint: job.endpoint,
					status: job.status,
					func: 'POST',
					code: 200,
					msec: Math.max(0, job.updatedAt - job.createdAt),
				}));
			const date = getQueryText(request, 'date') ?? toIso(state.clock.now()).slice(0, 10);
			return { bot, date, total: data.length, data };
		});
	};

const BOTS = new Set(
	'midjourney google-flow dreamina kling runwayml pixverse minimax mureka tempolor ltxstudio luma'.split(
		' ',
	),
);

function serializePlatformAccount(state: SimulatorState) {
	const all = state.accounts.list();
	const error = all.filter((each) => each.error !== undefined).length;
	return {
		id: USER,
		email: 'subscriber@example.com',
		name: state.platform.name,
		created: '2025-01-01T00:00:00.000Z',
		updated: '2026-01-01T00:00:00.000Z',
		// Works with an expired subscription, because clients use it to detect that.
		subscriptionIsActive: !state.faults.switches.subscriptionExpired,
		subscriptions: state.faults.switches.subscriptionExpired ? 0 : 1,
		maxAccountsPerAPI: 3,
		accounts: { PixVerse: { total: all.length, active: all.length - error, error } },
		verified: true,
		sub: '260101',
		...(state.platform.replyUrl === undefined ? {} : { replyUrl: state.platform.replyUrl }),
	};
}
