import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import type { Simulator } from '../../../simulator/simulator.cts';
import type { RunOptions } from '../harness/harness.cts';
import { account, videoCreate } from '../parameters.cts';
import { testAccount } from '../test-bed.cts';

/** A batch of videos, and the parameters of the node that creates it. */
export interface Batch {
	/** Number of items. Each has its own prompt. */
	readonly size: number;
	/** Maximum number of jobs of each account. */
	readonly maxJobs: readonly number[];
	/** Whether the node uses the first account instead of any account. */
	readonly usesFirstAccount: boolean;
	readonly waits: boolean;
	readonly downloads: boolean;
	readonly onError: NonNullable<RunOptions['onError']>;
	readonly retryOnFail: boolean;
	/** Durations of the jobs, which the items take in turn. */
	readonly seconds: readonly number[];
	/** Random numbers from 0 to below 1, for the choices of the fault. */
	readonly chance: readonly number[];
}

const secondAccount = 'second@example.com';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const batches: fc.Arbitrary<Batch> = fc.record({
	size: fc.integer({ min: 1, max: 7 }),
	maxJobs: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 2 }),
	usesFirstAccount: fc.boolean(),
	waits: fc.constantFrom(true, true, true, false),
	downloads: fc.boolean(),
	onError: fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
	retryOnFail: fc.boolean(),
	seconds: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 4 }),
	chance: fc.array(chance, { minLength: 4, maxLength: 4 }),
});

/** Samples batches. The same seed gives the same batches. */
export const sampleBatches = (count: number, seed: number): Batch[] =>
	fc.sample(batches, { numRuns: count, seed });

/** Resets the simulator and configures it for the batch. */
export function prepare(simulator: Simulator, { maxJobs, seconds, size }: Batch): void {
	simulator.reset();
	for (const [index, max] of maxJobs.entries())
		simulator.accounts.add({ email: [testAccount, secondAccount][index] ?? '', maxJobs: max });
	for (let item = 0; item < size; item++)
		simulator.plannedResults.add({
			promptIncludes: getPrompt(item),
			afterMs: (seconds[item % seconds.length] ?? 1) * 1000,
			count: 10,
		});
}

/** The prompt of an item. No other prompt contains it. */
export const getPrompt = (item: number): string => `video ${item}.`;

/** How n8n runs the batch. */
export function toRunOptions(batch: Batch): {
	parameters: INodeParameters;
	more: Partial<RunOptions>;
} {
	const { size, usesFirstAccount, waits, downloads, onError, retryOnFail } = batch;
	return {
		parameters: videoCreate({
			prompt: '={{ $json.prompt }}',
			waitMode: waits ? 'poll' : 'none',
			...(waits ? { download: downloads } : {}),
			...(usesFirstAccount ? { account: account(testAccount) } : {}),
		}),
		more: {
			items: Array.from({ length: size }, (_, item) => ({ json: { prompt: getPrompt(item) } })),
			onError,
			...(retryOnFail ? { retryOnFail, maxTries: 3 } : {}),
		},
	};
}
