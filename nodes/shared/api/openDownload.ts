import type {
	BinaryHelperFunctions,
	IN8nHttpFullResponse,
	RequestHelperFunctions,
} from 'n8n-workflow';
import type { Clock } from './clock';
import { withTimeout } from './clock';
import type { RequestResult } from './requestResult';
import { SSRF_BLOCKED_REASON, toNetworkFailure } from './requestResult';

/** A readable stream of bytes, as n8n's helpers take and give it. */
export type ByteStream = Exclude<
	Parameters<BinaryHelperFunctions['prepareBinaryData']>[0],
	Buffer | Uint8Array
>;

/** What of n8n it takes to fetch a file. */
export interface DownloadContext {
	helpers: Pick<RequestHelperFunctions, 'httpRequest'>;
	/** Ends every request. */
	getExecutionCancelSignal?: () => AbortSignal | undefined;
}

/** A file on the web, opened and not yet read. */
export interface OpenDownload {
	kind: 'media';
	stream: ByteStream;
	/** As the server says, without parameters, lower case; '' when it does not say. */
	mimeType: string;
	/** Size of the whole file in bytes, when the server says. */
	bytes?: number;
	/** Names these very bytes: the same as long as the file is. Absent where the server gives none that is sure. */
	etag?: string;
	/** First byte of the stream, where the server sends the rest of a file. */
	from?: number;
	/** Ends the connection. */
	close(): void;
}

/** An address that is not followed. Trying again does not help. */
export interface BlockedUrl {
	kind: 'barred';
	/** In words, to be put behind "…: ". */
	reason: string;
}

const MINUTE = 60_000;
/** Milliseconds until an answer has begun, however slowly its first bytes come. */
const HEADERS_TIMEOUT_MS = 2 * MINUTE;
const MAX_REDIRECTS = 5;

/**
 * Opens a file by its address. No credential is involved: the token goes to the API's host only. Redirects are
 * followed here, each as a request of its own, so that n8n's protection of internal addresses, where it is switched
 * on, sees every one of them; they never lead off the web, nor from https to http.
 * @param range asks for what follows the first bytes of a file, provided that it still is the same file
 * @returns the open stream, or the refusal; its text is not read, since nobody could do anything with it
 */
export async function openDownload(
	context: DownloadContext,
	clock: Clock,
	url: string,
	range?: { from: number; etag: string },
): Promise<OpenDownload | RequestResult | BlockedUrl> {
	let address = url;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
		if (!isHttpUrl(address)) return blockedUrl('its address is not a web address');
		const opened = await requestOnce(context, clock, address, range);
		if (opened.kind !== 'redirect') return opened;
		const target = resolveUrl(opened.to, address);
		if (!isHttpUrl(target))
			return blockedUrl('its server sends on to an address that is not on the web');
		if (/^https:/i.test(address) && !/^https:/i.test(target))
			return blockedUrl(
				'its server sends on from https to http, where anybody could change the file',
			);
		address = target;
	}
	return blockedUrl(`its server sends on more than ${MAX_REDIRECTS} times`);
}

/** True for an http or https address with a host. */
export function isHttpUrl(url: string): boolean {
	return /^https?:\/\/[^\s/]+/i.test(url);
}

const blockedUrl = (reason: string): BlockedUrl => ({ kind: 'barred', reason });

function resolveUrl(location: string, address: string): string {
	try {
		return new URL(location, address).href;
	} catch {
		return '';
	}
}

/** One request. */
async function requestOnce(
	context: DownloadContext,
	clock: Clock,
	url: string,
	range?: { from: number; etag: string },
): Promise<OpenDownload | RequestResult | BlockedUrl | { kind: 'redirect'; to: string }> {
	const end = new AbortController();
	const cancelled = context.getExecutionCancelSignal?.();
	let response: IN8nHttpFullResponse | 'timeout';
	try {
		response = await withTimeout(
			clock,
			HEADERS_TIMEOUT_MS,
			context.helpers.httpRequest({
				method: 'GET',
				url,
				headers: {
					// Compressed on the way, the length would be that of something else.
					'Accept-Encoding': 'identity',
					...(range && { Range: `bytes=${range.from}-`, 'If-Range': range.etag }),
				},
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: MINUTE,
				abortSignal: cancelled ? AbortSignal.any([cancelled, end.signal]) : end.signal,
			}) as Promise<IN8nHttpFullResponse>,
		);
	} catch (thrown) {
		end.abort();
		const silence = toNetworkFailure(thrown);
		return silence.reason === SSRF_BLOCKED_REASON ? blockedUrl(SSRF_BLOCKED_REASON) : silence;
	}
	if (response === 'timeout') {
		end.abort();
		return { kind: 'networkFailure', reason: 'no answer came in time', delivered: 'unknown' };
	}
	const stream = response.body as unknown as ByteStream;
	const close = () => {
		stream.destroy();
		end.abort();
	};
	const headers = response.headers as Record<string, unknown>;
	const status = response.statusCode;
	if (REDIRECT_STATUSES.has(status) && typeof headers.location === 'string') {
		close();
		return { kind: 'redirect', to: headers.location };
	}
	const part = status === 206 ? parseContentRange(headers['content-range']) : undefined;
	// Half a file that nobody asked for is none.
	if (status < 200 || status >= 300 || (status === 206 && !(range && part))) {
		close();
		return { kind: 'response', status, ok: false, headers: {}, body: '' };
	}
	const length = Number(headers['content-length'] || Number.NaN);
	return {
		kind: 'media',
		stream,
		mimeType: parseMimeType(headers['content-type']),
		bytes: part ? part.total : Number.isFinite(length) ? length : undefined,
		etag: getStrongEtag(headers.etag),
		from: part?.from,
		close,
	};
}

const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/** `bytes 100-199/200`: what a server sends of a file. */
function parseContentRange(contentRange: unknown): { from: number; total: number } | undefined {
	const found = /^bytes (\d+)-(\d+)\/(\d+)$/i.exec(String(contentRange ?? '').trim());
	return found ? { from: Number(found[1]), total: Number(found[3]) } : undefined;
}

/** A weak tag (`W/"…"`) stands for files that are only much alike. */
function getStrongEtag(etag: unknown): string | undefined {
	return typeof etag === 'string' && /^"[\x21\x23-\x7e]*"$/.test(etag) ? etag : undefined;
}

/** True when a server hands out a page or a message where a file was expected. */
export function isTextMimeType(mimeType: string): boolean {
	return /^text\/|\/(json|xml|xhtml\+xml|problem\+json)$/.test(mimeType);
}

/** `Video/MP4; charset=x` → `video/mp4`. */
export function parseMimeType(contentType: unknown): string {
	return typeof contentType === 'string'
		? (contentType.split(';')[0] ?? '').trim().toLowerCase()
		: '';
}
