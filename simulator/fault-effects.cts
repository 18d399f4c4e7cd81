import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import type { ErrorShape, Fault, Faults } from './faults.cts';
import { ApiError, getErrorMessage } from './error-responses.cts';
import type { SimulatorState } from './state.cts';

const REQUEST_FAULTS = ['status', 'cutBefore', 'noResponse', 'delay', 'redirect'] as const;
/** These need a response that accepted a request. */
const LOST_RESPONSE_FAULTS = ['cutAfter', 'statusAfter', 'noResponseAfter'] as const;
const CORRUPT_RESPONSE_FAULTS = [
	'truncatedJson',
	'malformedJson',
	'html',
	'unknownStatus',
	'empty',
] as const;

type StatusFault = Extract<Fault, { kind: 'status' | 'statusAfter' }>;

/** Applies faults that prevent the request from being processed. */
export async function applyRequestFault(
	{ faults, clock }: Pick<SimulatorState, 'faults' | 'clock'>,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const target = getFaultTarget(request);
	const delay = faults.take(['delay'], target);
	if (delay) await pause(delay.ms);
	const fault = faults.take(
		REQUEST_FAULTS.filter((kind) => kind !== 'delay'),
		target,
	);
	if (!fault) return;
	if (fault.kind === 'status') throw createStatusError(fault, clock.now());
	if (fault.kind === 'redirect') {
		throw new ApiError(fault.status ?? 302, { error: 'Moved' }, { location: fault.to });
	}
	// No response is sent: the connection drops or stays open.
	reply.hijack();
	if (fault.kind === 'cutBefore') request.raw.socket.destroy();
	else request.raw.resume();
}

/** Applies faults to a response that is ready. */
export async function applyResponseFault(
	faults: Faults,
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
): Promise<unknown> {
	if (reply.statusCode >= 300) return payload;
	const target = getFaultTarget(request);
	const lost = faults.take(LOST_RESPONSE_FAULTS, target);
	if (lost?.kind === 'statusAfter') {
		const error = createStatusError(lost);
		reply.code(error.status).headers(error.headers);
		return serializeBody(reply, error.body);
	}
	if (lost) {
		if (lost.kind === 'cutAfter') request.raw.socket.destroy();
		// The connection is gone, or it stays open until the client or the simulator closes it.
		return await new Promise(() => undefined);
	}
	const fault = faults.take(CORRUPT_RESPONSE_FAULTS, target);
	if (!fault) return payload;
	reply.removeHeader('content-length');
	const text = typeof payload === 'string' ? payload : '';
	switch (fault.kind) {
		case 'truncatedJson':
			return text.slice(0, Math.max(1, Math.floor(text.length * 0.6)));
		case 'malformedJson':
			return text.replace(/"/g, "'").replace(/}\s*$/, ',}');
		case 'html':
			reply.header('content-type', 'text/html; charset=utf-8');
			return HTML;
		case 'empty':
			reply.code(fault.status ?? 204).removeHeader('content-type');
			return '';
		case 'unknownStatus':
			return replaceStatuses(text, fault.code ?? 42, fault.name ?? 'REVIEWING');
	}
}

const HTML =
	'<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>';

/** Creates an error with a body in any of the documented shapes. */
export function createStatusError(fault: StatusFault, now = Date.now()): ApiError {
	const { status } = fault;
	const message = fault.message ?? getErrorMessage(status);
	const body = buildErrorBody(fault.shape ?? 'code', status, message);
	const type = getContentTypeHeaders(fault.shape);
	if (fault.kind !== 'status' || fault.retryAfterSeconds === undefined)
		return new ApiError(status, body, type);
	const { retryAfterSeconds: seconds, retryAfterIn: location } = fault;
	const retryAfter = new Date(now + seconds * 1000).toISOString();
	const inBody = location !== 'header' && typeof body === 'object' && body !== null;
	return new ApiError(status, inBody ? { ...body, retryAfter } : body, {
		...type,
		...(location === 'body' ? {} : { 'retry-after': String(seconds) }),
	});
}

function buildErrorBody(shape: ErrorShape, status: number, message: string): unknown {
	switch (shape) {
		case 'code':
			return { error: message, code: status };
		case 'string':
			return { error: message };
		case 'object':
			return { error: { code: status, message, status: 'FAILED_PRECONDITION', details: [] } };
		case 'details':
			return { error: message, errorDetails: `Details: ${message}`, errCode: 500_000 + status };
		case 'empty':
			return '';
		case 'html':
			return HTML;
		case 'text':
			return message;
	}
}

function getContentTypeHeaders(shape: ErrorShape | undefined): Record<string, string> {
	if (shape === 'html') return { 'content-type': 'text/html; charset=utf-8' };
	if (shape === 'text' || shape === 'empty') return { 'content-type': 'text/plain; charset=utf-8' };
	return {};
}

function serializeBody(reply: FastifyReply, body: unknown): string {
	reply.removeHeader('content-length');
	return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Replaces every status in the response with an undocumented one. */
function replaceStatuses(text: string, code: number, name: string): string {
	try {
		return JSON.stringify(JSON.parse(text), (key, value: unknown) => {
			if (/^(video|image|audio)_status$/.test(key)) return code;
			if (/^(video|image|audio)_status_name$/.test(key)) return name;
			if (/^(video|image|audio)_status_final$/.test(key)) return false;
			return value;
		});
	} catch {
		return text;
	}
}

function getFaultTarget(request: FastifyRequest) {
	const url = request.raw.url ?? '';
	return { host: 'api' as const, method: request.method, path: url.split('?', 1)[0]! };
}
