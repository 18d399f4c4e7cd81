import type {
	BinaryHelperFunctions,
	IN8nHttpFullResponse,
	RequestHelperFunctions,
} from 'n8n-workflow';
import { MINUTE } from '../time';
import { isHttpUrl } from './baseUrl';
import { toText } from './responseSchemas';
import { toNodeError } from './errors';
import type { CancelableContext, Clock } from './clock';
import { awaitResponse, type RequestResult, SSRF_BLOCKED_REASON } from './requestResult';

/** A readable stream of bytes, as n8n's helpers use it. */
export type ByteStream = Exclude<
	Parameters<BinaryHelperFunctions['prepareBinaryData']>[0],
	Buffer | Uint8Array
>;

/** The part of an n8n context that a download needs. */
export interface DownloadContext extends CancelableContext {
	helpers: Pick<RequestHelperFunctions, 'httpRequest'>;
}

/** An opened download. Nothing of it has been read. */
export interface OpenDownload {
	kind: 'media';
	stream: ByteStream;
	/** Lower case, without parameters; '' if the server doesn't send it. */
	mimeType: string;
	/** The name that the server gives the file; '' if it gives none. */
	fileName: string;
	/** Size of the whole file, if the server sends it. */
	bytes?: number;
	/** A strong ETag, which identifies the exact content. */
	etag?: string;
	/** Position of the first byte, if the server sends the rest of a file. */
	from?: number;
	/** Closes the connection. */
	close(): void;
}

/** A URL that must not be followed. Retrying doesn't help. */
export interface BlockedUrl {
	kind: 'blocked';
	/** For messages, after "…: ". */
	reason: string;
}

/** Until the response begins, however slowly its first bytes come. */
const HEADERS_TIMEOUT_MS = 2 * MINUTE;
const MAX_REDIRECTS = 5;

/**
 * Opens a URL. No credential is used: the token is only sent to the host of the API. Each redirect is a separate request,
 * so that n8n's SSRF protection checks it. Redirects from https to http aren't followed.
 * @param range requests the rest of a file, if it is still the same file
 * @returns the open stream, or the failure without its body
 */
export async function openDownload(
	context: DownloadContext,
	clock: Clock,
	url: string,
	range?: { from: number; etag: string },
): Promise<OpenDownload | RequestResult | BlockedUrl> {
	let address = url;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
		if (!isHttpUrl(address)) return blockedUrl('its URL is invalid');
		const opened = await requestOnce(context, clock, address, range);
		if (opened.kind !== 'redirect') return opened;
		const target = URL.canParse(opened.to, address) ? new URL(opened.to, address).href : '';
		if (!isHttpUrl(target)) return blockedUrl('its server redirects to an invalid URL');
		const downgrade =
			'its server redirects from https to http, where anybody could change the file';
		if (/^https:/i.test(address) && !/^https:/i.test(target)) return blockedUrl(downgrade);
		address = target;
	}
	return blockedUrl(`its server redirects more than ${MAX_REDIRECTS} times`);
}

const blockedUrl = (reason: string): BlockedUrl => ({ kind: 'blocked', reason });

async function requestOnce(
	context: DownloadContext,
	clock: Clock,
	url: string,
	range?: { from: number; etag: string },
): Promise<OpenDownload | RequestResult | BlockedUrl | { kind: 'redirect'; to: string }> {
	const abortController = new AbortController();
	const cancelSignal = context.getExecutionCancelSignal?.();
	const response = await awaitResponse(
		clock,
		HEADERS_TIMEOUT_MS,
		context.helpers.httpRequest({
			method: 'GET',
			url,
			headers: {
				// If it were compressed, the length would be that of the compressed data.
				'Accept-Encoding': 'identity',
				...(range && { Range: `bytes=${range.from}-`, 'If-Range': range.etag }),
			},
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: MINUTE,
			abortSignal: cancelSignal
				? AbortSignal.any([cancelSignal, abortController.signal])
				: abortController.signal,
		}) as Promise<IN8nHttpFullResponse>,
		() => abortController.abort(),
	).catch((thrown: unknown) => {
		throw toNodeError({ node: context.getNode() }, undefined, thrown);
	});
	if ('kind' in response)
		return response.reason === SSRF_BLOCKED_REASON ? blockedUrl(SSRF_BLOCKED_REASON) : response;
	const stream = response.body as unknown as ByteStream;
	const close = () => {
		stream.destroy();
		abortController.abort();
	};
	const headers = response.headers as Record<string, unknown>;
	const status = response.statusCode;
	if (REDIRECT_STATUSES.has(status) && typeof headers.location === 'string') {
		close();
		return { kind: 'redirect', to: headers.location };
	}
	const part = status === 206 ? parseContentRange(headers['content-range']) : undefined;
	// A part of a file that wasn't requested is unusable.
	if (status < 200 || status >= 300 || (status === 206 && !(range && part))) {
		close();
		return { kind: 'response', status, ok: false, headers: {}, body: '' };
	}
	const length = Number(headers['content-length'] || Number.NaN);
	return {
		kind: 'media',
		stream,
		mimeType: parseMimeType(headers['content-type']),
		fileName: parseFileName(headers['content-disposition']),
		bytes: part ? part.total : Number.isFinite(length) ? length : undefined,
		etag: getStrongEtag(headers.etag),
		from: part?.from,
		close,
	};
}

const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/** E.g. `bytes 100-199/200`. */
function parseContentRange(contentRange: unknown): { from: number; total: number } | undefined {
	const match = /^bytes (\d+)-(\d+)\/(\d+)$/i.exec(String(contentRange ?? '').trim());
	return match ? { from: Number(match[1]), total: Number(match[3]) } : undefined;
}

/** A weak ETag (`W/"…"`) only identifies similar content. */
const getStrongEtag = (etag: unknown) =>
	typeof etag === 'string' && /^"[\x21\x23-\x7e]*"$/.test(etag) ? etag : undefined;

/** Whether a server sends a page or a message instead of a file. */
export const isTextMimeType = (mimeType: string) =>
	/^text\/|\/(json|xml|xhtml\+xml|problem\+json)$/.test(mimeType);

/** `Video/MP4; charset=x` → `video/mp4`. */
export const parseMimeType = (contentType: unknown) =>
	toText(contentType).replace(/;.*$/s, '').trim().toLowerCase();

/** `attachment; filename*=UTF-8''photo.png` → `photo.png`. */
function parseFileName(contentDisposition: unknown): string {
	const pattern = /filename\*?\s*=\s*(?:[\w-]*'[^']*')?"?([^";]+)/i;
	return pattern.exec(String(contentDisposition ?? ''))?.[1]?.trim() ?? '';
}
