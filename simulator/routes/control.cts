import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { AccountSeed } from '../accounts.cts';
import { readFields } from '../body.cts';
import { isFaultKind, type Fault } from '../faults.cts';
import type { Job } from '../jobs.cts';
import { createBadRequestError, createApiError } from '../error-responses.cts';
import { parseBody } from '../rules/fields.cts';
import { toIso } from '../serializers/shared.cts';
import type { SimulatorState } from '../state.cts';

/** Operations that need the running servers. */
export interface ServerControl {
	/** Drops all connections and listens on the same ports again after `downtimeMs`. Keeps the state. */
	restart(downtimeMs?: number): Promise<void>;
	getUrls(): { url: string; mediaUrl: string; token: string };
}

/** `/_simulator`: the methods of the simulator object, for other processes. */
export const controlRoutes =
	(state: SimulatorState, control: ServerControl): FastifyPluginAsync =>
	async (app) => {
		app.addHook('preHandler', async (request) => {
			state.clock.settle();
			request.fields =
				request.method === 'POST'
					? await readFields(request.body as Readable | undefined, 'application/json')
					: {};
		});
		stateRoutes(app, state, control);
		jobRoutes(app, state);
		faultRoutes(app, state);
		clockRoutes(app, state);
	};

function stateRoutes(app: FastifyInstance, state: SimulatorState, control: ServerControl): void {
	app.get('/state', async () => ({
		...control.getUrls(),
		now: toIso(state.clock.now()),
		speed: state.clock.speed,
		accounts: state.accounts.list().length,
		jobs: state.jobs.all.length,
		running: state.jobs.listTracked().length,
		requests: state.requests.all.length,
		files: state.files.list().map(({ bytes: _bytes, ...file }) => file),
	}));
	app.get('/requests', async () => state.requests.all);
	app.delete('/requests', async () => {
		state.requests.clear();
		return { ok: true };
	});
	app.get('/webhooks', async () => state.webhooks.deliveries);
	app.post('/webhooks/release', async () => {
		state.webhooks.release();
		return { ok: true };
	});
	app.get('/accounts', async () => state.accounts.list());
	app.post('/accounts', async (request) => {
		if (typeof request.fields.email !== 'string') throw createBadRequestError('email is required');
		return state.accounts.add(request.fields as unknown as AccountSeed);
	});
	app.delete('/accounts', async () => {
		state.accounts.clear();
		return { ok: true };
	});
	app.post('/accounts/:email/error', async (request) => {
		const { email } = request.params as { email: string };
		const { reason } = parseBody(z.object({ reason: z.string().nullable() }), request.fields);
		state.accounts.setError(email, reason ?? undefined);
		return state.accounts.get(email);
	});
	app.post('/accounts/:email/credits', async (request) => {
		const { email } = request.params as { email: string };
		const { credits } = parseBody(z.object({ credits: z.number() }), request.fields);
		state.accounts.setCredits(email, credits);
		return state.accounts.get(email);
	});
	app.post('/seed', async (request) => {
		const values = parseBody(
			z.object({ videos: z.number().int(), email: z.string().optional() }),
			request.fields,
		);
		state.seedVideos(values.videos, values.email);
		return { ok: true };
	});
	app.post('/reset', async () => {
		state.reset();
		return { ok: true };
	});
	app.post('/restart', async (request) => {
		const { downtimeMs } = parseBody(
			z.object({ downtimeMs: z.number().optional() }),
			request.fields,
		);
		// Respond first: the restart closes this connection.
		setImmediate(() => void control.restart(downtimeMs));
		return { ok: true };
	});
}

