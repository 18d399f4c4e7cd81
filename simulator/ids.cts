import { createBadRequestError } from './error-responses.cts';

/** The four kinds of jobs; each has its own ids, statuses and lists. */
export const JOB_KINDS = ['video', 'image', 'music', 'speech'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export interface JobId {
	readonly user: number;
	readonly email: string;
	readonly kind: JobKind;
	readonly number: number;
}

const ID_PATTERN = /^user:(\d+)-pixverse:([^/\s]+)-(video|image|music|speech):(\d+)$/;

/** `user:<userid>-pixverse:<email>-<kind>:<number>`. */
export function formatId(id: JobId): string {
	return `user:${id.user}-pixverse:${id.email}-${id.kind}:${id.number}`;
}

/** Reads an id, `undefined` when it is not one. */
export function parseId(text: string): JobId | undefined {
	const found = ID_PATTERN.exec(text);
	if (!found) return undefined;
	const [, user, email, kind, number] = found;
	return { user: Number(user), email: email!, kind: kind as JobKind, number: Number(number) };
}

/**
 * The id at the end of a request's path, read from the URL as it came in: the router decodes, the API does not.
 * PixVerse answers 400 to a percent-encoded ':' or '@'.
 */
export function parseIdFromUrl(rawUrl: string): { text: string; id: JobId } {
	const path = rawUrl.split('?', 1)[0]!.replace(/\/+$/, '');
	const raw = path.slice(path.lastIndexOf('/') + 1);
	if (/%3a|%40/i.test(raw)) throw createBadRequestError(`Unable to parse ${raw}`, true);
	let text = raw;
	try {
		text = decodeURIComponent(raw);
	} catch {
		// Left as it came: it will not be an id.
	}
	const id = parseId(text);
	if (!id) throw createBadRequestError(`Unable to parse ${raw}`, true);
	return { text, id };
}
