import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import type { ErrorShape, Fault, Faults } from './faults.cts';
import { ApiProblem, textOf } from './error-responses.cts';

const BEFORE = ['status', 'cutBefore', 'silent', 'delay', 'redirect'] as const;
/** Only an answer that accepted something can be lost "after accepting". */
const AFTER = ['cutAfter', 'statusAfter', 'silentAfter'] as const;
const SPOILED = ['truncatedJson', 'malformedJson', 'html', 'unknownStatus', 'empty'] as const;

type StatusFault = Extract<Fault, { kind: 'status' | 'statusAfter' }>;

/** What goes wrong before the API does anything. */
export async function strikeBefore(
	faults: Faults,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const about = aboutOf(request);
	const delay = faults.take(['delay'], about);
	if (delay) await pause(delay.ms);
	const fault = faults.take(
		BEFORE.filter((kind) => kind !== 'delay'),
		about,
	);
	if (!fault) return;
	if (fault.kind === 'status') throw statusProblem(fault);
	if (fault.kind === 'redirect') {
		throw new ApiProblem(fault.status ?? 302, { error: 'Moved' }, { location: fault.to });
	}
	// Nothing is ever answered: either the connection goes, or it stays open in silence.
	reply.hijack();
	if (fault.kind === 'cutBefore') request.raw.socket.destroy();
	else request.raw.resume();
}

/** What goes wrong with an answer that is ready. */
export async function spoilAnswer(
	faults: Faults,
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
): Promise<unknown> {
	if (reply.statusCode >= 300) return payload;
	const about = aboutOf(request);
	const lost = faults.take(AFTER, about);
	if (lost?.kind === 'statusAfter') {
		const answer = statusProblem(lost);
		reply.code(answer.status).headers(answer.headers);
		return serialised(reply, answer.body);
	}
	if (lost) {
		if (lost.kind === 'cutAfter') request.raw.socket.destroy();
		// The connection is gone, or silent until the client or the simulator ends it.
		return await new Promise(() => undefined);
	}
	const fault = faults.take(SPOILED, about);
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
			return withUnknownStatus(text, fault.code ?? 42, fault.name ?? 'REVIEWING');
	}
}

const HTML =
	'<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>';

/** A body for a status in any of the shapes that the reference knows. */
export function statusProblem(fault: StatusFault): ApiProblem {
	const { status } = fault;
	const message = fault.message ?? textOf(status);
	const body = shaped(fault.shape ?? 'code', status, message);
	const type = contentTypeOf(fault.shape);
	if (fault.kind !== 'status' || fault.retryAfterSeconds === undefined)
		return new ApiProblem(status, body, type);
	const { retryAfterSeconds: seconds, retryAfterIn: place } = fault;
	const now = Date.now();
	const retryAfter = new Date(now + seconds * 1000).toISOString();
	const told = place !== 'header' && typeof body === 'object' && body !== null;
	return new ApiProblem(status, told ? { ...body, retryAfter } : body, {
		...type,
		// By the same clock as the time in the body.
		date: new Date(now).toUTCString(),
		...(place === 'body' ? {} : { 'retry-after': String(seconds) }),
	});
}

function shaped(shape: ErrorShape, status: number, message: string): unknown {
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

function contentTypeOf(shape: ErrorShape | undefined): Record<string, string> {
	if (shape === 'html') return { 'content-type': 'text/html; charset=utf-8' };
	if (shape === 'text' || shape === 'empty') return { 'content-type': 'text/plain; charset=utf-8' };
	return {};
}

function serialised(reply: FastifyReply, body: unknown): string {
	reply.removeHeader('content-length');
	return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Every status in the answer becomes one that no map knows. */
function withUnknownStatus(text: string, code: number, name: string): string {
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

function aboutOf(request: FastifyRequest) {
	const url = request.raw.url ?? '';
	return { host: 'api' as const, method: request.method, path: url.split('?', 1)[0]! };
}
