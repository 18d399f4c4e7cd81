import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Faults } from './faults.cts';

/** What goes wrong while a file is on its way. Gives the body to send instead. */
export function spoilFile(
	faults: Faults,
	request: FastifyRequest,
	reply: FastifyReply,
	body: Readable,
	length: number,
): Readable {
	const about = { host: 'media' as const, method: request.method, path: request.entry.path };
	const type = faults.take(['wrongType'], about);
	if (type) reply.header('content-type', type.contentType ?? 'application/octet-stream');
	if (faults.take(['noLength'], about)) reply.removeHeader('content-length');
	const fault = faults.take(['slowBody', 'truncatedBody', 'cutBody'], about);
	if (!fault) return body;
	if (fault.kind === 'slowBody') return Readable.from(slowly(body, fault.bytesPerSecond));
	if (fault.kind === 'truncatedBody') {
		// A well-formed answer that is just shorter than the file: only its size or a hash tells.
		const kept = Math.min(length, fault.bytes ?? Math.floor(length / 2));
		reply.header('content-length', kept);
		return Readable.from(upTo(body, kept));
	}
	const cutAt = fault.afterBytes ?? Math.floor(length / 2);
	return Readable.from(
		cut(body, cutAt, () => {
			request.raw.socket.destroy();
		}),
	);
}

async function* upTo(body: Readable, bytes: number): AsyncGenerator<Buffer> {
	let left = bytes;
	for await (const piece of body) {
		const part = (piece as Buffer).subarray(0, left);
		left -= part.length;
		if (part.length > 0) yield part;
		if (left <= 0) return;
	}
}

async function* cut(body: Readable, bytes: number, then: () => void): AsyncGenerator<Buffer> {
	yield* upTo(body, bytes);
	// What was written must have left before the connection goes.
	await pause(50);
	then();
}

async function* slowly(body: Readable, bytesPerSecond: number): AsyncGenerator<Buffer> {
	const step = Math.max(1, Math.floor(bytesPerSecond / 10));
	for await (const piece of body) {
		const bytes = piece as Buffer;
		for (let at = 0; at < bytes.length; at += step) {
			yield bytes.subarray(at, at + step);
			await pause(100);
		}
	}
}
