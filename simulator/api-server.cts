import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { readFields } from './body.cts';
import { spoilAnswer, strikeBefore } from './fault-effects.cts';
import { ApiProblem, problem, subscriptionExpired, unauthorized } from './error-responses.cts';
import type { RequestEntry } from './requests.cts';
import { accountRoutes } from './routes/accounts.cts';
import { controlRoutes, type Control } from './routes/control.cts';
import { fileRoutes } from './routes/files.cts';
import { createRoutes } from './routes/create.cts';
import { audioRoutes } from './routes/audio.cts';
import { imageRoutes } from './routes/images.cts';
import { platformRoutes } from './routes/platform.cts';
import { schedulerRoutes } from './routes/scheduler.cts';
import { videoRoutes } from './routes/videos.cts';
import type { Fields } from './rules/fields.cts';
import { TOKEN, type World } from './state.cts';

declare module 'fastify' {
	interface FastifyRequest {
		/** The entry of the request log. */
		entry: RequestEntry;
		/** The body of a POST, read as JSON or form. */
		fields: Fields;
	}
	interface FastifyContextConfig {
		/** The handler reads the bytes of the body itself. */
		rawBody?: boolean;
	}
}

export const API_PREFIX = '/v2/pixverse';

/** The API port: the PixVerse API, the platform endpoints, and the simulator's own controls. */
export async function buildApi(world: World, control: Control): Promise<FastifyInstance> {
	const app = Fastify({
		forceCloseConnections: true,
		// Ids are long and may hold an e-mail address of any length.
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096 },
		// An upload takes as long as it takes.
		requestTimeout: 0,
	});
	// Every body arrives as a stream: uploads must not be held in memory.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
	app.decorateRequest('entry');
	app.decorateRequest('fields');

	app.setErrorHandler(async (error, request, reply) => {
		drain(request);
		if (error instanceof ApiProblem) {
			return await reply.code(error.status).headers(error.headers).send(error.body);
		}
		const status = statusOf(error);
		const text = error instanceof Error ? error.message : String(error);
		return await reply.code(status).send({ error: text, code: status });
	});
	app.setNotFoundHandler(() => {
		throw problem(404, 'Not found');
	});

	await app.register(controlRoutes(world, control), { prefix: '/_simulator' });
	await app.register(
		async (api) => {
			watch(api, world);
			await api.register(platformRoutes(world), { prefix: '/account' });
			await api.register(
				async (pixverse) => {
					pixverse.addHook('preHandler', async () => {
						if (world.faults.switches.subscriptionExpired) throw subscriptionExpired();
					});
					await pixverse.register(accountRoutes(world));
					await pixverse.register(fileRoutes(world));
					await pixverse.register(createRoutes(world));
					await pixverse.register(videoRoutes(world));
					await pixverse.register(imageRoutes(world));
					await pixverse.register(audioRoutes(world));
					await pixverse.register(schedulerRoutes(world));
				},
				{ prefix: '/pixverse' },
			);
			api.setNotFoundHandler(async () => {
				throw problem(404, 'Not found');
			});
		},
		{ prefix: '/v2' },
	);
	return app;
}

/** Log, faults and token check, around every call of the API. */
function watch(api: FastifyInstance, world: World): void {
	api.addHook('onRequest', async (request) => {
		world.clock.settle();
		request.fields = {};
		request.entry = world.requests.open('api', {
			method: request.method,
			url: request.raw.url ?? '',
			headers: request.headers,
		});
	});
	api.addHook('preHandler', async (request, reply) => {
		const raw = request.routeOptions.config.rawBody === true;
		if (!raw && request.method === 'POST') {
			request.fields = await readFields(
				request.body as Readable | undefined,
				request.headers['content-type'],
			);
			request.entry.body = request.fields;
		}
		await strikeBefore(world.faults, request, reply);
		if (reply.sent) return;
		if (request.headers.authorization !== `Bearer ${TOKEN}`) throw unauthorized();
		// Time went on while the body came in, or while a fault held the request up.
		world.clock.settle();
	});
	api.addHook('onSend', async (request, reply, payload) => {
		return await spoilAnswer(world.faults, request, reply, payload);
	});
	api.addHook('onResponse', async (request, reply) => {
		request.entry.status = reply.statusCode;
	});
}

/** What was not read of an upload is let run out, so that the client gets to the answer. */
function drain(request: FastifyRequest): void {
	if (!request.raw.readableEnded) request.raw.resume();
}

function statusOf(error: unknown): number {
	const given = (error as { statusCode?: unknown }).statusCode;
	return typeof given === 'number' && given >= 400 ? given : 500;
}
