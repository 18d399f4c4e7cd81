import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { badRequest } from '../error-responses.cts';
import { read } from '../rules/fields.cts';
import { iso } from '../serializers/shared.cts';
import { USER, type World } from '../state.cts';
import { text } from './query.cts';

const body = z.object({ name: z.string().optional(), replyUrl: z.string().optional() }).strict();

/** The endpoints of useapi.net itself, outside of /pixverse. */
export const platformRoutes =
	(world: World): FastifyPluginAsync =>
	async (app) => {
		app.get('/', async () => account(world));

		app.post('/', async (request) => {
			const given = read(body, request.fields);
			if ((given.replyUrl?.length ?? 0) > 1024) throw badRequest('replyUrl is too long', true);
			if (given.name !== undefined) world.platform.name = given.name;
			if (given.replyUrl === '') delete world.platform.replyUrl;
			else if (given.replyUrl !== undefined) world.platform.replyUrl = given.replyUrl;
			return account(world);
		});

		app.get('/stats', async (request) => {
			const bot = text(request, 'bot');
			if (bot === undefined) throw badRequest('Parameter bot is required', true);
			if (!BOTS.has(bot)) throw badRequest(`Parameter bot: ${bot} is not known`, true);
			const config = text(request, 'config');
			const jobs =
				bot === 'pixverse' ? world.jobs.all.filter((job) => job.endpoint !== 'website') : [];
			const data = jobs
				.filter((job) => config === undefined || job.email === config)
				.map((job) => ({
					timestamp: iso(job.createdAt),
					jobid: job.id,
					config: job.email,
					endpoint: job.endpoint,
					status: job.status,
					func: 'POST',
					code: 200,
					msec: Math.max(0, job.updatedAt - job.createdAt),
				}));
			const date = text(request, 'date') ?? iso(world.clock.now()).slice(0, 10);
			return { bot, date, total: data.length, data };
		});
	};

const BOTS = new Set(
	'midjourney google-flow dreamina kling runwayml pixverse minimax mureka tempolor ltxstudio luma'.split(
		' ',
	),
);

function account(world: World) {
	const all = world.accounts.list();
	const error = all.filter((each) => each.error !== undefined).length;
	return {
		id: USER,
		email: 'subscriber@example.com',
		name: world.platform.name,
		created: '2025-01-01T00:00:00.000Z',
		updated: '2026-01-01T00:00:00.000Z',
		// Answers also when the subscription is over: it is how one finds out.
		subscriptionIsActive: !world.faults.switches.subscriptionExpired,
		subscriptions: world.faults.switches.subscriptionExpired ? 0 : 1,
		maxAccountsPerAPI: 3,
		accounts: { PixVerse: { total: all.length, active: all.length - error, error } },
		verified: true,
		sub: '260101',
		...(world.platform.replyUrl === undefined ? {} : { replyUrl: world.platform.replyUrl }),
	};
}
