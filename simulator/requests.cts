import type { IncomingHttpHeaders } from 'node:http';

/** One request that reached the simulator, on either port. */
export interface RequestEntry {
	readonly method: string;
	/** Decoded as little as possible: the raw URL up to the question mark. */
	readonly path: string;
	readonly rawUrl: string;
	readonly query: Readonly<Record<string, string>>;
	/** As received, the token masked. */
	readonly headers: IncomingHttpHeaders;
	/** Whether an Authorization header came along; on the media host that must never be. */
	readonly authorized: boolean;
	/** The fields of a create call; `{bytes, sha256, contentType}` of an upload. */
	body: unknown;
	/** What was answered; 0 when the connection was cut or nothing was answered (yet). */
	status: number;
	readonly host: 'api' | 'media';
	/** Simulated wall clock, epoch milliseconds. */
	readonly at: number;
	/** Real time, milliseconds since an arbitrary start: for measuring pauses of a client. */
	readonly atReal: number;
}

/** A simulator that runs for days forgets the oldest. */
const MAX_ENTRIES = 50_000;

export class RequestLog {
	readonly all: RequestEntry[] = [];

	constructor(private readonly now: () => number) {}

	/** Notes a request as it arrives. */
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
