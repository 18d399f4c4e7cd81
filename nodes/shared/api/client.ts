import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INode,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { parseJson, readBody } from './responseBody';
import type { Clock } from './clock';
import { getClock, withCancelGrace, throwIfCanceled, withTimeout } from './clock';
import type { ErrorContext } from './errors';
import { createResponseError } from './errors';
import type { ByteStream } from './openDownload';
import type { HttpResponse, RequestResult } from './requestResult';
import { isRetryable, parseRetryAfter, toNetworkFailure, isSuccess } from './requestResult';

/** Everything of n8n that can make requests for a node. */
export type ApiContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

export interface ApiRequest {
	method: IHttpRequestMethods;
	/** Below `/v2/pixverse/`, IDs and e-mails raw: the API answers 400 to an encoded `:` or `@`. */
	path: string;
	/** Undefined values are left out. */
	query?: Record<string, string | number | undefined>;
	/** JSON, or the raw bytes of an upload. */
	body?: IDataObject | IHttpRequestOptions['body'];
	headers?: Record<string, string>;
	/** Milliseconds without any byte after which the request is given up. */
	idleTimeout?: number;
	/** Milliseconds until an answer has begun, however slowly something comes or goes meanwhile. */
	responseTimeout?: number;
	/** A read that is not tried again when it fails: whoever asks comes back anyway. */
	noRetry?: boolean;
	/** Goes on for a moment when the execution is canceled. */
	detached?: boolean;
}

const CREDENTIAL_NAME = 'pixVerseApi';
const MINUTE = 60_000;
const RESPONSE_TIMEOUT_MS = 5 * MINUTE;
/** How often a read is sent at the most, and the pauses between in milliseconds. */
const MAX_READ_ATTEMPTS = 4;
const READ_RETRY_DELAY_MS = 1000;
const MAX_READ_RETRY_DELAY_MS = 30_000;

/** What all that use one connection know of it. */
interface ConnectionState {
	/** Whether the API has answered anything yet, so that its address is right. */
	hasResponded: boolean;
	/** Makes requests that outlive a cancel. */
	outliving?: ApiContext;
	/** Clock time before which the API does not want to be read. */
	rateLimitedUntil: number;
}

/** The only way to the API: through n8n's helpers, with the credential, for one item. */
export class PixVerseClient {
	private constructor(
		private readonly context: ApiContext,
		private readonly baseUrl: string,
		private readonly secret: string,
		private readonly itemIndex?: number,
		private readonly line: ConnectionState = { hasResponded: false, rateLimitedUntil: 0 },
	) {}

	/**
	 * Reads the credential.
	 * @throws NodeOperationError when there is none, or its Base URL is no web address
	 */
	static async fromContext(context: ApiContext): Promise<PixVerseClient> {
		const { baseUrl, apiToken } = await context.getCredentials<{
			baseUrl?: string;
			apiToken?: string;
		}>(CREDENTIAL_NAME);
		const address = (baseUrl ?? '')
			.trim()
			.replace(/\/+$/, '')
			.replace(/\/v2(\/pixverse)?$/, '');
		if (!/^https?:\/\/[^\s/]+/i.test(address)) {
			throw new NodeOperationError(
				context.getNode(),
				'"Base URL" of the PixVerse credential is not a web address',
				{ description: 'Set it to https://api.useapi.net, or to the address of your own proxy.' },
			);
		}
		return new PixVerseClient(context, address, (apiToken ?? '').trim());
	}

	/** The same connection, speaking for an item: its errors carry the item's index. */
	forItem(itemIndex: number): PixVerseClient {
		return new PixVerseClient(this.context, this.baseUrl, this.secret, itemIndex, this.line);
	}

	/** Whether the API has answered anything yet: if it cannot be reached later, it is away and not misspelt. */
	get hasResponded(): boolean {
		return this.line.hasResponded;
	}

	/**
	 * Clock time before which the API has asked not to be read again (429 with a time to wait), as it told in any read of
	 * this connection; 0 when it has not. Of a create, a 429 says that no slot is free, and reads may go on.
	 */
	get rateLimitedUntil(): number {
		return this.line.rateLimitedUntil;
	}

	/** The API's address, as the credential has it. */
	get url(): string {
		return this.baseUrl;
	}

	get node(): INode {
		return this.context.getNode();
	}

	/**
	 * Sends one request, once, and hands back what came of it, whatever the status.
	 * Redirects are not followed, so the token stays with the API's host.
	 * @throws NodeOperationError only when the execution was canceled meanwhile
	 */
	async send(request: ApiRequest): Promise<RequestResult> {
		const end = new AbortController();
		const context = request.detached
			? (this.line.outliving ??= withCancelGrace(this.context))
			: this.context;
		const clock = getClock(context);
		let response: FullResponse | 'timeout';
		try {
			response = await withTimeout(
				clock,
				request.responseTimeout ?? RESPONSE_TIMEOUT_MS,
				this.context.helpers.httpRequestWithAuthentication.call(
					withAbortSignal(end.signal, context),
					CREDENTIAL_NAME,
					{ ...this.options(request), abortSignal: end.signal },
				) as Promise<FullResponse>,
			);
		} catch (thrown) {
			end.abort();
			throwIfCanceled(this.context);
			return toNetworkFailure(thrown);
		}
		if (response === 'timeout') {
			end.abort();
			return { kind: 'networkFailure', reason: 'no answer came in time', delivered: 'unknown' };
		}
		this.line.hasResponded = true;
		const reply = await this.toResult(response, clock, () => end.abort());
		if (reply.kind === 'networkFailure') throwIfCanceled(this.context);
		else if (reply.status === 429 && request.method === 'GET') this.recordRateLimit(reply, clock);
		return reply;
	}

