import type { INode } from 'n8n-workflow';
import type { ApiRequest, PixVerseApi } from '../../nodes/shared/api/client';
import type { Occasion } from '../../nodes/shared/api/errors';
import { refusal } from '../../nodes/shared/api/errors';
import type { Reply } from '../../nodes/shared/api/requestResult';
import { succeeded } from '../../nodes/shared/api/requestResult';

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
): Reply & { kind: 'answer' } => ({
	kind: 'answer',
	status,
	ok: status >= 200 && status < 300,
	headers,
	body,
});

interface Behaviour {
	/** Bodies of successful calls; without it they come of `send`. */
	call?: (request: ApiRequest) => unknown;
	/** Replies, whatever the status. */
	send?: (request: ApiRequest) => Reply | Promise<Reply>;
	itemIndex?: number;
}

/** Stands in for the client, so that what stands on it can be tried without HTTP. */
export function fakeApi({ call, send, itemIndex }: Behaviour): PixVerseApi {
	const fake: Record<keyof PixVerseApi, unknown> = {
		node,
		url: 'https://api.example',
		reached: true,
		quietUntil: 0,
		forItem: () => fake,
		itemOf: (occasion: Occasion) => occasion.itemIndex ?? itemIndex,
		call: async (request: ApiRequest, occasion: Occasion) => {
			if (call || !send) return await call?.(request);
			const reply = await send(request);
			if (!succeeded(reply)) throw refusal(node, reply, occasion);
			return reply.body === '' ? undefined : reply.body;
		},
		send: async (request: ApiRequest) => (await send?.(request)) ?? answer(200),
		read: async (request: ApiRequest) => (await send?.(request)) ?? answer(200),
		refusal: (reply: Reply, occasion: Occasion) => refusal(node, reply, occasion),
	};
	return fake as unknown as PixVerseApi;
}
