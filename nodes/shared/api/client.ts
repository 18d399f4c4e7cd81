import {
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestMethods,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type IN8nHttpFullResponse,
	type INode,
	type IPollFunctions,
	type IWebhookFunctions,
	NodeOperationError,
} from 'n8n-workflow';
import { MINUTE, SECOND } from '../time';
import { isHttpUrl, normalizeBaseUrl } from './baseUrl';
import { type Clock, getClock, throwIfCanceled, withAbortSignal, withCancelGrace } from './clock';
import {
	createApiError,
	createResponseError,
	type ErrorContext,
	type ErrorText,
	toNodeError,
} from './errors';
import type { ByteStream } from './openDownload';
import {
	awaitResponse,
	type HttpResponse,
	isRetryable,
	isSuccess,
	isUnsent,
	parseRetryAfter,
	type RequestResult,
} from './requestResult';
import { parseJson, readBody } from './responseBody';
import { retry } from './retry';

/** All n8n contexts that can make requests for a node. */
type ApiContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions;

export interface ApiRequest {
	method: IHttpRequestMethods;
	/** Below `/v2/pixverse/`. IDs and e-mails are raw: the API answers 400 to an encoded `:` or `@`. */
	path: string;
	/** Undefined values are left out. */
	query?: Record<string, string | number | undefined>;
	/** JSON, or the raw bytes of an upload. */
	body?: IDataObject | IHttpRequestOptions['body'];
	headers?: Record<string, string>;
	/** Milliseconds without any byte after which the request is aborted. */
	idleTimeout?: number;
	/** Milliseconds until the response begins. */
	responseTimeout?: number;
	/** A read that isn't repeated when it fails: the caller reads again anyway. */
	noRetry?: boolean;
	/** Continues for a moment when the execution is canceled. */
	detached?: boolean;
}

const CREDENTIAL_NAME = 'pixVerseApi';
const RESPONSE_TIMEOUT_MS = 5 * MINUTE;
const MAX_READ_ATTEMPTS = 4;
const READ_RETRY_DELAY_MS = SECOND;
const MAX_READ_RETRY_DELAY_MS = 30 * SECOND;

/** Shared by all clients of a connection. */
interface ConnectionState {
	hasResponded: boolean;
	/** For detached requests. */
	graceContext?: ApiContext;
	/** Clock time until which the API must not be read. */
	rateLimitedUntil: number;
	/** How far the clock is ahead of the time of the API, and how far off that may be. Milliseconds. */
	apiTime?: { offset: number; uncertainty: number };
}

/** The HTTP client of the API: uses n8n's helpers with the credential, for one item. */
export class PixVerseClient {
	private constructor(
		private readonly context: ApiContext,
		readonly url: string,
		private readonly token: string,
		readonly itemIndex?: number,
		private readonly state: ConnectionState = { hasResponded: false, rateLimitedUntil: 0 },
	) {}

	/** @throws NodeOperationError if there is no credential, or if its base URL is invalid */
	static async fromContext(context: ApiContext): Promise<PixVerseClient> {
		const credential = await context.getCredentials<{ baseUrl?: string; apiToken?: string }>(
			CREDENTIAL_NAME,
		);
		const baseUrl = normalizeBaseUrl(credential.baseUrl);
		if (!isHttpUrl(baseUrl))
			throw new NodeOperationError(
				context.getNode(),
				'"Base URL" of the PixVerse credential is not a URL',
				{ description: 'Set it to https://api.useapi.net, or to the URL of your own proxy.' },
			);
		return new PixVerseClient(context, baseUrl, (credential.apiToken ?? '').trim());
	}

	/** The same connection for an item: its errors have the item index. */
	forItem(itemIndex: number): PixVerseClient {
		return new PixVerseClient(this.context, this.url, this.token, itemIndex, this.state);
	}

	/** If the API has responded before, its address is right, and a connection error is temporary. */
	get hasResponded(): boolean {
		return this.state.hasResponded;
	}

	/** Clock time until which the API must not be read, from a 429 to any read; to a create, it means that no slot is free. */
	get rateLimitedUntil(): number {
		return this.state.rateLimitedUntil;
	}

	/**
	 * Converts a time of the API to clock time. How far their clocks are apart is known from the responses; without a
	 * `Date` in them, the clock of n8n is assumed to be right to a minute.
	 * @returns undefined if it is no time
	 */
	toClockTime(time: unknown): { createdAt: number; uncertainty: number } | undefined {
		const epoch = typeof time === 'string' ? Date.parse(time) : Number.NaN;
		if (Number.isNaN(epoch)) return undefined;
		const clock = getClock(this.context);
		const { offset, uncertainty } = this.state.apiTime ?? {
			offset: clock.now() - clock.wallTime(),
			uncertainty: MINUTE,
		};
		return { createdAt: epoch + offset, uncertainty };
	}

	get node(): INode {
		return this.context.getNode();
	}

