import type {
	BinaryHelperFunctions,
	IN8nHttpFullResponse,
	RequestHelperFunctions,
} from 'n8n-workflow';
import type { Reply } from './reply';
import { silenceFrom } from './reply';

/** A readable stream of bytes, as n8n's helpers take and give it. */
export type ByteStream = Exclude<
	Parameters<BinaryHelperFunctions['prepareBinaryData']>[0],
	Buffer | Uint8Array
>;

/** What of n8n it takes to fetch a file. */
export interface MediaContext {
	helpers: Pick<RequestHelperFunctions, 'httpRequest'>;
	/** Ends the download. */
	getExecutionCancelSignal?: () => AbortSignal | undefined;
}

/** A file on the web, opened and not yet read. */
export interface OpenMedia {
	kind: 'media';
	stream: ByteStream;
	/** As the server says, without parameters, lower case; '' when it does not say. */
	mimeType: string;
	/** Size in bytes, when the server says. */
	bytes?: number;
}

const MINUTE = 60_000;
/** A file of 5 GB, the API's own limit, takes this long at 3 MB/s. */
const LONGEST_DOWNLOAD = 30 * MINUTE;
/** Of a refusal, more is never read. */
const LONGEST_REFUSAL = 16_384;

/**
 * Opens a file by its address. No credential is involved: the token goes to the API's host only.
 * Redirects are followed.
 * @returns the open stream, or the refusal (with its text, although the answer was a stream)
 */
export async function openMedia(
	context: MediaContext,
	url: string,
	range?: { from: number },
): Promise<OpenMedia | Reply> {
	let response: IN8nHttpFullResponse;
	try {
		response = (await context.helpers.httpRequest({
			method: 'GET',
			url,
			// Compressed on the way, the length would be that of something else.
			headers: {
				'Accept-Encoding': 'identity',
				...(range && { Range: `bytes=${range.from}-` }),
			},
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: MINUTE,
			abortSignal: limited(context.getExecutionCancelSignal?.()),
		})) as IN8nHttpFullResponse;
	} catch (thrown) {
		return silenceFrom(thrown);
	}
	const stream = response.body as unknown as ByteStream;
	const headers = response.headers as Record<string, unknown>;
	const status = response.statusCode;
	if (status < 200 || status >= 300) {
		return { kind: 'answer', status, ok: false, headers: {}, body: await beginningOf(stream) };
	}
	const length = Number(headers['content-length']);
	return {
		kind: 'media',
		stream,
		mimeType: plainType(headers['content-type']),
		bytes: Number.isFinite(length) && length > 0 ? length : undefined,
	};
}

/** True when a server hands out a page or a message where a file was expected. */
export function isText(mimeType: string): boolean {
	return /^text\/|\/(json|xml|xhtml\+xml|problem\+json)$/.test(mimeType);
}

/** `Video/MP4; charset=x` → `video/mp4`. */
export function plainType(contentType: unknown): string {
	return typeof contentType === 'string'
		? (contentType.split(';')[0] ?? '').trim().toLowerCase()
		: '';
}

function limited(cancelled: AbortSignal | undefined): AbortSignal {
	const limit = AbortSignal.timeout(LONGEST_DOWNLOAD);
	return cancelled ? AbortSignal.any([cancelled, limit]) : limit;
}

async function beginningOf(stream: ByteStream): Promise<string> {
	let text = '';
	try {
		for await (const chunk of stream) {
			text += String(chunk);
			if (text.length >= LONGEST_REFUSAL) break;
		}
	} catch {
		// Half an explanation is still one.
	}
	stream.destroy();
	return text.slice(0, LONGEST_REFUSAL);
}