function jobRoutes(app: FastifyInstance, state: SimulatorState): void {
	app.get('/jobs', async () => state.jobs.all.map(toPlainJob));
	app.get('/jobs/:id', async (request) => toPlainJob(getJob(state, request)));
	app.get('/jobs/:id/media', async (request, reply) => {
		const file = state.media.getFile(getJob(state, request));
		return await reply
			.header('content-type', file.contentType)
			.header('content-length', file.length)
			.send(file.stream(0, file.length));
	});
	app.get('/jobs/:id/sha256', async (request) => {
		const job = getJob(state, request);
		return { sha256: state.media.getSha256(job.id), length: state.media.getFile(job).length };
	});
	app.post('/jobs/:id/finish', async (request) => {
		const { status } = parseBody(
			z.object({ status: z.enum(['COMPLETED', 'MODERATED', 'FAILED']).optional() }),
			request.fields,
		);
		const job = getJob(state, request);
		state.lifecycle.finish(job, status);
		return toPlainJob(job);
	});
	app.post('/plans', async (request) => {
		state.plannedResults.add(
			parseBody(
				z
					.object({
						status: z.enum(['COMPLETED', 'MODERATED', 'FAILED']).optional(),
						afterMs: z.number().min(0).optional(),
						bytes: z.number().int().optional(),
						count: z.number().int().optional(),
						kind: z.enum(['video', 'image', 'music', 'speech']).optional(),
						endpoint: z.string().optional(),
						promptIncludes: z.string().optional(),
					})
					.strict(),
				request.fields,
			),
		);
		return { ok: true };
	});
	app.get('/durations', async () => state.lifecycle.durations);
	app.post('/durations', async (request) => {
		const milliseconds = z.number().min(0).optional();
		const change = parseBody(
			z
				.object({
					video: milliseconds,
					image: milliseconds,
					music: milliseconds,
					speech: milliseconds,
					musicVideo: milliseconds,
					offPeak: milliseconds,
					models: z.record(z.number().min(0)).optional(),
					queuedShare: z.number().min(0).max(1).optional(),
				})
				.strict(),
			request.fields,
		);
		Object.assign(state.lifecycle.durations, change);
		return state.lifecycle.durations;
	});
}

function faultRoutes(app: FastifyInstance, state: SimulatorState): void {
	app.get('/faults', async () => state.faults.list());
	app.post('/faults', async (request) => {
		if (!isFaultKind(request.fields.kind)) {
			throw createBadRequestError(`There is no fault of the kind ${String(request.fields.kind)}`);
		}
		return { id: state.faults.add(request.fields as unknown as Fault) };
	});
	app.delete('/faults', async () => {
		state.faults.clear();
		return { ok: true };
	});
	app.delete('/faults/:id', async (request) => {
		const { id } = request.params as { id: string };
		if (!state.faults.remove(Number(id))) throw createApiError(404, `No fault ${id}`);
		return { ok: true };
	});
	app.get('/switches', async () => state.faults.switches);
	app.post('/switches', async (request) => {
		try {
			state.faults.setSwitches(request.fields);
		} catch (error) {
			throw createBadRequestError((error as Error).message);
		}
		return state.faults.switches;
	});
}

function clockRoutes(app: FastifyInstance, state: SimulatorState): void {
	const readClock = () => ({
		now: toIso(state.clock.now()),
		elapsed: state.clock.elapsed(),
		speed: state.clock.speed,
	});
	app.get('/clock', async () => readClock());
	app.post('/clock', async (request) => {
		const values = parseBody(
			z
				.object({
					advance: z.number().min(0).optional(),
					speed: z.number().min(0).optional(),
					jump: z.number().optional(),
				})
				.strict(),
			request.fields,
		);
		if (values.speed !== undefined) state.clock.speed = values.speed;
		if (values.jump !== undefined) state.clock.jump(values.jump);
		if (values.advance !== undefined) state.clock.advance(values.advance);
		return readClock();
	});
}

function getJob(state: SimulatorState, request: FastifyRequest): Job {
	const { id } = request.params as { id: string };
	const job = state.jobs.findIncludingDeleted(id);
	if (!job) throw createApiError(404, `No job ${id}`);
	return job;
}

const toPlainJob = (job: Job) => ({ ...job });
