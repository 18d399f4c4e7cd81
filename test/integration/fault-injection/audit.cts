import type { Job } from '../../../simulator/jobs.cts';
import type { Outcome } from '../harness/harness.cts';
import type { Batch } from './arbitraries.cts';
import { getPrompt } from './arbitraries.cts';

/** The jobs that a run created, and those that its output or error contains. */
export interface AuditResult {
	/** Number of jobs that exist at PixVerse, and so were paid for. */
	readonly created: number;
	/** IDs of jobs that neither an item nor an error contains. */
	readonly lost: readonly string[];
	/** IDs of additional jobs of items that already had a job that did not fail. */
	readonly duplicated: readonly string[];
	/** Number of items without an error. */
	readonly completed: number;
	/** The messages of all errors, without the details of their items. */
	readonly messages: readonly string[];
}

/** Retry On Fail may create a failed job again. */
const isSound = ({ status }: Job) => status !== 'FAILED' && status !== 'MODERATED';

/** Compares the jobs that exist at PixVerse with the output of the node. */
export function auditRun(jobs: readonly Job[], batch: Batch, out: Outcome): AuditResult {
	const { error } = out;
	const items = [...out.items, ...out.errorItems];
	// Only data that users can see, not n8n's internal data.
	const visibleText = JSON.stringify([
		...items.map(({ json }) => json),
		error && [error.message, error.description, 'context' in error ? error.context : undefined],
	]);
	const duplicated: string[] = [];
	for (let item = 0; item < batch.size; item++) {
		const itemJobs = jobs.filter(({ parameters }) => parameters.prompt === getPrompt(item));
		duplicated.push(
			...itemJobs
				.filter(isSound)
				.slice(1)
				.map(({ id }) => id),
		);
	}
	const messages = [
		...items.flatMap(({ json }) => (typeof json.error === 'string' ? [json.error] : [])),
		...(error ? [error.message] : []),
	];
	// The output has no failed job that was created again.
	const isReplaced = ({ parameters, number }: Job) =>
		jobs.some((other) => other.parameters.prompt === parameters.prompt && other.number > number);
	const expectedJobs = jobs.filter((job) => isSound(job) || !isReplaced(job));
	return {
		created: jobs.length,
		lost: expectedJobs.map(({ id }) => id).filter((id) => !visibleText.includes(id)),
		duplicated,
		completed: items.filter(({ json }) => json.error === undefined).length,
		messages: messages.map(generalize),
	};
}

/** Removes the details of an item from a message. */
const generalize = (message: string): string =>
	message
		.replace(/user:\S+/g, 'ID')
		.replace(/ ?\[item \d+\]/, '')
		.replace(/\bitem \d+/, 'item')
		.replace(/\bonly \d+ of \d+ bytes/, 'only … bytes')
		.replace(/\S+@\S+/g, 'ACCOUNT');

/** Expects the order, the pairing, and unique IDs of the output of any run. */
export function expectItemOrder({ size, onError }: Batch, out: Outcome): void {
	const itemIndexes = out.items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
	expect(itemIndexes).toEqual([...itemIndexes].sort((a, b) => a - b));
	for (const [index, { json }] of out.items.entries())
		if (typeof json.prompt === 'string')
			expect(json.prompt).toBe(getPrompt(itemIndexes[index] ?? -1));
	const ids = out.items.flatMap(({ json }) => (typeof json.id === 'string' ? [json.id] : []));
	expect(new Set(ids).size).toBe(ids.length);
	if (onError === 'stopWorkflow') {
		expect(out.items.length === size || out.error !== undefined).toBe(true);
		return;
	}
	expect(out.error).toBeUndefined();
	expect(out.items.length + out.errorItems.length).toBe(size);
}
