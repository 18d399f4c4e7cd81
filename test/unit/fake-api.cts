import type { INode } from 'n8n-workflow';
import type { ApiRequest, PixVerseClient } from '../../nodes/shared/api/client';
import type { ErrorContext, ErrorText } from '../../nodes/shared/api/errors';
import { createApiError, createResponseError } from '../../nodes/shared/api/errors';
import type { RequestResult } from '../../nodes/shared/api/requestResult';
import { isSuccess } from '../../nodes/shared/api/requestResult';
import { recordRequest } from '../reporting/requests.cts';

/** The node that the errors name. */
export const node: INode = {
	id: 'node-1',
	name: 'PixVerse',
	type: 'n8n-nodes-pixverse.pixVerse',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** Builds a response of the API as the client returns it. */
export const createResponse = (
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

interface FakeApiOptions {
	/** Returns the body of a successful request. Without it, `request` uses the result of `send`. */
	call?: (request: ApiRequest) => unknown;
	/** Returns the result of a request, with any status. */
	send?: (request: ApiRequest) => RequestResult | Promise<RequestResult>;
	itemIndex?: number;
}

let serverCount = 0;

/** Creates a fake client of a server of its own, to test the code that uses the client without HTTP. */
export function createFakeApi({ call, send, itemIndex }: FakeApiOptions): PixVerseClient {
	const sendRequest = async (request: ApiRequest): Promise<RequestResult> => {
		const result = (await send?.(request)) ?? createResponse(200);
		const outcome = result.kind === 'response' ? result.status : result.reason;
		recordRequest(request.method, request.path, outcome);
		return result;
	};
	const fake: Record<keyof PixVerseClient, unknown> = {
		node,
		url: `https://api-${++serverCount}.example`,
		hasResponded: true,
		rateLimitedUntil: 0,
		toClockTime: () => undefined,
		forItem: () => fake,
		itemIndex,
		createError: (text: ErrorText) => createApiError(node, { itemIndex }, text),
		request: async (request: ApiRequest, context: ErrorContext) => {
			if (call || !send) {
				recordRequest(request.method, request.path, 'body of the test');
				return await call?.(request);
			}
			const result = await sendRequest(request);
			if (!isSuccess(result)) throw createResponseError(node, result, context);
			return result.body === '' ? undefined : result.body;
		},
		send: sendRequest,
		getWithRetry: sendRequest,
		toError: (result: RequestResult, context: ErrorContext) =>
			createResponseError(node, result, context),
	};
	return fake as unknown as PixVerseClient;
}
