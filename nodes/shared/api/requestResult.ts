/** The API answered, with whatever status. */
export interface HttpResponse {
	kind: 'response';
	status: number;
	/** True for a 2xx. */
	ok: boolean;
	headers: Record<string, string>;
	/** Parsed JSON where it was JSON, else the text; '' or undefined for an empty body. */
	body: unknown;
}

/** No answer came. */
export interface NetworkFailure {
	kind: 'networkFailure';
	/** In words, to be put behind "…: ". */
	reason: string;
	/**
	 * Whether the request may have reached the API. 'no' only where it is certain (name not found, connection
	 * refused): a paid request may be sent again only then.
	 */
	delivered: 'no' | 'unknown';
}

export type RequestResult = HttpResponse | NetworkFailure;

/** True for a 2xx answer, with or without a body. */
export function isSuccess(reply: RequestResult): reply is HttpResponse & { ok: true } {
	return reply.kind === 'response' && reply.ok;
}

/** Statuses after which the same read may be sent again. 596 looks like a 5xx and is final. */
const RETRYABLE_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

/** True when asking again later can bring another answer. */
export function isRetryable(reply: RequestResult): boolean {
	return reply.kind === 'networkFailure' || RETRYABLE_STATUSES.has(reply.status);
}

/**
 * How long the API asks to wait, in milliseconds: the `Retry-After` header (seconds or a date) or `retryAfter` in the
 * body (ISO time). Neither is guaranteed for PixVerse.
 * @param now epoch milliseconds, where the answer has no `Date`
 * @returns undefined when it does not say
 */
export function parseRetryAfter(answer: HttpResponse, now: number): number | undefined {
	// A time is by the clock of the API, which may be far from that of this n8n. Its answers tell it.
	const told = Date.parse(answer.headers.date ?? '');
	const sent = Number.isNaN(told) ? now : told;
	const header = answer.headers['retry-after'];
	if (header !== undefined) {
		const ms = Number(header) * 1000;
		if (header.trim() !== '' && Number.isFinite(ms)) return Math.max(0, ms);
		const date = Date.parse(header);
		if (!Number.isNaN(date)) return Math.max(0, date - sent);
	}
	const body = answer.body as { retryAfter?: unknown } | null | undefined;
	if (typeof body === 'object' && typeof body?.retryAfter === 'string') {
		const date = Date.parse(body.retryAfter);
		if (!Number.isNaN(date)) return Math.max(0, date - sent);
	}
	return undefined;
}

const NOT_SENT_REASONS: Record<string, string> = {
	ECONNREFUSED: 'nothing listens at that address',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'there is no route to the host',
	ENETUNREACH: 'there is no route to the network',
	ERR_INVALID_URL: 'the address is not a web address',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate belongs to another host',
};

const MAYBE_SENT_REASONS: Record<string, string> = {
	ECONNRESET: 'the connection was cut',
	EPIPE: 'the connection was cut',
	ECONNABORTED: 'no answer came in time',
	ETIMEDOUT: 'no answer came in time',
	ERR_BAD_RESPONSE: 'the answer was cut off',
};

/** What n8n's protection of internal addresses comes to, in words. */
export const SSRF_BLOCKED_REASON = 'this n8n does not allow requests to that address';

/** Turns what an HTTP request threw into a silence. Finds the network code however deep n8n has wrapped it. */
export function toNetworkFailure(thrown: unknown): NetworkFailure {
	const { codes, messages } = collectErrorChain(thrown);
	for (const code of codes) {
		const certain = NOT_SENT_REASONS[code];
		if (certain) return { kind: 'networkFailure', reason: certain, delivered: 'no' };
	}
	for (const code of codes) {
		const likely = MAYBE_SENT_REASONS[code];
		if (likely) return { kind: 'networkFailure', reason: likely, delivered: 'unknown' };
	}
	const told = messages.join(' ');
	if (/ssrf|blocked|not allowed/i.test(told))
		return {
			kind: 'networkFailure',
			reason: SSRF_BLOCKED_REASON,
			delivered: 'no',
		};
	if (/timeout/i.test(told))
		return { kind: 'networkFailure', reason: 'no answer came in time', delivered: 'unknown' };
	return { kind: 'networkFailure', reason: 'the connection was cut', delivered: 'unknown' };
}

function collectErrorChain(thrown: unknown): { codes: string[]; messages: string[] } {
	const codes: string[] = [];
	const messages: string[] = [];
	let level: unknown = thrown;
	for (let depth = 0; depth < 6 && typeof level === 'object' && level !== null; depth++) {
		const error = level as {
			code?: unknown;
			message?: unknown;
			cause?: unknown;
			errorResponse?: unknown;
		};
		if (typeof error.code === 'string') codes.push(error.code);
		if (typeof error.message === 'string') messages.push(error.message);
		level = error.cause ?? error.errorResponse;
	}
	return { codes, messages };
}
