import { PIXVERSE_TYPE, readExample, withCredential } from '../../test/e2e/examples.cts';
import type { Credential, Rest, Workflow } from '../../test/e2e/n8n/rest.cts';

/** The example workflow that the demo runs. */
const FILE = 'prompt-to-video.json';

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
export async function saveExample(rest: Rest, credential: Credential): Promise<SavedExample> {
	const workflow = withCredential(readExample(FILE), credential);
	const known = (await rest.workflows()).find((each) => each.name === workflow.name);
	const saved = known ?? (await rest.createWorkflow(workflow));
	return {
		id: saved.id,
		name: saved.name,
		trigger: nameOf(workflow, /manualTrigger$/),
		node: nameOf(workflow, PIXVERSE_TYPE),
	};
}

function nameOf({ nodes, name }: Workflow, type: RegExp): string {
	const node = nodes.find((each) => type.test(each.type));
	if (!node) throw new Error(`The workflow "${name}" has no node of the type ${type.source}`);
	return node.name;
}
