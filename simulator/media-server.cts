import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { createStatusError } from './fault-effects.cts';
import type { Job } from './jobs.cts';
import { createMediaFile, MUSIC_VIDEO_VARIANTS, type MediaFile } from './media.cts';
import { isLibraryPath } from './seeds/music-video-library.cts';
import { applyBodyFault, applyRangeFault, getFileVariant } from './media-faults.cts';
import { ApiError } from './error-responses.cts';
import { getImagePath } from './serializers/image.cts';
import type { SimulatorState } from './state.cts';

/** Creates the media host. Like media.pixverse.ai, it requires no token. */
export async function createMediaServer(state: SimulatorState): Promise<FastifyInstance> {
	const app = Fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
	app.setErrorHandler(async (error, _request, reply) => {
		if (!(error instanceof ApiError)) return await reply.code(500).send('Internal error');
		return await reply.code(error.status).headers(error.headers).send(error.body);
	});
	app.addHook('onRequest', async (request) => {
		state.clock.settle();
		request.entry = state.requests.add('media', {
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
			const target = { host: 'media' as const, method: request.method, path: request.entry.path };
			const delay = state.faults.take(['delay'], target);
			if (delay) await pause(delay.ms);
			const fault = state.faults.take(
				['status', 'noResponse', 'cutBefore', 'redirect', 'html'],
				target,
			);
			if (fault?.kind === 'status') throw createStatusError(fault);
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
			const file = findFile(state, request.entry.path);
			if (!file) return await reply.code(404).type('text/plain').send('Not found');
			return await sendFile(state, request, reply, file);
		},
	});
	return app;
}

/** Finds the file of a finished job, a still, or an upload. */
function findFile(state: SimulatorState, rawPath: string): MediaFile | undefined {
	let path: string;
	try {
		path = decodeURIComponent(rawPath).replace(/^\//, '');
	} catch {
		return undefined;
	}
	const upload = state.files.find(path);
	if (upload) return upload.bytes ? createMediaFile(upload.bytes, upload.contentType) : undefined;
	if (isAnyLibraryPath(path)) return state.media.getLibraryFile(path);
	const name = /(\d+)(?:_seed\d+)?(?:_([a-z_]+))?\.(mp4|webp|mp3|png|ass)$/.exec(path);
	if (!name) return undefined;
	const job = state.jobs.all.find((each) => each.number === Number(name[1]));
	if (!job || job.deleted || job.status !== 'COMPLETED') return undefined;
	if (name[3] === 'png') return job.kind === 'video' ? state.media.getFrame() : undefined;
	if (name[3] === 'ass') return state.media.getSubtitles(job);
	const variant = MUSIC_VIDEO_VARIANTS.find((each) => each === name[2]);
	if (variant) return job.parameters.musicVideo ? state.media.getFile(job, variant) : undefined;
	return isResultPath(state, job, path) ? state.media.getFile(job) : undefined;
}

const isAnyLibraryPath = (path: string) =>
	(['songs', 'characters', 'styles'] as const).some((type) => isLibraryPath(type, path));

function isResultPath(state: SimulatorState, job: Job, path: string): boolean {
	const url = decodeURIComponent(new URL(state.media.getUrl(job)).pathname).replace(/^\//, '');
	return url === path || getImagePath(job) === path;
}

async function sendFile(
	state: SimulatorState,
	request: FastifyRequest,
	reply: FastifyReply,
	found: MediaFile,
): Promise<FastifyReply> {
	const { file, etag, ranges } = getFileVariant(state.faults, request, found);
	const { range: rangeHeader, 'if-range': condition } = request.headers;
	const sameFile = condition === undefined || condition === etag;
	const range = ranges && sameFile ? parseRange(rangeHeader, file.length) : undefined;
	reply.header('content-type', file.contentType);
	if (ranges) reply.header('accept-ranges', 'bytes');
	if (etag !== undefined) reply.header('etag', etag);
	if (range === 'unsatisfiable') {
		return await reply.code(416).header('content-range', `bytes */${file.length}`).send('');
	}
	const { start, end } = range ?? { start: 0, end: file.length };
	if (range) reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${file.length}`);
	if (range) applyRangeFault(state.faults, request, reply, { start, end, length: file.length });
	reply.header('content-length', end - start);
	if (request.method === 'HEAD') return await reply.send(Readable.from([]));
	const body = applyBodyFault(state.faults, request, reply, file.stream(start, end), end - start);
	return await reply.send(body);
}

/** Parses a single byte range. A request with several gets the whole file, as servers may do. */
function parseRange(
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
