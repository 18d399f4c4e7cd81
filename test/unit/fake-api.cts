import type { INode } from 'n8n-workflow';
import type { ApiRequest, PixVerseClient } from '../../nodes/shared/api/client';
import type { ErrorContext, ErrorText } from '../../nodes/shared/api/errors';
import { createApiError, createResponseError } from '../../nodes/shared/api/errors';
import type { RequestResult } from '../../nodes/shared/api/requestResult';
import { isSuccess } from '../../nodes/shared/api/requestResult';
import { recordRequest } from '../reporting/requests.cts';

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

/** Stands in for the client, so that what stands on it can be tested without HTTP. */
export function fakeApi({ call, send, itemIndex }: Behaviour): PixVerseClient {
	const respond = async (request: ApiRequest): Promise<RequestResult> => {
		const result = (await send?.(request)) ?? answer(200);
		const outcome = result.kind === 'response' ? result.status : result.reason;
		recordRequest(request.method, request.path, outcome);
		return result;
	};
	const fake: Record<keyof PixVerseClient, unknown> = {
		node,
		url: 'https://api.example',
		hasResponded: true,
		rateLimitedUntil: 0,
		toClockTime: () => undefined,
		forItem: () => fake,
		itemIndex,
		createError: (text: ErrorText, httpCode?: string) =>
			createApiError(node, { itemIndex }, text, httpCode),
		request: async (request: ApiRequest, context: ErrorContext) => {
			if (call || !send) {
				recordRequest(request.method, request.path, 'body of the test');
				return await call?.(request);
			}
			const result = await respond(request);
			if (!isSuccess(result)) throw createResponseError(node, result, context);
			return result.body === '' ? undefined : result.body;
		},
		send: respond,
		getWithRetry: respond,
		toError: (result: RequestResult, context: ErrorContext) =>
			createResponseError(node, result, context),
	};
	return fake as unknown as PixVerseClient;
}
