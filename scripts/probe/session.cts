import { Readable } from 'node:stream';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { request } from 'undici';
import { PixVerseClient } from '../../nodes/shared/api/client';
import { parseJson } from '../../nodes/shared/api/responseBody';

/** Wrong token, expired subscription, no access. */
const REJECTED = new Set([401, 402, 403]);
const USER_AGENT = 'n8n-nodes-pixverse probe';

/** The API client of the nodes, outside n8n, and the responses that it received. */
export interface Session {
	readonly api: PixVerseClient;
	/** The bodies of all responses, oldest first, as the API sent them. */
	readonly bodies: unknown[];
	/** The body of the newest response. */
	latestBody(): unknown;
}

/** Opens a session. The nodes' client sends its requests with undici instead of n8n's helper. */
export async function openSession(token: string, baseUrl: string): Promise<Session> {
	const bodies: unknown[] = [];
	const httpRequestWithAuthentication = async (_name: string, options: IHttpRequestOptions) => {
		const { statusCode, headers, body } = await request(buildUrl(options), {
			method: options.method as 'GET' | 'POST',
			headers: {
				...(options.headers as Record<string, string>),
				authorization: `Bearer ${token}`,
				'user-agent': USER_AGENT,
				...(options.body ? { 'content-type': 'application/json' } : {}),
			},
			body: options.body ? JSON.stringify(options.body) : null,
			headersTimeout: options.timeout,
			bodyTimeout: options.timeout,
			signal: options.abortSignal as AbortSignal | undefined,
		});
		const text = await body.text();
		bodies.push(parseJson(text));
		return { statusCode, headers, body: Readable.from([Buffer.from(text)]) };
	};
	const context = {
		getNode: () => ({
			...{ id: 'probe', name: 'Probe', type: 'n8n-nodes-pixverse.pixVerse', typeVersion: 1 },
			...{ position: [0, 0], parameters: {} },
		}),
		getCredentials: async () => ({ apiToken: token, baseUrl }),
		helpers: { httpRequestWithAuthentication },
	};
	const api = await PixVerseClient.fromContext(context as unknown as IExecuteFunctions);
	return { api, bodies, latestBody: () => bodies.at(-1) };
}

/** @throws {NodeApiError} If there is no connection, or if the API doesn't accept the token. */
export async function checkConnection({ api }: Session): Promise<void> {
	const result = await api.send({ method: 'GET', path: 'accounts' });
	const isConnected = result.kind === 'response' && !REJECTED.has(result.status);
	if (!isConnected) throw api.toError(result, { verbPhrase: 'read the accounts' });
}

/** IDs are raw in the path; query values are encoded. */
function buildUrl({ url, qs }: IHttpRequestOptions): string {
	const query = new URLSearchParams(
		Object.entries((qs ?? {}) as IDataObject).map(
			([name, value]) => [name, String(value)] as [string, string],
		),
	).toString();
	return query ? `${url}?${query}` : url;
}
