import { createBadRequestError } from './error-responses.cts';

/** The kinds of jobs. Each has its own IDs, statuses, and lists. */
export const JOB_KINDS = ['video', 'image', 'music', 'speech'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export interface JobId {
	readonly user: number;
	readonly email: string;
	readonly kind: JobKind;
	readonly number: number;
}

const ID_PATTERN = /^user:(\d+)-pixverse:([^/\s]+)-(video|image|music|speech):(\d+)$/;

/** Builds `user:<userid>-pixverse:<email>-<kind>:<number>`. */
export function formatId(id: JobId): string {
	return `user:${id.user}-pixverse:${id.email}-${id.kind}:${id.number}`;
}

/** Parses an ID. Returns `undefined` when the text isn't one. */
export function parseId(text: string): JobId | undefined {
	const found = ID_PATTERN.exec(text);
	if (!found) return undefined;
	const [, user, email, kind, number] = found;
	return { user: Number(user), email: email!, kind: kind as JobKind, number: Number(number) };
}

/**
 * Parses the ID at the end of a request's raw URL. The router decodes paths, but PixVerse returns 400 for a
 * percent-encoded ':' or '@'.
 */
export function parseIdFromUrl(rawUrl: string): { text: string; id: JobId } {
	const path = rawUrl.split('?', 1)[0]!.replace(/\/+$/, '');
	const raw = path.slice(path.lastIndexOf('/') + 1);
	if (/%3a|%40/i.test(raw)) throw createBadRequestError(`Unable to parse ${raw}`, true);
	let text = raw;
	try {
		text = decodeURIComponent(raw);
	} catch {
		// Keep the raw text; it isn't an ID.
	}
	const id = parseId(text);
	if (!id) throw createBadRequestError(`Unable to parse ${raw}`, true);
	return { text, id };
}
