import type { FastifyRequest } from 'fastify';
import { createBadRequestError } from '../error-responses.cts';

/** Returns a query parameter. Of repeated ones, the last counts. */
export function getQueryText(request: FastifyRequest, name: string): string | undefined {
	const value = (request.query as Record<string, string | string[] | undefined>)[name];
	const last = Array.isArray(value) ? value.at(-1) : value;
	return last === '' ? undefined : last;
}

/**
 * Returns `limit` and `offset` of a list.
 * @throws 400 when they aren't whole numbers in range
 */
export function getPage(
	request: FastifyRequest,
	fallback: number,
): { limit: number; offset: number } {
	return {
		limit: getWholeNumber(request, 'limit', fallback, 1),
		offset: getWholeNumber(request, 'offset', 0, 0),
	};
}

function getWholeNumber(
	request: FastifyRequest,
	name: string,
	fallback: number,
	min: number,
): number {
	const value = getQueryText(request, name);
	if (value === undefined) return fallback;
	if (!/^\d+$/.test(value) || Number(value) < min) {
		throw createBadRequestError(`Parameter ${name} must be a whole number of ${min} or more`, true);
	}
	return Number(value);
}
