import type { JobOptions } from '../../shared/jobs/types';

/** Values that mean "not set" become undefined. */
export function emptyToUndefined(value: unknown): unknown {
	if (value === null || value === undefined) return undefined;
	return typeof value === 'string' && value.trim() === '' ? undefined : value;
}

/** Describes an unexpected value, for messages. */
export function describeValue(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `"${String(value)}"`;
}

/** For a file field whose whole value is an expression. */
export function inferLocatorMode(text: string): string {
	if (/^https?:\/\//i.test(text)) return 'url';
	return /^(upload|library)\//.test(text) ? 'path' : 'binary';
}

/** Unknown values become the default. */
export function parseWaitMode(value: unknown): JobOptions['waitMode'] {
	return value === 'none' || value === 'callback' ? value : 'poll';
}
