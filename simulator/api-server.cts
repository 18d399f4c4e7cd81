import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { readFields } from './body.cts';
import { applyResponseFault, applyRequestFault } from './fault-effects.cts';
import {
	ApiError,
	createApiError,
	createSubscriptionError,
	createUnauthorizedError,
} from './error-responses.cts';
import type { RequestEntry } from './requests.cts';
import { accountRoutes } from './routes/accounts.cts';
import { controlRoutes, type ServerControl } from './routes/control.cts';
import { fileRoutes } from './routes/files.cts';
import { createRoutes } from './routes/create.cts';
import { audioRoutes } from './routes/audio.cts';
import { imageRoutes } from './routes/images.cts';
import { musicVideoRoutes } from './routes/music-videos.cts';
import { platformRoutes } from './routes/platform.cts';
import { schedulerRoutes } from './routes/scheduler.cts';
import { videoRoutes } from './routes/videos.cts';
import type { Fields } from './rules/fields.cts';
import { TOKEN, type SimulatorState } from './state.cts';

declare module 'fastify' {
	interface FastifyRequest {
		/** The entry in the request log. */
		entry: RequestEntry;
		/** The parsed body of a POST (JSON or form). */
		fields: Fields;
	}
	interface FastifyContextConfig {
		/** The handler reads the body bytes itself. */
		rawBody?: boolean;
	}
}

export const API_PREFIX = '/v2/pixverse';

/** Creates the API server: the PixVerse API, the platform endpoints, and the simulator's controls. */
export async function createApiServer(
	state: SimulatorState,
	control: ServerControl,
): Promise<FastifyInstance> {
	const app = Fastify({
		forceCloseConnections: true,
		// IDs contain an e-mail address, which can be long.
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096 },
		// Uploads can take any time.
		requestTimeout: 0,
	});
	// Bodies arrive as streams, because uploads must not be buffered in memory.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
	app.decorateRequest('entry');
	app.decorateRequest('fields');

	app.setErrorHandler(async (error, request, reply) => {
		drainBody(request);
		if (error instanceof ApiError) {
			return await reply.code(error.status).headers(error.headers).send(error.body);
		}
		const status = getErrorStatus(error);
		const text = error instanceof Error ? error.message : String(error);
		return await reply.code(status).send({ error: text, code: status });
	});
	app.setNotFoundHandler(() => {
		throw createApiError(404, 'Not found');
	});

	await app.register(controlRoutes(state, control), { prefix: '/_simulator' });
	await app.register(
		async (api) => {
			addRequestHooks(api, state);
			await api.register(platformRoutes(state), { prefix: '/account' });
			await api.register(
				async (pixverse) => {
					pixverse.addHook('preHandler', async () => {
						if (state.faults.switches.subscriptionExpired) throw createSubscriptionError();
					});
					await pixverse.register(accountRoutes(state));
					await pixverse.register(fileRoutes(state));
					await pixverse.register(createRoutes(state));
					await pixverse.register(videoRoutes(state));
					await pixverse.register(imageRoutes(state));
					await pixverse.register(audioRoutes(state));
					await pixverse.register(musicVideoRoutes(state));
					await pixverse.register(schedulerRoutes(state));
				},
				{ prefix: '/pixverse' },
			);
			api.setNotFoundHandler(async () => {
				throw createApiError(404, 'Not found');
			});
		},
		{ prefix: '/v2' },
	);
	return app;
}

/** Adds the request log, faults, and the token check to every API call. */
function addRequestHooks(api: FastifyInstance, state: SimulatorState): void {
	api.addHook('onRequest', async (request) => {
		state.clock.settle();
		request.fields = {};
		request.entry = state.requests.add('api', {
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
		await applyRequestFault(state, request, reply);
		if (reply.sent) return;
		if (request.headers.authorization !== `Bearer ${TOKEN}`) throw createUnauthorizedError();
		// Time may have passed while the body arrived or while a fault delayed the request.
		state.clock.settle();
	});
	api.addHook('onSend', async (request, reply, payload) => {
		// By the clock of the times in the bodies.
		reply.header('date', new Date(state.clock.now()).toUTCString());
		return await applyResponseFault(state.faults, request, reply, payload);
	});
	api.addHook('onResponse', async (request, reply) => {
		request.entry.status = reply.statusCode;
	});
}

/** Discards the unread part of an upload so that the client receives the response. */
function drainBody(request: FastifyRequest): void {
	if (!request.raw.readableEnded) request.raw.resume();
}

function getErrorStatus(error: unknown): number {
	const status = (error as { statusCode?: unknown }).statusCode;
	return typeof status === 'number' && status >= 400 ? status : 500;
}
