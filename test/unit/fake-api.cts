import type { INode } from 'n8n-workflow';
import type { ApiRequest, PixVerseClient } from '../../nodes/shared/api/client';
import type { ErrorContext } from '../../nodes/shared/api/errors';
import { createResponseError } from '../../nodes/shared/api/errors';
import type { RequestResult } from '../../nodes/shared/api/requestResult';
import { isSuccess } from '../../nodes/shared/api/requestResult';

/** The node that errors speak for. */
export const node: INode = {
	id: 'node-1',
	name: 'PixVerse',
	type: 'n8n-nodes-pixverse.pixVerse',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** An answer of the API as the client hands it on. */
export const answer = (
	status: number,
	body: unknown = '',
	headers: Record<string, string> = {},
): RequestResult & { kind: 'response' } => ({
	kind: 'response',
	status,
	ok: status >= 200 && status < 300,
	headers,
	body,
});

interface Behaviour {
	/** Bodies of successful calls; without it they come of `send`. */
	call?: (request: ApiRequest) => unknown;
	/** Replies, whatever the status. */
	send?: (request: ApiRequest) => RequestResult | Promise<RequestResult>;
	itemIndex?: number;
}

/** Stands in for the client, so that what stands on it can be tried without HTTP. */
export function fakeApi({ call, send, itemIndex }: Behaviour): PixVerseClient {
	const fake: Record<keyof PixVerseClient, unknown> = {
		node,
		url: 'https://api.example',
		hasResponded: true,
		rateLimitedUntil: 0,
		forItem: () => fake,
		getItemIndex: (occasion: ErrorContext) => occasion.itemIndex ?? itemIndex,
		request: async (request: ApiRequest, occasion: ErrorContext) => {
			if (call || !send) return await call?.(request);
			const reply = await send(request);
			if (!isSuccess(reply)) throw createResponseError(node, reply, occasion);
			return reply.body === '' ? undefined : reply.body;
		},
		send: async (request: ApiRequest) => (await send?.(request)) ?? answer(200),
		getWithRetry: async (request: ApiRequest) => (await send?.(request)) ?? answer(200),
		toError: (reply: RequestResult, occasion: ErrorContext) =>
			createResponseError(node, reply, occasion),
	};
	return fake as unknown as PixVerseClient;
}
