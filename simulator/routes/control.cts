import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { AccountSeed } from '../accounts.cts';
import { readFields } from '../body.cts';
import { isFaultKind, type Fault } from '../faults.cts';
import type { Job } from '../jobs.cts';
import { badRequest, problem } from '../error-responses.cts';
import { read } from '../rules/fields.cts';
import { iso } from '../serializers/shared.cts';
import type { World } from '../state.cts';

/** What only the running servers can do. */
export interface Control {
	/** Drops all connections and listens again on the same ports, after a while; the state is kept. */
	restart(goneMs?: number): Promise<void>;
	urls(): { url: string; mediaUrl: string; token: string };
}

/** `/_simulator`: everything that the object in the same process can do, for another one. */
export const controlRoutes =
	(world: World, control: Control): FastifyPluginAsync =>
	async (app) => {
		app.addHook('preHandler', async (request) => {
			world.clock.settle();
			request.fields =
				request.method === 'POST'
					? await readFields(request.body as Readable | undefined, 'application/json')
					: {};
		});
		stateRoutes(app, world, control);
		jobRoutes(app, world);
		faultRoutes(app, world);
		clockRoutes(app, world);
	};

function stateRoutes(app: FastifyInstance, world: World, control: Control): void {
	app.get('/state', async () => ({
		...control.urls(),
		now: iso(world.clock.now()),
		speed: world.clock.speed,
		accounts: world.accounts.list().length,
		jobs: world.jobs.all.length,
		running: world.jobs.tracked().length,
		requests: world.requests.all.length,
		files: world.files.list().map(({ bytes: _bytes, ...file }) => file),
	}));
	app.get('/requests', async () => world.requests.all);
	app.delete('/requests', async () => {
		world.requests.clear();
		return { ok: true };
	});
	app.get('/webhooks', async () => world.webhooks.deliveries);
	app.post('/webhooks/release', async () => {
		world.webhooks.release();
		return { ok: true };
	});
	app.get('/accounts', async () => world.accounts.list());
	app.post('/accounts', async (request) => {
		if (typeof request.fields.email !== 'string') throw badRequest('email is required');
		return world.accounts.add(request.fields as unknown as AccountSeed);
	});
	app.delete('/accounts', async () => {
		world.accounts.clear();
		return { ok: true };
	});
	app.post('/accounts/:email/error', async (request) => {
		const { email } = request.params as { email: string };
		const { reason } = read(z.object({ reason: z.string().nullable() }), request.fields);
		world.accounts.setError(email, reason ?? undefined);
		return world.accounts.get(email);
	});
	app.post('/accounts/:email/credits', async (request) => {
		const { email } = request.params as { email: string };
		const { credits } = read(z.object({ credits: z.number() }), request.fields);
		world.accounts.setCredits(email, credits);
		return world.accounts.get(email);
	});
	app.post('/seed', async (request) => {
		const given = read(
			z.object({ videos: z.number().int(), email: z.string().optional() }),
			request.fields,
		);
		world.seedVideos(given.videos, given.email);
		return { ok: true };
	});
	app.post('/reset', async () => {
		world.reset();
		return { ok: true };
	});
	app.post('/restart', async (request) => {
		const { goneMs } = read(z.object({ goneMs: z.number().optional() }), request.fields);
		// Answered first: the restart takes this very connection down.
		setImmediate(() => void control.restart(goneMs));
		return { ok: true };
	});
}

function jobRoutes(app: FastifyInstance, world: World): void {
	app.get('/jobs', async () => world.jobs.all.map(jobState));
	app.get('/jobs/:id', async (request) => jobState(jobOf(world, request)));
	app.get('/jobs/:id/media', async (request, reply) => {
		const file = world.media.fileOf(jobOf(world, request));
		return await reply
			.header('content-type', file.contentType)
			.header('content-length', file.length)
			.send(file.stream(0, file.length));
	});
	app.get('/jobs/:id/sha256', async (request) => {
		const job = jobOf(world, request);
		return { sha256: world.media.sha256Of(job.id), length: world.media.fileOf(job).length };
	});
	app.post('/jobs/:id/finish', async (request) => {
		const { status } = read(
			z.object({ status: z.enum(['COMPLETED', 'MODERATED', 'FAILED']).optional() }),
			request.fields,
		);
		const job = jobOf(world, request);
		world.lifecycle.finish(job, status);
		return jobState(job);
	});
	app.post('/plans', async (request) => {
		world.outcomes.plan(
			read(
				z
					.object({
						status: z.enum(['COMPLETED', 'MODERATED', 'FAILED']).optional(),
						afterMs: z.number().min(0).optional(),
						bytes: z.number().int().optional(),
						count: z.number().int().optional(),
						kind: z.enum(['video', 'image', 'music', 'speech']).optional(),
						promptIncludes: z.string().optional(),
					})
					.strict(),
				request.fields,
			),
		);
		return { ok: true };
	});
	app.get('/durations', async () => world.lifecycle.durations);
	app.post('/durations', async (request) => {
		const milliseconds = z.number().min(0).optional();
		const change = read(
			z
				.object({
					video: milliseconds,
					image: milliseconds,
					music: milliseconds,
					speech: milliseconds,
					offPeak: milliseconds,
					models: z.record(z.number().min(0)).optional(),
					queuedShare: z.number().min(0).max(1).optional(),
				})
				.strict(),
			request.fields,
		);
		Object.assign(world.lifecycle.durations, change);
		return world.lifecycle.durations;
	});
}

function faultRoutes(app: FastifyInstance, world: World): void {
	app.get('/faults', async () => world.faults.list());
	app.post('/faults', async (request) => {
		if (!isFaultKind(request.fields.kind)) {
			throw badRequest(`There is no fault of the kind ${String(request.fields.kind)}`);
		}
		return { id: world.faults.add(request.fields as unknown as Fault) };
	});
	app.delete('/faults', async () => {
		world.faults.clear();
		return { ok: true };
	});
	app.delete('/faults/:id', async (request) => {
		const { id } = request.params as { id: string };
		if (!world.faults.remove(Number(id))) throw problem(404, `No fault ${id}`);
		return { ok: true };
	});
	app.get('/switches', async () => world.faults.switches);
	app.post('/switches', async (request) => {
		try {
			world.faults.set(request.fields);
		} catch (error) {
			throw badRequest((error as Error).message);
		}
		return world.faults.switches;
	});
}

function clockRoutes(app: FastifyInstance, world: World): void {
	const reading = () => ({
		now: iso(world.clock.now()),
		elapsed: world.clock.elapsed(),
		speed: world.clock.speed,
	});
	app.get('/clock', async () => reading());
	app.post('/clock', async (request) => {
		const given = read(
			z
				.object({
					advance: z.number().min(0).optional(),
					speed: z.number().min(0).optional(),
					jump: z.number().optional(),
				})
				.strict(),
			request.fields,
		);
		if (given.speed !== undefined) world.clock.speed = given.speed;
		if (given.jump !== undefined) world.clock.jump(given.jump);
		if (given.advance !== undefined) world.clock.advance(given.advance);
		return reading();
	});
}

function jobOf(world: World, request: FastifyRequest): Job {
	const { id } = request.params as { id: string };
	const job = world.jobs.recall(id);
	if (!job) throw problem(404, `No job ${id}`);
	return job;
}

/** A job as the simulator sees it. */
const jobState = (job: Job) => ({ ...job });
