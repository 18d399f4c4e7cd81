import type { FastifyRequest } from 'fastify';
import { badRequest } from '../error-responses.cts';

/** A query parameter; given twice, the last counts. */
export function text(request: FastifyRequest, name: string): string | undefined {
	const value = (request.query as Record<string, string | string[] | undefined>)[name];
	const last = Array.isArray(value) ? value.at(-1) : value;
	return last === '' ? undefined : last;
}

/** `limit` and `offset` of a list; 400 when they are not whole numbers. No maximum is known. */
export function page(request: FastifyRequest, usual: number): { limit: number; offset: number } {
	return { limit: whole(request, 'limit', usual, 1), offset: whole(request, 'offset', 0, 0) };
}

function whole(request: FastifyRequest, name: string, usual: number, least: number): number {
	const value = text(request, name);
	if (value === undefined) return usual;
	if (!/^\d+$/.test(value) || Number(value) < least) {
		throw badRequest(`Parameter ${name} must be a whole number of ${least} or more`, true);
	}
	return Number(value);
}
