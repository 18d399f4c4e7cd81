import { createHash } from 'node:crypto';
import type { GenerationRequest } from '../types';
import { MediaInput } from './mediaInput';

/** What may be another in every execution without anybody wanting another result. */
const IGNORED_FIELDS = new Set(['email', 'maxJobs', 'replyUrl', 'replyRef', 'seed']);

/** Those that were taken, by the body. */
const fingerprints = new WeakMap<object, string>();

/**
 * What an order asks for, in eight digits. An execution that is retried may ask for something else at the same place: its
 * workflow was changed, an agent thought again, items came in another order. What was made for the one is then not taken
 * for the other. Files count by their address only, since the same one is stored and uploaded anew each time.
 */
export function getFingerprint({
	endpoint,
	body,
}: Pick<GenerationRequest, 'endpoint' | 'body'>): string {
	const known = fingerprints.get(body);
	if (known !== undefined) return known;
	const wishes = Object.entries(body)
		.filter(([name, value]) => value !== undefined && !IGNORED_FIELDS.has(name))
		.map(([name, value]) => [name, value instanceof MediaInput ? stripQuery(value) : value])
		.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
	const text = JSON.stringify([endpoint, wishes]);
	const fingerprint = createHash('sha256').update(text).digest('hex').slice(0, 8);
	fingerprints.set(body, fingerprint);
	return fingerprint;
}

/** Without what signs it. */
function stripQuery({ source, value }: MediaInput): string | undefined {
	return source === 'url' ? value.replace(/[?#].*$/s, '') : undefined;
}
