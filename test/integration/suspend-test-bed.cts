import type { IDataObject } from 'n8n-workflow';

import { type Execution, ExecutionStore } from './harness/harness.cts';
import type { Outcome, RunOptions } from './harness/harness.cts';
import { videoCreate } from './parameters.cts';
import { createTestBed } from './test-bed.cts';

/** Long enough that an execution with this prompt is suspended until the test finishes the video. */
export const LONG = '[takes 36000s]';

/** Creates a video for the prompt of each item, and suspends the execution meanwhile. */
export const createSuspending = (parameters: IDataObject = {}) =>
	videoCreate({ waitMode: 'callback', prompt: '={{ $json.prompt }}', ...parameters } as never);
export const buildItems = (...texts: string[]) => texts.map((prompt) => ({ json: { prompt } }));
export const getStatuses = (out: Outcome) => out.items.map(({ json }) => json.status ?? 'failed');

/** Creates a test bed for a suite whose executions are suspended and resumed. */
export function createSuspendTestBed() {
	const testBed = createTestBed();
	let executions: ExecutionStore;
	beforeAll(async () => {
		executions = await ExecutionStore.open();
	});
	afterAll(async () => await executions.close());
	beforeEach(() => void executions.calls.splice(0));

	return {
		testBed,
		get executions() {
			return executions;
		},
		/** Executes the node with one item, unless others are given, to the end of the execution. */
		run: async (parameters: IDataObject = {}, more: Partial<RunOptions> = {}) =>
			await testBed.run(createSuspending(parameters), {
				items: buildItems('one'),
				executions,
				...more,
			} as never),
		/** Starts an execution with these prompts. Returns when it is suspended. */
		async startSuspended(texts: string[], more: Partial<RunOptions> = {}): Promise<Execution> {
			const options = { items: buildItems(...texts), executions, ...more } as never;
			const execution = await testBed.start(createSuspending(), options);
			while (executions.getStored(execution.id) === undefined)
				await new Promise((resolve) => setTimeout(resolve, 1000));
			return execution;
		},
		/** Finishes the video of a prompt. */
		finish: (text: string, status?: 'FAILED') =>
			testBed.simulator.lifecycle.finishById(testBed.idOf(text), status),
	};
}