	private recordRateLimit(answer: HttpResponse, clock: Clock): void {
		const until = clock.now() + (parseRetryAfter(answer, Date.now()) ?? 0);
		this.line.rateLimitedUntil = Math.max(this.line.rateLimitedUntil, until);
	}

	/**
	 * Sends a request and insists on success. A read is tried again a few times when trying again can help; nothing
	 * else ever is.
	 * @returns the body; undefined when it is empty, as after a 204
	 * @throws NodeApiError with the words for the status
	 */
	async request(request: ApiRequest, errorContext: ErrorContext): Promise<unknown> {
		const again = request.method === 'GET' && !request.noRetry;
		const reply = again ? await this.getWithRetry(request) : await this.send(request);
		if (!isSuccess(reply)) throw this.toError(reply, errorContext);
		return reply.body === '' ? undefined : reply.body;
	}

	/** Sends a read, and again while that can help: after a cut connection, a 429 or a 5xx. */
	async getWithRetry(request: Omit<ApiRequest, 'method'>): Promise<RequestResult> {
		const clock = getClock(this.context);
		for (let attempt = 1; ; attempt++) {
			const reply = await this.send({ ...request, method: 'GET' });
			if (
				attempt === MAX_READ_ATTEMPTS ||
				!isRetryable(reply) ||
				(reply.kind === 'networkFailure' && reply.delivered === 'no')
			)
				return reply;
			const wish = reply.kind === 'response' ? parseRetryAfter(reply, Date.now()) : undefined;
			await clock.sleep(
				Math.min(wish ?? READ_RETRY_DELAY_MS * 2 ** (attempt - 1), MAX_READ_RETRY_DELAY_MS),
			);
		}
	}

	/** The error for a reply, with the item and without the token. */
	toError(reply: RequestResult, errorContext: ErrorContext) {
		return createResponseError(this.node, reply, {
			itemIndex: this.itemIndex,
			...errorContext,
			secrets: [this.secret, ...(errorContext.secrets ?? [])],
		});
	}

	/** The item an error belongs to. */
	getItemIndex(errorContext: ErrorContext): number | undefined {
		return errorContext.itemIndex ?? this.itemIndex;
	}

	/** Reads an answer. A token that it repeats is taken out before anybody can hand it on, in an item or an error. */
	private async toResult(
		{ statusCode: status, headers, body }: FullResponse,
		clock: Clock,
		hangUp: () => void,
	): Promise<RequestResult> {
		const answer = {
			kind: 'response' as const,
			status,
			ok: status >= 200 && status < 300,
			headers: Object.fromEntries(
				Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
			),
		};
		if (!isStream(body)) return { ...answer, body };
		const received = await readBody(body, clock, hangUp);
		if (received.kind === 'broken')
			return { kind: 'networkFailure', reason: received.reason, delivered: 'unknown' };
		if (received.kind === 'too large') return { ...answer, body: undefined };
		const text = this.secret ? received.text.split(this.secret).join('[hidden]') : received.text;
		return { ...answer, body: parseJson(text) };
	}

	private options(request: ApiRequest): IHttpRequestOptions {
		const { method, path, query, body, headers, idleTimeout: timeout = MINUTE } = request;
		const raw = body !== undefined && headers?.['Content-Type'] !== undefined;
		return {
			method,
			url: `${this.baseUrl}/v2/pixverse/${path}`,
			qs: omitUndefined(query),
			body: body as IHttpRequestOptions['body'],
			headers: { Accept: 'application/json', ...headers },
			json: !raw,
			// As a stream, so that it can be told when it is too large or takes too long.
			encoding: 'stream',
			timeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
	}
}

function omitUndefined(query: ApiRequest['query']): IDataObject | undefined {
	if (!query) return undefined;
	return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

/**
 * A context whose requests end with this signal and no other: in executions n8n ends them by the Stop button's, in the
 * place of any other. Whoever waits for the request looks at that one.
 */
function withAbortSignal(signal: AbortSignal, context: ApiContext): ApiContext {
	if (!('getExecutionCancelSignal' in context)) return context;
	const ended: Partial<IExecuteFunctions> = { getExecutionCancelSignal: () => signal };
	return Object.assign(Object.create(context) as ApiContext, ended);
}

interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	/** A stream; what n8n makes up itself when it evaluates workflows is there as it is. */
	body: ByteStream | object | string;
}

function isStream(body: unknown): body is ByteStream {
	return typeof (body as Partial<ByteStream> | undefined)?.destroy === 'function';
}
