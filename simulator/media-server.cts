import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { statusProblem } from './fault-effects.cts';
import type { Job } from './jobs.cts';
import { fileFrom, type MediaFile } from './media.cts';
import { spoilFile, spoilRange, variantOf } from './media-faults.cts';
import { ApiProblem } from './error-responses.cts';
import { imagePath } from './serializers/image.cts';
import type { World } from './state.cts';

/** The host that serves the files, as media.pixverse.ai does: no token asked, none wanted. */
export async function buildMedia(world: World): Promise<FastifyInstance> {
	const app = Fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
	app.setErrorHandler(async (error, _request, reply) => {
		if (!(error instanceof ApiProblem)) return await reply.code(500).send('Internal error');
		return await reply.code(error.status).headers(error.headers).send(error.body);
	});
	app.addHook('onRequest', async (request) => {
		world.clock.settle();
		request.entry = world.requests.open('media', {
			method: request.method,
			url: request.raw.url ?? '',
			headers: request.headers,
		});
	});
	app.addHook('onResponse', async (request, reply) => {
		request.entry.status = reply.statusCode;
	});
	app.decorateRequest('entry');
	app.route({
		method: ['GET', 'HEAD'],
		url: '/*',
		handler: async (request, reply) => {
			const about = { host: 'media' as const, method: request.method, path: request.entry.path };
			const delay = world.faults.take(['delay'], about);
			if (delay) await pause(delay.ms);
			const fault = world.faults.take(['status', 'silent', 'cutBefore', 'redirect', 'html'], about);
			if (fault?.kind === 'status') throw statusProblem(fault);
			if (fault?.kind === 'redirect') return await reply.redirect(fault.to, fault.status ?? 302);
			if (fault?.kind === 'html') {
				return await reply
					.header('content-type', 'text/html; charset=utf-8')
					.send('<!DOCTYPE html><html><body>This link has expired</body></html>');
			}
			if (fault) {
				reply.hijack();
				if (fault.kind === 'cutBefore') request.raw.socket.destroy();
				return reply;
			}
			const file = find(world, request.entry.path);
			if (!file) return await reply.code(404).type('text/plain').send('Not found');
			return await serve(world, request, reply, file);
		},
	});
	return app;
}

/** A finished job's file, a still, or an upload. */
function find(world: World, rawPath: string): MediaFile | undefined {
	let path: string;
	try {
		path = decodeURIComponent(rawPath).replace(/^\//, '');
	} catch {
		return undefined;
	}
	const upload = world.files.find(path);
	if (upload) return upload.bytes ? fileFrom(upload.bytes, upload.contentType) : undefined;
	const name = /(\d+)(?:_seed\d+)?\.(mp4|webp|mp3|png)$/.exec(path);
	if (!name) return undefined;
	const job = world.jobs.all.find((each) => each.number === Number(name[1]));
	if (!job || job.deleted || job.status !== 'COMPLETED') return undefined;
	if (name[2] === 'png') return job.kind === 'video' ? world.media.frame() : undefined;
	return isNameOf(world, job, path) ? world.media.fileOf(job) : undefined;
}

function isNameOf(world: World, job: Job, path: string): boolean {
	const url = decodeURIComponent(new URL(world.media.urlOf(job)).pathname).replace(/^\//, '');
	return url === path || imagePath(job) === path;
}

async function serve(
	world: World,
	request: FastifyRequest,
	reply: FastifyReply,
	found: MediaFile,
): Promise<FastifyReply> {
	const { file, etag, ranges } = variantOf(world.faults, request, found);
	const { range: wanted, 'if-range': condition } = request.headers;
	const sameFile = condition === undefined || condition === etag;
	const range = ranges && sameFile ? rangeOf(wanted, file.length) : undefined;
	reply.header('content-type', file.contentType);
	if (ranges) reply.header('accept-ranges', 'bytes');
	if (etag !== undefined) reply.header('etag', etag);
	if (range === 'unsatisfiable') {
		return await reply.code(416).header('content-range', `bytes */${file.length}`).send('');
	}
	const { start, end } = range ?? { start: 0, end: file.length };
	if (range) reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${file.length}`);
	if (range) spoilRange(world.faults, request, reply, { start, end, length: file.length });
	reply.header('content-length', end - start);
	if (request.method === 'HEAD') return await reply.send(Readable.from([]));
	const body = spoilFile(world.faults, request, reply, file.stream(start, end), end - start);
	return await reply.send(body);
}

/** One range of bytes; several in one request are answered as a whole, as servers may. */
function rangeOf(
	header: string | undefined,
	length: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
	const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
	if (!found || (found[1] === '' && found[2] === '')) return undefined;
	if (found[1] === '') {
		const last = Number(found[2]);
		return last === 0 ? 'unsatisfiable' : { start: Math.max(0, length - last), end: length };
	}
	const start = Number(found[1]);
	const end = found[2] === '' ? length : Math.min(length, Number(found[2]) + 1);
	return start >= length || end <= start ? 'unsatisfiable' : { start, end };
}
