import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { Credential, Workflow, WorkflowNode } from './n8n/rest.cts';
import { chainNodes, pixVerseNode } from './workflows.cts';

/** The node that creates the videos. */
export const CREATE_NODE = 'Video';

const PUBLISH_TIMEOUT_MS = 60_000;

/** Creates a workflow with a production webhook, followed by a node that creates videos. */
export function createWebhookWorkflow(
	path: string,
	credential: Credential,
	parameters: Record<string, unknown>,
	...nextNodes: WorkflowNode[]
): Workflow {
	const video = pixVerseNode(CREATE_NODE, credential, {
		resource: 'video',
		operation: 'create',
		prompt: '={{ $json.prompt }}',
		...parameters,
	});
	return chainToWebhook(path, video, ...nextNodes);
}

/**
 * Creates a workflow with a production webhook: each call starts an execution with one item per prompt. The webhook
 * responds immediately.
 */
export function chainToWebhook(path: string, ...nodes: WorkflowNode[]): Workflow {
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
	const settings = { executionOrder: 'v1' };
	return { ...chainNodes(path, webhook, prompts, ...nodes), settings };
}

/**
 * Calls the workflow's webhook. Retries while n8n is still publishing the workflow.
 *
 * @param url The URL of an n8n process that receives webhooks.
 */
export async function sendPrompts(
	url: string,
	path: string,
	prompts: readonly string[],
): Promise<void> {
	const deadline = Date.now() + PUBLISH_TIMEOUT_MS;
	for (;;) {
		const { statusCode, body } = await request(`${url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ prompts }),
		});
		const text = await body.text();
		if (statusCode === 200) return;
		if (statusCode !== 404 || Date.now() > deadline)
			throw new Error(`n8n answered ${statusCode} to the webhook call: ${text.slice(0, 300)}`);
		await sleep(500);
	}
}
