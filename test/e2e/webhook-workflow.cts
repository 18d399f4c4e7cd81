import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { Credential, Workflow, WorkflowNode } from './n8n/rest.cts';
import { chainNodes, pixVerseNode } from './workflows.cts';

/** The node that makes what is ordered. */
export const CREATE_NODE = 'Video';

const PUBLISHED_WITHIN_MS = 60_000;

/**
 * A workflow that makes what a caller orders over a production webhook: an execution for each call, an item for each
 * prompt in it. The caller gets an immediate response.
 */
export function createWebhookWorkflow(
	path: string,
	credential: Credential,
	parameters: Record<string, unknown>,
	...behind: WorkflowNode[]
): Workflow {
	const webhook: WorkflowNode = {
		name: 'Call',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		position: [0, 0],
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived' },
	};
	const prompts: WorkflowNode = {
		name: 'Prompts',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		position: [0, 0],
		parameters: { fieldToSplitOut: 'body.prompts', options: { destinationFieldName: 'prompt' } },
	};
	const video = pixVerseNode(CREATE_NODE, credential, {
		resource: 'video',
		operation: 'create',
		prompt: '={{ $json.prompt }}',
		...parameters,
	});
	const settings = { executionOrder: 'v1' };
	return { ...chainNodes(path, webhook, prompts, video, ...behind), settings };
}

/** Calls the workflow, whose publication may still be going on. @param url of the n8n that receives webhooks */
export async function sendPrompts(
	url: string,
	path: string,
	prompts: readonly string[],
): Promise<void> {
	const deadline = Date.now() + PUBLISHED_WITHIN_MS;
	for (;;) {
		const { statusCode, body } = await request(`${url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ prompts }),
		});
		const text = await body.text();
		if (statusCode === 200) return;
		if (statusCode !== 404 || Date.now() > deadline)
			throw new Error(`n8n answered ${statusCode} to an order: ${text.slice(0, 300)}`);
		await sleep(500);
	}
}
