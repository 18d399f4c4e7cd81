import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT } from './n8n/installation.cts';
import type { Credential, Workflow, WorkflowNode } from './n8n/rest.cts';

const FOLDER = join(PROJECT, 'examples');
export const PIXVERSE_TYPE = /^n8n-nodes-pixverse\./;

/** As n8n exports a workflow; whatever a node has beside this is kept. */
const example = z.object({
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

/** The file names of all example workflows. People can import the same files into their own n8n. */
export const exampleFiles = (): string[] =>
	readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.sort();

/** An example workflow as it is in its file. */
export function readExample(file: string): Workflow {
	return example.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))) as Workflow;
}

/** With this credential chosen in every node of a type, or of this package. */
export function withCredential(
	workflow: Workflow,
	{ id, name, type }: Credential,
	nodeType = PIXVERSE_TYPE,
): Workflow {
	return changed(workflow, (node) =>
		nodeType.test(node.type)
			? { ...node, credentials: { ...node.credentials, [type]: { id, name } } }
			: node,
	);
}

/**
 * With other values in an Edit Fields node, as a person fills them in.
 *
 * @throws {Error} When the node has no such field.
 */
export function withValues(
	workflow: Workflow,
	nodeName: string,
	values: Readonly<Record<string, unknown>>,
): Workflow {
	const left = new Set(Object.keys(values));
	const result = changed(workflow, (node) => {
		if (node.name !== nodeName) return node;
		const { assignments } = setParameters.parse(node.parameters).assignments;
		const filledIn = assignments.map((one) => {
			if (!left.delete(one.name)) return one;
			const value = values[one.name];
			return { ...one, value: one.type === 'array' ? JSON.stringify(value) : value };
		});
		return { ...node, parameters: { ...node.parameters, assignments: { assignments: filledIn } } };
	});
	if (left.size > 0) throw new Error(`"${nodeName}" has no field ${[...left].join(', ')}`);
	return result;
}

const setParameters = z.object({
	assignments: z.object({
		assignments: z.array(
			z.object({ name: z.string(), type: z.string(), value: z.unknown() }).passthrough(),
		),
	}),
});

function changed(workflow: Workflow, change: (node: WorkflowNode) => WorkflowNode): Workflow {
	return { ...workflow, nodes: workflow.nodes.map(change) };
}
