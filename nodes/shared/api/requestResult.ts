import { type Clock, withTimeout } from './clock';

/** A response of the API, whatever its status. */
export interface HttpResponse {
	kind: 'response';
	status: number;
	/** True for a 2xx. */
	ok: boolean;
	headers: Record<string, string>;
	/** Parsed JSON if it is JSON, otherwise the text; '' or undefined if it is empty. */
	body: unknown;
}

/** No response: a network error or a timeout. */
export interface NetworkFailure {
	kind: 'networkFailure';
	/** For messages, after "…: ". */
	reason: string;
	/**
	 * False only if the request certainly didn't reach the API (host name not found, connection refused). Only then a
	 * paid request may be sent again.
	 */
	mayHaveBeenReceived: boolean;
}

export type RequestResult = HttpResponse | NetworkFailure;

/** Whether the status is a 2xx, with or without a body. */
export function isSuccess(result: RequestResult): result is HttpResponse & { ok: true } {
	return result.kind === 'response' && result.ok;
}

/** 596 looks like a server error, but is final. */
const RETRYABLE_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

/** Whether the request certainly didn't reach the API. */
export const isUnsent = (result: RequestResult) =>
	result.kind === 'networkFailure' && !result.mayHaveBeenReceived;

/** Whether the same read may succeed later. */
export function isRetryable(result: RequestResult | Pick<HttpResponse, 'status'>): boolean {
	return !('status' in result) || RETRYABLE_STATUSES.has(result.status);
}

export const is404 = (result: RequestResult) => result.kind === 'response' && result.status === 404;

/**
 * The delay that the API requests: the `Retry-After` header (seconds or a date), or `retryAfter` or `retryAt` in the body
 * (ISO times). None is guaranteed for PixVerse.
 * @param now epoch milliseconds, used if the response has no `Date`
 * @returns milliseconds; undefined if the API doesn't ask for a delay
 */
export function parseRetryAfter(
	{ headers, body }: Pick<HttpResponse, 'headers' | 'body'>,
	now: number,
): number | undefined {
	// Dates are by the clock of the API, which may be far from that of n8n.
	const apiTime = Date.parse(headers.date ?? '');
	const header = headers['retry-after'] ?? '';
	const ms = Number(header) * 1000;
	if (header.trim() !== '' && Number.isFinite(ms)) return Math.max(0, ms);
	const { retryAfter, retryAt } = (body ?? {}) as Record<string, unknown>;
	const time = [header, retryAfter, retryAt]
		.map((date) => (typeof date === 'string' ? Date.parse(date) : Number.NaN))
		.find((epoch) => !Number.isNaN(epoch));
	return time === undefined ? undefined : Math.max(0, time - (apiTime || now));
}

export const TIMEOUT_REASON = 'the response timed out';
const INTERRUPTED_REASON = 'the connection was interrupted';
export const TRUNCATED_REASON = 'the response ended early';

/** What the user reads for network errors, by their codes. */
type Reasons = ReadonlyArray<readonly [codes: RegExp, reason: string]>;

/** After these, the request certainly wasn't received. */
const NOT_SENT_REASONS: Reasons = [
	[/^ECONNREFUSED$/, 'the connection was refused'],
	[/^ENOTFOUND$/, 'the host name does not exist'],
	[/^EAI_AGAIN$/, 'the host name could not be resolved'],
	[/^EHOSTUNREACH$/, 'there is no route to the host'],
	[/^EHOSTDOWN$/, 'the host is down'],
	[/^(ENETUNREACH|EADDRNOTAVAIL)$/, 'there is no route to the network'],
	[/^ENETDOWN$/, 'the network is down'],
	[/^ERR_INVALID_URL$/, 'the URL is invalid'],
	[/^CERT_HAS_EXPIRED$/, 'its certificate has expired'],
	[/^CERT_NOT_YET_VALID$/, 'its certificate is not valid yet'],
	[/^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)$/, 'its certificate is self-signed'],
	[/^UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF)/, 'its certificate can not be verified'],
	[/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'its certificate belongs to another host'],
];

