import type { Clock } from './clock';
import { withTimeout } from './clock';
import type { ByteStream } from './openDownload';

/** Bytes after unpacking. The largest answers known, lists of effects, have less than one MB. */
export const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;
/** Milliseconds for the whole body, once the first bytes of an answer are there. */
export const BODY_TIMEOUT_MS = 60_000;
/** Levels of nesting. No known answer has more than six; n8n itself fails to store some thousands. */
const MAX_JSON_DEPTH = 64;
/** Objects, lists and values in them. Millions of them would keep n8n from everything else for seconds. */
const MAX_JSON_VALUES = 100_000;

/** A body came, is too large to be one of the API's, or broke off. */
export type BodyResult =
	| { kind: 'whole'; text: string }
	| { kind: 'too large' }
	| { kind: 'broken'; reason: string };

/**
 * Reads the body of an answer, but no more than an answer of the API can have, and no longer than it can take: n8n sets
 * no limit to either.
 * @param abort ends the connection; n8n's streams cannot while they wait for the next byte
 */
export async function readBody(
	stream: ByteStream,
	clock: Clock,
	abort: () => void,
): Promise<BodyResult> {
	let received: BodyResult | 'timeout';
	try {
		received = await withTimeout(clock, BODY_TIMEOUT_MS, readChunks(stream));
	} catch {
		// Or the execution was canceled, which whoever waits for the answer finds out.
		received = { kind: 'broken', reason: 'the answer was cut off' };
	}
	if (received === 'timeout') received = { kind: 'broken', reason: 'no answer came in time' };
	if (received.kind !== 'whole') {
		abort();
		stream.destroy();
	}
	return received;
}

async function readChunks(stream: ByteStream): Promise<BodyResult> {
	const pieces: Uint8Array[] = [];
	let bytes = 0;
	for await (const piece of stream as AsyncIterable<Uint8Array>) {
		pieces.push(piece);
		bytes += piece.length;
		if (bytes > MAX_RESPONSE_BYTES) return { kind: 'too large' };
	}
	return { kind: 'whole', text: Buffer.concat(pieces).toString('utf8') };
}

/**
 * Reads JSON as what it may become part of an item. Names that would change what an object is are left out, and so is
 * everything when it is nested so deep that n8n could not store it, or has more in it than any answer.
 * @returns the text where it is no JSON, undefined for what is too much
 */
export function parseJson(text: string): unknown {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return text;
	}
	return sanitizeJson(value, MAX_JSON_DEPTH, { left: MAX_JSON_VALUES }) ? value : undefined;
}

/** Takes `__proto__` out of a JSON value on the way: a copy of the object would have another prototype. */
function sanitizeJson(value: unknown, levels: number, values: { left: number }): boolean {
	if (values.left-- === 0) return false;
	if (typeof value !== 'object' || value === null) return true;
	if (levels === 0) return false;
	if (Object.hasOwn(value, '__proto__')) delete (value as Record<string, unknown>)['__proto__'];
	for (const inner of Object.values(value))
		if (!sanitizeJson(inner, levels - 1, values)) return false;
	return true;
}
