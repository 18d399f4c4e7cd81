import { MINUTE } from '../time';
import { type Clock, withTimeout } from './clock';
import type { ByteStream } from './openDownload';
import {
	createNetworkFailure,
	type NetworkFailure,
	TIMEOUT_REASON,
	TRUNCATED_REASON,
} from './requestResult';

/** After decompression. The largest known responses, lists of effects, are below 1 MB. */
export const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;
/** For the whole body, from its first byte. */
export const BODY_TIMEOUT_MS = MINUTE;
/** No known response has more than six levels. n8n itself fails to store thousands. */
const MAX_JSON_DEPTH = 64;
/** Objects, lists, and values. Millions of them would block n8n for seconds. */
const MAX_JSON_VALUES = 100_000;

/**
 * Reads the body of a response with a size and a time limit, which n8n doesn't set.
 * @param abort ends the connection; n8n's streams can't while they wait for the next byte
 * @returns the text, '' if it is too large, or the failure that ended it
 */
export async function readBody(
	stream: ByteStream,
	clock: Clock,
	abort: () => void,
): Promise<string | NetworkFailure> {
	const body = await withTimeout(clock, BODY_TIMEOUT_MS, readBytes(stream)).catch(
		// Or the execution was canceled, which the caller checks.
		() => 'truncated' as const,
	);
	if (typeof body !== 'string') return body.toString('utf8');
	abort();
	stream.destroy();
	if (body === 'tooLarge') return '';
	return createNetworkFailure(body === 'timeout' ? TIMEOUT_REASON : TRUNCATED_REASON);
}

async function readBytes(stream: ByteStream): Promise<Buffer | 'tooLarge'> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	// An async iterator makes 7 KB of garbage for each body.
	return await new Promise((resolve, reject) => {
		stream.on('data', (chunk: Uint8Array) => {
			chunks.push(chunk);
			bytes += chunk.length;
			if (bytes <= MAX_RESPONSE_BYTES) return;
			// Here, because a stream without end would leave the caller no chance.
			stream.destroy();
			resolve('tooLarge');
		});
		stream.on('end', () => resolve(Buffer.concat(chunks)));
		stream.on('error', reject);
		stream.on('close', reject);
		if (stream.destroyed) reject();
	});
}

/**
 * Parses JSON that becomes part of an item.
 * @returns the text if it is no JSON; undefined if it is nested too deeply or has too many values
 */
export function parseJson(text: string): unknown {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return text;
	}
	return sanitize(value, MAX_JSON_DEPTH, { left: MAX_JSON_VALUES }) ? value : undefined;
}

/**
 * Removes `__proto__` keys, because a copy of their object would have another prototype. Makes no copies itself: a batch
 * reads megabytes of lists.
 * @returns whether the value is within the limits
 */
function sanitize(value: unknown, depth: number, budget: { left: number }): boolean {
	if (budget.left-- === 0) return false;
	if (typeof value !== 'object' || value === null) return true;
	if (depth === 0) return false;
	if (Object.hasOwn(value, '__proto__')) delete (value as Record<string, unknown>)['__proto__'];
	const inner: unknown[] = Array.isArray(value) ? value : Object.values(value);
	// Other loops make five times as much garbage.
	for (let index = 0; index < inner.length; index++)
		if (!sanitize(inner[index], depth - 1, budget)) return false;
	return true;
}
