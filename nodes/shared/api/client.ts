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
import { parsed, receive } from './responseBody';
import type { Clock } from './clock';
import { clockOf, outliving, stopIfCanceled, within } from './clock';
import type { Occasion } from './errors';
import { refusal } from './errors';
import type { ByteStream } from './openDownload';
import type { Answer, Reply } from './requestResult';
import { passes, retryAfter, silenceFrom, succeeded } from './requestResult';

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
	timeout?: number;
	/** Milliseconds until an answer has begun, however slowly something comes or goes meanwhile. */
	longest?: number;
	/** A read that is not tried again when it fails: whoever asks comes back anyway. */
	once?: boolean;
	/** Goes on for a moment when the execution is canceled. */
	outlives?: boolean;
}

const CREDENTIAL = 'pixVerseApi';
const MINUTE = 60_000;
const LONGEST = 5 * MINUTE;
/** How often a read is sent at the most, and the pauses between in milliseconds. */
const READS = 4;
const READ_PAUSE = 1000;
const LONGEST_READ_PAUSE = 30_000;

/** What all that use one connection know of it. */
interface Line {
	/** Whether the API has answered anything yet, so that its address is right. */
	reached: boolean;
	/** Makes requests that outlive a cancel. */
	outliving?: ApiContext;
	/** Clock time before which the API does not want to be read. */
	quietUntil: number;
}

/** The only way to the API: through n8n's helpers, with the credential, for one item. */
export class PixVerseApi {
	private constructor(
		private readonly context: ApiContext,
		private readonly baseUrl: string,
		private readonly secret: string,
		private readonly itemIndex?: number,
		private readonly line: Line = { reached: false, quietUntil: 0 },
	) {}

	/**
	 * Reads the credential.
	 * @throws NodeOperationError when there is none, or its Base URL is no web address
	 */
	static async connect(context: ApiContext): Promise<PixVerseApi> {
		const { baseUrl, apiToken } = await context.getCredentials<{
			baseUrl?: string;
			apiToken?: string;
		}>(CREDENTIAL);
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
		return new PixVerseApi(context, address, (apiToken ?? '').trim());
	}

	/** The same connection, speaking for an item: its errors carry the item's index. */
	forItem(itemIndex: number): PixVerseApi {
		return new PixVerseApi(this.context, this.baseUrl, this.secret, itemIndex, this.line);
	}

	/** Whether the API has answered anything yet: if it cannot be reached later, it is away and not misspelt. */
	get reached(): boolean {
		return this.line.reached;
	}

	/**
	 * Clock time before which the API has asked not to be read again (429 with a time to wait), as it told in any read of
	 * this connection; 0 when it has not. Of a create, a 429 says that no slot is free, and reads may go on.
	 */
	get quietUntil(): number {
		return this.line.quietUntil;
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
	async send(request: ApiRequest): Promise<Reply> {
		const end = new AbortController();
		const context = request.outlives
			? (this.line.outliving ??= outliving(this.context))
			: this.context;
		const clock = clockOf(context);
		let response: FullResponse | 'late';
		try {
			response = await within(
				clock,
				request.longest ?? LONGEST,
				this.context.helpers.httpRequestWithAuthentication.call(
					endedBy(end.signal, context),
					CREDENTIAL,
					{ ...this.options(request), abortSignal: end.signal },
				) as Promise<FullResponse>,
			);
		} catch (thrown) {
			end.abort();
			stopIfCanceled(this.context);
			return silenceFrom(thrown);
		}
		if (response === 'late') {
			end.abort();
			return { kind: 'silence', reason: 'no answer came in time', delivered: 'unknown' };
		}
		this.line.reached = true;
		const reply = await this.replyFrom(response, clock, () => end.abort());
		if (reply.kind === 'silence') stopIfCanceled(this.context);
		else if (reply.status === 429 && request.method === 'GET') this.keepQuiet(reply, clock);
		return reply;
	}

	private keepQuiet(answer: Answer, clock: Clock): void {
		const until = clock.now() + (retryAfter(answer, Date.now()) ?? 0);
		this.line.quietUntil = Math.max(this.line.quietUntil, until);
	}

	/**
	 * Sends a request and insists on success. A read is tried again a few times when trying again can help; nothing
	 * else ever is.
	 * @returns the body; undefined when it is empty, as after a 204
	 * @throws NodeApiError with the words for the status
	 */
	async call(request: ApiRequest, occasion: Occasion): Promise<unknown> {
		const again = request.method === 'GET' && !request.once;
		const reply = again ? await this.read(request) : await this.send(request);
		if (!succeeded(reply)) throw this.refusal(reply, occasion);
		return reply.body === '' ? undefined : reply.body;
	}

	/** Sends a read, and again while that can help: after a cut connection, a 429 or a 5xx. */
	async read(request: Omit<ApiRequest, 'method'>): Promise<Reply> {
		const clock = clockOf(this.context);
		for (let attempt = 1; ; attempt++) {
			const reply = await this.send({ ...request, method: 'GET' });
			if (
				attempt === READS ||
				!passes(reply) ||
				(reply.kind === 'silence' && reply.delivered === 'no')
			)
				return reply;
			const wish = reply.kind === 'answer' ? retryAfter(reply, Date.now()) : undefined;
			await clock.sleep(Math.min(wish ?? READ_PAUSE * 2 ** (attempt - 1), LONGEST_READ_PAUSE));
		}
	}

	/** The error for a reply, with the item and without the token. */
	refusal(reply: Reply, occasion: Occasion) {
		return refusal(this.node, reply, {
			itemIndex: this.itemIndex,
			...occasion,
			secrets: [this.secret, ...(occasion.secrets ?? [])],
		});
	}

	/** The item an error belongs to. */
	itemOf(occasion: Occasion): number | undefined {
		return occasion.itemIndex ?? this.itemIndex;
	}

	/** Reads an answer. A token that it repeats is taken out before anybody can hand it on, in an item or an error. */
	private async replyFrom(
		{ statusCode: status, headers, body }: FullResponse,
		clock: Clock,
		hangUp: () => void,
	): Promise<Reply> {
		const answer = {
			kind: 'answer' as const,
			status,
			ok: status >= 200 && status < 300,
			headers: Object.fromEntries(
				Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
			),
		};
		if (!isStream(body)) return { ...answer, body };
		const received = await receive(body, clock, hangUp);
		if (received.kind === 'broken')
			return { kind: 'silence', reason: received.reason, delivered: 'unknown' };
		if (received.kind === 'too large') return { ...answer, body: undefined };
		const text = this.secret ? received.text.split(this.secret).join('[hidden]') : received.text;
		return { ...answer, body: parsed(text) };
	}

	private options(request: ApiRequest): IHttpRequestOptions {
		const { method, path, query, body, headers, timeout = MINUTE } = request;
		const raw = body !== undefined && headers?.['Content-Type'] !== undefined;
		return {
			method,
			url: `${this.baseUrl}/v2/pixverse/${path}`,
			qs: defined(query),
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

function defined(query: ApiRequest['query']): IDataObject | undefined {
	if (!query) return undefined;
	return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

/**
 * A context whose requests end with this signal and no other: in executions n8n ends them by the Stop button's, in the
 * place of any other. Whoever waits for the request looks at that one.
 */
function endedBy(signal: AbortSignal, context: ApiContext): ApiContext {
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
