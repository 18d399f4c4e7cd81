import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT } from './n8n/installation.cts';
import type { Credential, Workflow, WorkflowNode } from './n8n/rest.cts';

const FOLDER = join(PROJECT, 'examples');
export const PIXVERSE_TYPE = /^n8n-nodes-pixverse\./;

/** A workflow as n8n exports it. Other fields of nodes are kept. */
const workflowSchema = z.object({
	name: z.string(),
	nodes: z.array(
		z
			.object({
				id: z.string(),
				name: z.string(),
				type: z.string(),
				typeVersion: z.number(),
				position: z.tuple([z.number(), z.number()]),
				parameters: z.record(z.unknown()),
			})
			.passthrough(),
	),
	connections: z.record(z.unknown()),
	settings: z.record(z.unknown()),
});

/** Lists the file names of the example workflows, which users can import. */
export const listExampleFiles = (): string[] =>
	readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.sort();

/** Reads an example workflow. */
export function readExample(file: string): Workflow {
	return workflowSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))) as Workflow;
}

/** Returns a copy of a workflow with a credential in all nodes of a type. Default: the nodes of this package. */
export function withCredential(
	workflow: Workflow,
	{ id, name, type }: Credential,
	nodeType = PIXVERSE_TYPE,
): Workflow {
	return mapNodes(workflow, (node) =>
		nodeType.test(node.type)
			? { ...node, credentials: { ...node.credentials, [type]: { id, name } } }
			: node,
	);
}

/**
 * Returns a copy of a workflow with other values in an Edit Fields node.
 *
 * @throws {Error} If the node doesn't have a field.
 */
export function withValues(
	workflow: Workflow,
	nodeName: string,
	values: Readonly<Record<string, unknown>>,
): Workflow {
	const unusedFields = new Set(Object.keys(values));
	const result = mapNodes(workflow, (node) => {
		if (node.name !== nodeName) return node;
		const { assignments } = editFieldsSchema.parse(node.parameters).assignments;
		const updatedAssignments = assignments.map((one) => {
			if (!unusedFields.delete(one.name)) return one;
			const value = values[one.name];
			return { ...one, value: one.type === 'array' ? JSON.stringify(value) : value };
		});
		return {
			...node,
			parameters: { ...node.parameters, assignments: { assignments: updatedAssignments } },
		};
	});
	if (unusedFields.size > 0)
		throw new Error(`"${nodeName}" has no field ${[...unusedFields].join(', ')}`);
	return result;
}

const editFieldsSchema = z.object({
	assignments: z.object({
		assignments: z.array(
			z.object({ name: z.string(), type: z.string(), value: z.unknown() }).passthrough(),
		),
	}),
});

function mapNodes(workflow: Workflow, change: (node: WorkflowNode) => WorkflowNode): Workflow {
	return { ...workflow, nodes: workflow.nodes.map(change) };
}
