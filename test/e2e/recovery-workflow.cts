import type { Credential, Workflow, WorkflowNode } from './n8n/rest.cts';
import { createWebhookWorkflow } from './webhook-workflow.cts';
import { chainNodes, pixVerseNode } from './workflows.cts';

/** The node that returns the recovered jobs. */
export const RECOVERY_NODE = 'Recovered';

/**
 * Creates a webhook workflow that also recovers its own failed executions. When a worker crashes, n8n keeps nothing of an
 * execution except its ID. By this ID, the error workflow finds the execution's running jobs, and waits for them.
 */
export function createRecoveryWorkflow(
	path: string,
	credential: Credential,
	parameters: Record<string, unknown>,
	...nextNodes: WorkflowNode[]
): Workflow {
	const errorTrigger: WorkflowNode = {
		name: 'Given Up',
		type: 'n8n-nodes-base.errorTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const listJobs = pixVerseNode('Running', credential, {
		resource: 'scheduler',
		operation: 'getAll',
	});
	const filter: WorkflowNode = {
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
	const creation = createWebhookWorkflow(path, credential, parameters, ...nextNodes);
	const recovery = chainNodes('recovery', errorTrigger, listJobs, filter, wait);
	return {
		...creation,
		nodes: [
			...creation.nodes,
			...recovery.nodes.map((node) => ({
				...node,
				id: `recovery-${node.id}`,
				position: [node.position[0], 300] as const,
			})),
		],
		connections: { ...creation.connections, ...recovery.connections },
	};
}
