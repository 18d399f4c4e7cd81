import type { Credential, Workflow, WorkflowNode } from './n8n/rest.cts';
import { createWebhookWorkflow } from './webhook-workflow.cts';
import { chainNodes, pixVerseNode } from './workflows.cts';

/** The node that returns the recovered jobs. */
export const RECOVERY_NODE = 'Recovered';

/**
 * A workflow as `ordering` makes it that also looks after itself: when n8n gives an execution up, because its worker
 * has died, n8n keeps nothing of it but its ID. By that the jobs that it has left running are found and waited for.
 */
export function createRecoveryWorkflow(
	path: string,
	credential: Credential,
	parameters: Record<string, unknown>,
	...behind: WorkflowNode[]
): Workflow {
	const given: WorkflowNode = {
		name: 'Given Up',
		type: 'n8n-nodes-base.errorTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const running = pixVerseNode('Running', credential, {
		resource: 'scheduler',
		operation: 'getAll',
	});
	const own: WorkflowNode = {
		name: 'Own',
		type: 'n8n-nodes-base.filter',
		typeVersion: 2.2,
		position: [0, 0],
		parameters: {
			conditions: {
				combinator: 'and',
				options: { version: 2, caseSensitive: true, typeValidation: 'loose', leftValue: '' },
				conditions: [
					{
						id: 'own',
						leftValue: '={{ $json.executionId }}',
						rightValue: "={{ $('Given Up').first().json.execution.id }}",
						operator: { type: 'string', operation: 'equals' },
					},
				],
			},
			looseTypeValidation: true,
		},
	};
	const wait = pixVerseNode(RECOVERY_NODE, credential, {
		resource: 'video',
		operation: 'wait',
		videoId: '={{ $json.id }}',
	});
	const making = createWebhookWorkflow(path, credential, parameters, ...behind);
	const recovery = chainNodes('recovery', given, running, own, wait);
	return {
		...making,
		nodes: [
			...making.nodes,
			...recovery.nodes.map((node) => ({
				...node,
				id: `recovery-${node.id}`,
				position: [node.position[0], 300] as const,
			})),
		],
		connections: { ...making.connections, ...recovery.connections },
	};
}