	/**
	 * Sends one request, once. Redirects aren't followed, so that the token is only sent to the host of the API.
	 * @returns the response, whatever its status, or the network failure
	 * @throws NodeOperationError if the execution was canceled; errors of n8n that aren't network errors as they are
	 */
	async send(request: ApiRequest): Promise<RequestResult> {
		const abortController = new AbortController();
		const abort = () => abortController.abort();
		const context = request.detached
			? (this.state.graceContext ??= withCancelGrace(this.context))
			: this.context;
		const clock = getClock(context);
		const sentAt = clock.now();
		const response = await awaitResponse(
			clock,
			request.responseTimeout ?? RESPONSE_TIMEOUT_MS,
			this.context.helpers.httpRequestWithAuthentication.call(
				withAbortSignal(context, abortController.signal),
				CREDENTIAL_NAME,
				{ ...this.buildOptions(request), abortSignal: abortController.signal },
			) as Promise<IN8nHttpFullResponse>,
			abort,
		).catch((thrown: unknown) => {
			throwIfCanceled(this.context);
			throw toNodeError(this, this.itemIndex, thrown, [this.token]);
		});
		if (!('kind' in response)) {
			this.state.hasResponded = true;
			this.recordApiTime(response.headers?.date, sentAt, clock.now());
		}
		const result = 'kind' in response ? response : await this.toResult(response, clock, abort);
		if (result.kind === 'networkFailure') throwIfCanceled(this.context);
		else if (result.status === 429 && request.method === 'GET') this.recordRateLimit(result, clock);
		return result;
	}

	/** Keeps what the fastest response says. Its `Date` is without milliseconds. */
	private recordApiTime(date: unknown, sentAt: number, receivedAt: number): void {
		const time = Date.parse(String(date));
		const uncertainty = (receivedAt - sentAt + SECOND) / 2;
		if (Number.isNaN(time) || uncertainty >= (this.state.apiTime?.uncertainty ?? Infinity)) return;
		this.state.apiTime = { offset: (sentAt + receivedAt - SECOND) / 2 - time, uncertainty };
	}

	private recordRateLimit(response: HttpResponse, clock: Clock): void {
		const until = clock.now() + (parseRetryAfter(response, clock.wallTime()) ?? 0);
		this.state.rateLimitedUntil = Math.max(this.state.rateLimitedUntil, until);
	}

	/**
	 * Sends a request and throws unless it succeeds. Only reads are repeated.
	 * @throws NodeApiError with the text for the status
	 */
	async request(request: ApiRequest, errorContext: ErrorContext): Promise<unknown> {
		const shouldRetry = request.method === 'GET' && !request.noRetry;
		const result = shouldRetry ? await this.getWithRetry(request) : await this.send(request);
		if (!isSuccess(result)) throw this.toError(result, errorContext);
		return result.body;
	}

	/** Sends a read, and repeats it after a network failure, a 429, or a 5xx. */
	async getWithRetry(request: Omit<ApiRequest, 'method'>): Promise<RequestResult> {
		const clock = getClock(this.context);
		return await retry(
			clock,
			{
				maxAttempts: MAX_READ_ATTEMPTS,
				initialDelayMs: READ_RETRY_DELAY_MS,
				maxDelayMs: MAX_READ_RETRY_DELAY_MS,
				shouldRetry: (last) => isRetryable(last) && !isUnsent(last),
				getDelayMs: (last) =>
					last.kind === 'response' ? parseRetryAfter(last, clock.wallTime()) : undefined,
			},
			async () => await this.send({ ...request, method: 'GET' }),
		);
	}

	/** The error for a result, with the item index and without the token. */
	toError(result: RequestResult, errorContext: ErrorContext) {
		return createResponseError(this.node, result, {
			itemIndex: this.itemIndex,
			...errorContext,
			secrets: [this.token, ...(errorContext.secrets ?? [])],
		});
	}

	/** An error with this text and the item index. */
	createError(text: ErrorText) {
		return createApiError(this.node, this, text);
	}

	/** Reads a response. If it contains the token, the token is removed before anything else reads it. */
	private async toResult(
		{ statusCode: status, headers, body }: IN8nHttpFullResponse,
		clock: Clock,
		abort: () => void,
	): Promise<RequestResult> {
		const response = {
			kind: 'response' as const,
			status,
			ok: status >= 200 && status < 300,
			headers: toLowerCaseNames(headers),
		};
		if (!isStream(body)) return { ...response, body };
		const text = await readBody(body, clock, abort);
		if (typeof text !== 'string') return text;
		const safeText = this.token ? text.replaceAll(this.token, '[hidden]') : text;
		return { ...response, body: parseJson(safeText) };
	}

	private buildOptions(request: ApiRequest): IHttpRequestOptions {
		const { method, path, query, body, headers, idleTimeout: timeout = MINUTE } = request;
		const isRaw = body !== undefined && headers?.['Content-Type'] !== undefined;
		return {
			method,
			url: `${this.url}/v2/pixverse/${path}`,
			qs: query && omitUndefined(query),
			body: body as IHttpRequestOptions['body'],
			headers: { Accept: 'application/json', ...headers },
			json: !isRaw,
			// A stream can be aborted when it is too large or takes too long.
			encoding: 'stream',
			timeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
	}
}

function toLowerCaseNames(headers: IDataObject | undefined): Record<string, string> {
	const result: Record<string, string> = {};
	for (const name in headers) result[name.toLowerCase()] = String(headers[name]);
	return result;
}

const omitUndefined = (query: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));

/** Responses that n8n generates itself when it evaluates workflows are no streams. */
const isStream = (body: unknown): body is ByteStream =>
	typeof (body as Partial<ByteStream> | undefined)?.destroy === 'function';
