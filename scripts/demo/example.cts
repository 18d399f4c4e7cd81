import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT } from '../../test/e2e/n8n/installation.cts';
import type { Credential, Rest, Workflow } from '../../test/e2e/n8n/rest.cts';

/** The example workflow that the demo runs. People can import the same file into their own n8n. */
const FILE = join(PROJECT, 'examples', 'prompt-to-video.json');
const PIXVERSE_TYPE = /^n8n-nodes-pixverse\./;

const example = z.object({
	name: z.string(),
	nodes: z.array(
		z.object({
			id: z.string(),
			name: z.string(),
			type: z.string(),
			typeVersion: z.number(),
			position: z.tuple([z.number(), z.number()]),
			parameters: z.record(z.unknown()),
		}),
	),
	connections: z.record(z.unknown()),
	settings: z.record(z.unknown()),
});

/** The example as it is saved in the demo's n8n. */
export interface SavedExample {
	readonly id: string;
	readonly name: string;
	/** The node it starts with. */
	readonly trigger: string;
	/** The node that hands over the video. */
	readonly node: string;
}

/** Saves the example with this credential. One that is there from a former run stays as it is: people change it. */
export async function saveExample(rest: Rest, { id, name }: Credential): Promise<SavedExample> {
	const { nodes, ...workflow } = example.parse(JSON.parse(readFileSync(FILE, 'utf8')));
	const withCredential: Workflow = {
		...workflow,
		nodes: nodes.map((node) =>
			PIXVERSE_TYPE.test(node.type)
				? { ...node, credentials: { pixVerseApi: { id, name } } }
				: node,
		),
	};
	const known = (await rest.workflows()).find((each) => each.name === withCredential.name);
	const saved = known ?? (await rest.createWorkflow(withCredential));
	return {
		id: saved.id,
		name: saved.name,
		trigger: nameOf(withCredential, /manualTrigger$/),
		node: nameOf(withCredential, PIXVERSE_TYPE),
	};
}

function nameOf({ nodes, name }: Workflow, type: RegExp): string {
	const node = nodes.find((each) => type.test(each.type));
	if (!node) throw new Error(`The workflow "${name}" has no node of the type ${type.source}`);
	return node.name;
}
