import type { INodeExecutionData } from 'n8n-workflow';

import { type BinaryMode, n8nCore, setBinaryMode } from './engine.cts';
import { type NodeConfig, nextId, createFixture, createAdditionalData } from './workflow.cts';

interface PollOptions extends NodeConfig {
	/** 'manual' is "Fetch Test Event" in the editor; 'trigger' is a poll of a published workflow. Default: 'trigger'. */
	readonly mode?: 'manual' | 'trigger';
	readonly binaryMode?: BinaryMode;
}

/**
 * Runs one poll of a polling trigger with n8n's own PollContext. Reads the stored state of the node from
 * `options.staticData` and writes it back to the same object.
 */
export async function poll(options: PollOptions): Promise<INodeExecutionData[][] | null> {
	await setBinaryMode(options.binaryMode ?? 'filesystem');
	const mode = options.mode ?? 'trigger';
	const { workflow, node, nodeType, credentials } = createFixture(options, [], {});
	if (nodeType.poll === undefined) throw new Error(`${nodeType.description.name} doesn't poll`);
	const activation = mode === 'manual' ? 'manual' : 'activate';
	const additionalData = createAdditionalData(credentials, { executionId: nextId() });
	const context = new n8nCore.PollContext(workflow, node, additionalData, mode, activation);
	const items = await nodeType.poll.call(context);
	if (options.staticData !== undefined) {
		// n8n stores the static data as JSON.
		Object.assign(options.staticData, JSON.parse(JSON.stringify(workflow.staticData)));
	}
	return items;
}
