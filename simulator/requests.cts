import type { IncomingHttpHeaders } from 'node:http';

/** A request that reached the simulator on either port. */
export interface RequestEntry {
	readonly method: string;
	/** The raw URL up to the question mark. */
	readonly path: string;
	readonly rawUrl: string;
	readonly query: Readonly<Record<string, string>>;
	/** Headers as received, with the token masked. */
	readonly headers: IncomingHttpHeaders;
	/** Whether the request had an Authorization header. The media host must never receive one. */
	readonly authorized: boolean;
	/** The fields of a create call, or `{bytes, sha256, contentType}` of an upload. */
	body: unknown;
	/** Response status. 0 when the connection was cut or no response was sent yet. */
	status: number;
	readonly host: 'api' | 'media';
	/** Simulated wall clock, epoch milliseconds. */
	readonly at: number;
	/** Real time in milliseconds since an arbitrary start, to measure pauses of a client. */
	readonly atReal: number;
}

/** The oldest entries are dropped beyond this number. */
const MAX_ENTRIES = 50_000;

export class RequestLog {
	readonly all: RequestEntry[] = [];

	constructor(private readonly now: () => number) {}

	/** Logs an incoming request. */
	add(
		host: RequestEntry['host'],
		request: { method: string; url: string; headers: IncomingHttpHeaders },
	): RequestEntry {
		const [path = '', search = ''] = splitOnce(request.url, '?');
		const { authorization } = request.headers;
		const entry: RequestEntry = {
			method: request.method,
			path,
			rawUrl: request.url,
			query: Object.fromEntries(new URLSearchParams(search)),
			headers: {
				...request.headers,
				...(authorization === undefined ? {} : { authorization: maskToken(authorization) }),
			},
			authorized: authorization !== undefined,
			body: undefined,
			status: 0,
			host,
			at: this.now(),
			atReal: performance.now(),
		};
		this.all.push(entry);
		if (this.all.length > MAX_ENTRIES) this.all.shift();
		return entry;
	}

	clear(): void {
		this.all.length = 0;
	}
}

function maskToken(authorization: string): string {
	return authorization.length > 16 ? `${authorization.slice(0, 12)}…masked…` : '…masked…';
}

function splitOnce(text: string, at: string): [string, string] {
	const index = text.indexOf(at);
	return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
