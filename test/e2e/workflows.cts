import type { Credential, Workflow, WorkflowNode } from './n8n/rest.cts';

/** The manual trigger that the test workflows start with. */
export const START: WorkflowNode = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** Creates a PixVerse node of the packed package. */
export function pixVerseNode(
	name: string,
	credential: Credential,
	parameters: Record<string, unknown>,
	settings: Pick<WorkflowNode, 'onError'> = {},
): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-pixverse.pixVerse',
		typeVersion: 1.1,
		position: [0, 0],
		parameters,
		credentials: { pixVerseApi: { id: credential.id, name: credential.name } },
		...settings,
	};
}

/** Creates a Code node. The code runs once for all items and returns the items. */
export function codeNode(name: string, code: string): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		position: [0, 0],
		parameters: { jsCode: code },
	};
}

/** Creates an HTTP Request node that downloads a file to the binary field `data`. */
export function fetchFile(name: string, url: string): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [0, 0],
		parameters: { url, options: { response: { response: { responseFormat: 'file' } } } },
	};
}

/** Creates an HTTP Request node that sends each item to an external system. `body` is an expression that returns an object. */
export function httpRequest(name: string, url: string, body: string): WorkflowNode {
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [0, 0],
		parameters: { method: 'POST', url, sendBody: true, specifyBody: 'json', jsonBody: body },
	};
}

/** Creates a workflow in which each node is connected to the next one. */
export function chainNodes(name: string, ...nodes: WorkflowNode[]): Workflow {
	return {
		name,
		nodes: nodes.map((node, index) => ({
			...node,
			id: `node-${index}`,
			position: [index * 220, 0],
		})),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map((node, index) => [
					nodes[index]?.name ?? '',
					{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
				]),
		),
	};
}
