import { PIXVERSE_TYPE, readExample, withCredential } from '../../test/e2e/examples.cts';
import type { Credential, RestClient, Workflow } from '../../test/e2e/n8n/rest.cts';

/** The example workflow that the demo executes. */
const EXAMPLE_FILE = 'prompt-to-video.json';

/** The example workflow in the demo's n8n instance. */
export interface SavedExample {
	readonly id: string;
	readonly name: string;
	/** The name of the trigger node. */
	readonly trigger: string;
	/** The name of the node that returns the video. */
	readonly node: string;
}

/** Saves the example workflow with the credential. Doesn't overwrite an existing one, which the user may have changed. */
export async function saveExample(rest: RestClient, credential: Credential): Promise<SavedExample> {
	const workflow = withCredential(readExample(EXAMPLE_FILE), credential);
	const existing = (await rest.listWorkflows()).find((each) => each.name === workflow.name);
	const saved = existing ?? (await rest.createWorkflow(workflow));
	return {
		id: saved.id,
		name: saved.name,
		trigger: findNodeName(workflow, /manualTrigger$/),
		node: findNodeName(workflow, PIXVERSE_TYPE),
	};
}

function findNodeName({ nodes, name }: Workflow, type: RegExp): string {
	const node = nodes.find((each) => type.test(each.type));
	if (!node) throw new Error(`The workflow "${name}" has no node of the type ${type.source}`);
	return node.name;
}