/** After these, it may have been received. `HPE_…` are errors of the HTTP parser, `Z_…` of broken compression. */
const MAYBE_SENT_REASONS: Reasons = [
	[/^(ECONNRESET|EPIPE|ENETRESET|ERR_NETWORK|UND_ERR_SOCKET)$/, INTERRUPTED_REASON],
	[/^ERR_(STREAM_DESTROYED|SOCKET_CLOSED)$/, INTERRUPTED_REASON],
	[/^EPROTO$/, 'there was a protocol error'],
	[/^(ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT)$/, TIMEOUT_REASON],
	[/^(ERR_SOCKET_CONNECTION_|UND_ERR_\w*)TIMEOUT$/, TIMEOUT_REASON],
	[/^ERR_(BAD_RESPONSE|STREAM_PREMATURE_CLOSE)$|^(HPE|Z)_/, TRUNCATED_REASON],
	[/^ERR_(SSL|TLS)_/, 'the TLS connection failed'],
];

export const SSRF_BLOCKED_REASON = 'your n8n instance does not allow requests to that address';

/**
 * Messages of network errors without a code. The whole message has to fit: errors of n8n can contain the same words,
 * such as the name of a node in "Node 'Get timeout' hasn't been executed".
 */
const TIMEOUT_MESSAGE =
	/^(timeout( of \d+ ?ms exceeded)?|(the )?(request|operation|connection|socket)( has)? timed out( after \d+ ?m?s)?|(connect|read|socket|headers|body) timeout( error)?|(the operation was )?aborted due to timeout)\.?$/i;
const INTERRUPTED_MESSAGE =
	/^((error: )?socket hang up|(the )?(request|response|stream)?( has been| was)? ?aborted|(the )?connection (was )?(closed|lost|reset)|other side closed|client network socket disconnected\b.*)\.?$/i;
/** n8n's protection against requests to internal addresses, N8N_SSRF_PROTECTION_ENABLED. */
const SSRF_ERROR_NAME = /^Ssrf\w*Error$/;
const SSRF_MESSAGE = /^The request was blocked (because|by)\b/;

/**
 * Reads what an HTTP request threw. Finds the network code however deeply n8n has wrapped it.
 * @returns undefined if it is no network error, such as an error of n8n before anything was sent
 */
export function toNetworkFailure(thrown: unknown): NetworkFailure | undefined {
	const { codes, names, messages } = collectErrorChain(thrown);
	const findReason = (reasons: Reasons) =>
		codes.flatMap((code) => reasons.find(([pattern]) => pattern.test(code))?.[1] ?? [])[0];
	const notSent = findReason(NOT_SENT_REASONS);
	if (notSent) return createNetworkFailure(notSent, false);
	const maybeSent = findReason(MAYBE_SENT_REASONS);
	if (maybeSent) return createNetworkFailure(maybeSent);
	const hasMessage = (pattern: RegExp) => messages.some((message) => pattern.test(message.trim()));
	if (names.some((name) => SSRF_ERROR_NAME.test(name)) || hasMessage(SSRF_MESSAGE))
		return createNetworkFailure(SSRF_BLOCKED_REASON, false);
	if (hasMessage(TIMEOUT_MESSAGE)) return createNetworkFailure(TIMEOUT_REASON);
	if (hasMessage(INTERRUPTED_MESSAGE)) return createNetworkFailure(INTERRUPTED_REASON);
	return undefined;
}

export const createNetworkFailure = (
	reason: string,
	mayHaveBeenReceived = true,
): NetworkFailure => ({ kind: 'networkFailure', reason, mayHaveBeenReceived });

function collectErrorChain(thrown: unknown) {
	const codes: string[] = [];
	const names: string[] = [];
	const messages: string[] = [];
	let level: unknown = thrown;
	for (let depth = 0; depth < 6 && typeof level === 'object' && level !== null; depth++) {
		const error = level as Record<string, unknown>;
		for (const code of [error.code, error.httpCode]) if (typeof code === 'string') codes.push(code);
		if (typeof error.name === 'string') names.push(error.name);
		if (typeof error.message === 'string') messages.push(error.message);
		level = error.cause ?? error.errorResponse;
	}
	return { codes, names, messages };
}

/**
 * Waits for a request with a time limit.
 * @returns the response, or the network failure or timeout that ended it
 * @throws other errors as they are, such as those of n8n before anything was sent, and if the execution was canceled
 */
export async function awaitResponse<T extends object>(
	clock: Clock,
	ms: number,
	request: Promise<T>,
	abort: () => void,
): Promise<T | NetworkFailure> {
	const response = await withTimeout(clock, ms, request).catch(async (thrown: unknown) => {
		abort();
		return toNetworkFailure(thrown) ?? (await Promise.reject<never>(thrown));
	});
	if (response !== 'timeout') return response;
	abort();
	return createNetworkFailure(TIMEOUT_REASON);
}
