import { FormData, request } from 'undici';
import type { WorkflowNode } from './n8n/rest.cts';
import { waitFor } from './wait-for.cts';

const createTriggerNode = (
	type: string,
	typeVersion: number,
	path: string,
	parameters: object,
): WorkflowNode => ({
	name: 'Call',
	type,
	typeVersion,
	webhookId: path,
	position: [0, 0],
	parameters: { ...parameters },
});

export const createWebhookNode = (path: string, responseMode: string): WorkflowNode =>
	createTriggerNode('n8n-nodes-base.webhook', 2, path, { httpMethod: 'POST', path, responseMode });

/** Callers that wait for the response of the last node: the trigger, its path, and what the caller sends. */
export const CALLERS: Array<[string, () => WorkflowNode, string, () => object | FormData]> = [
	[
		'a webhook',
		() => createWebhookNode('answer-webhook', 'lastNode'),
		'webhook/answer-webhook',
		() => ({}),
	],
	[
		'a chat',
		() =>
			createTriggerNode('@n8n/n8n-nodes-langchain.chatTrigger', 1.1, 'answer-chat', {
				public: true,
				mode: 'webhook',
				options: {},
			}),
		'webhook/answer-chat/chat',
		() => ({ action: 'sendMessage', chatInput: 'a video', sessionId: '1' }),
	],
	[
		'a form',
		() =>
			createTriggerNode('n8n-nodes-base.formTrigger', 2.2, 'answer-form', {
				path: 'answer-form',
				formTitle: 'Video',
				formFields: { values: [{ fieldLabel: 'Prompt' }] },
				responseMode: 'lastNode',
			}),
		'form/answer-form',
		() => {
			const form = new FormData();
			form.set('field-0', 'a video');
			return form;
		},
	],
];

/** Calls a workflow and returns the response. Retries while n8n is still publishing the workflow. */
export async function callWorkflow(
	url: string,
	body: object | FormData,
	timeoutMs: number,
): Promise<string> {
	const call = async () => {
		const isForm = body instanceof FormData;
		const response = await request(url, {
			method: 'POST',
			...(isForm
				? { body }
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
			headersTimeout: timeoutMs,
		});
		const text = await response.body.text();
		if (response.statusCode === 404) return undefined;
		expect([response.statusCode, text]).toEqual([200, expect.any(String)]);
		return { text };
	};
	return (await waitFor(call, { timeoutMs, intervalMs: 100 })).text;
}
