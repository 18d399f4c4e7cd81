import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Faults } from './faults.cts';
import type { MediaFile } from './media.cts';

const getFaultTarget = (request: FastifyRequest) => ({
	host: 'media' as const,
	method: request.method,
	path: request.entry.path,
});

/** Returns the current version of a file with its ETag, and whether the server supports ranges. */
export function getFileVariant(
	faults: Faults,
	request: FastifyRequest,
	file: MediaFile,
): { file: MediaFile; etag: string | undefined; ranges: boolean } {
	const target = getFaultTarget(request);
	const ranges = !faults.take(['noRange'], target);
	const withoutEtag = faults.take(['noEtag'], target);
	const changed = faults.take(['changedFile'], target);
	const name = `${target.path} ${file.length} ${changed ? 'changed' : ''}`;
	const etag = `"${createHash('md5').update(name).digest('hex')}"`;
	return { file: changed ? invertBytes(file) : file, etag: withoutEtag ? undefined : etag, ranges };
}

/** Returns a file of the same size in which every byte differs. */
const invertBytes = (file: MediaFile): MediaFile => ({
	...file,
	stream: (start, end) =>
		Readable.from(
			(async function* () {
				for await (const chunk of file.stream(start, end))
					yield Buffer.from((chunk as Buffer).map((byte) => ~byte));
			})(),
		),
});

/** Applies faults to the Content-Range header. */
export function applyRangeFault(
	faults: Faults,
	request: FastifyRequest,
	reply: FastifyReply,
	{ start, end, length }: { start: number; end: number; length: number },
): void {
	const wrong = faults.take(['wrongRange'], getFaultTarget(request));
	if (!wrong) return;
	const { shift = 0, total = length } = wrong;
	reply.header('content-range', `bytes ${start + shift}-${end - 1 + shift}/${total}`);
}

/** Applies faults to a file transfer. Returns the body to send. */
export function applyBodyFault(
	faults: Faults,
	request: FastifyRequest,
	reply: FastifyReply,
	body: Readable,
	length: number,
): Readable {
	const target = getFaultTarget(request);
	const type = faults.take(['wrongType'], target);
	if (type) reply.header('content-type', type.contentType ?? 'application/octet-stream');
	if (faults.take(['noLength'], target)) reply.removeHeader('content-length');
	const fault = faults.take(
		['slowBody', 'truncatedBody', 'cutBody', 'stalledBody', 'endlessBody'],
		target,
	);
	if (!fault) return body;
	if (fault.kind === 'endlessBody') {
		reply.removeHeader('content-length');
		return Readable.from(sendForever(body));
	}
	if (fault.kind === 'slowBody') return Readable.from(throttle(body, fault.bytesPerSecond));
	if (fault.kind === 'truncatedBody') {
		// A well-formed response that is shorter than the file: only the size or a hash reveals it.
		const sentBytes = Math.min(length, fault.bytes ?? Math.floor(length / 2));
		reply.header('content-length', sentBytes);
		return Readable.from(takeBytes(body, sentBytes));
	}
	const cutAt = Math.min(length, fault.afterBytes ?? Math.floor(length / 2));
	if (fault.kind === 'stalledBody') return Readable.from(sendThenStall(body, cutAt));
	return Readable.from(
		sendThenCut(body, cutAt, () => {
			request.raw.socket.destroy();
		}),
	);
}

async function* takeBytes(body: Readable, bytes: number): AsyncGenerator<Buffer> {
	let left = bytes;
	for await (const chunk of body) {
		const part = (chunk as Buffer).subarray(0, left);
		left -= part.length;
		if (part.length > 0) yield part;
		if (left <= 0) return;
	}
}

async function* sendThenCut(
	body: Readable,
	bytes: number,
	then: () => void,
): AsyncGenerator<Buffer> {
	yield* takeBytes(body, bytes);
	// Written bytes must leave before the connection drops.
	await pause(50);
	then();
}

async function* throttle(body: Readable, bytesPerSecond: number): AsyncGenerator<Buffer> {
	const chunkSize = Math.max(1, Math.floor(bytesPerSecond / 10));
	for await (const chunk of body) {
		const bytes = chunk as Buffer;
		for (let at = 0; at < bytes.length; at += chunkSize) {
			yield bytes.subarray(at, at + chunkSize);
			await pause(100);
		}
	}
}

/** Sends some bytes, then nothing until the client or the server closes the connection. */
async function* sendThenStall(body: Readable, bytes: number): AsyncGenerator<Buffer> {
	yield* takeBytes(body, bytes);
	await new Promise(() => undefined);
}

async function* sendForever(body: Readable): AsyncGenerator<Buffer> {
	for await (const chunk of body) yield chunk as Buffer;
	const block = Buffer.alloc(1024 * 1024);
	for (;;) yield block;
}
