import type { JobOptions } from '../../shared/jobs/types';

/** Undefined for everything that stands for "not set". */
export function emptyToUndefined(value: unknown): unknown {
	if (value === null || value === undefined) return undefined;
	return typeof value === 'string' && value.trim() === '' ? undefined : value;
}

/** What came in the place of something else, for messages. */
export function describeValue(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `"${String(value)}"`;
}

/** For a media field that is an expression as a whole. */
export function inferLocatorMode(text: string): string {
	if (/^https?:\/\//i.test(text)) return 'url';
	return /^upload\//.test(text) ? 'path' : 'binary';
}

/** How to wait; anything unknown is the default. */
export function parseWaitMode(value: unknown): JobOptions['waitMode'] {
	return value === 'none' || value === 'callback' ? value : 'poll';
}
