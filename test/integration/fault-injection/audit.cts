import type { Job } from '../../../simulator/jobs.cts';
import type { Outcome } from '../harness/harness.cts';
import type { Batch } from './arbitraries.cts';
import { getPrompt } from './arbitraries.cts';

/** The jobs that a run created, and those that its output or error contains. */
export interface AuditResult {
	/** Jobs that exist at PixVerse, and so were paid for. */
	readonly created: number;
	/** IDs of jobs that no item and no error names. */
	readonly lost: readonly string[];
	/** IDs of jobs of items that had a sound job already. */
	readonly duplicated: readonly string[];
	/** Items that came out finished, or submitted where that was all that was wanted. */
	readonly completed: number;
	/** The first words of every error. */
	readonly messages: readonly string[];
}

/** Retry On Fail may create a failed job again. */
const isSound = ({ status }: Job) => status !== 'FAILED' && status !== 'MODERATED';

/** Compares what exists at PixVerse with what came out of the node. */
export function auditRun(jobs: readonly Job[], batch: Batch, out: Outcome): AuditResult {
	const { error } = out;
	const items = [...out.items, ...out.errorItems];
	// Only data that users can see, not n8n's internal data.
	const told = JSON.stringify([
		...items.map(({ json }) => json),
		error && [error.message, error.description, 'context' in error ? error.context : undefined],
	]);
	const doubled: string[] = [];
	for (let item = 0; item < batch.size; item++) {
		const own = jobs.filter(({ parameters }) => parameters.prompt === getPrompt(item));
		doubled.push(
			...own
				.filter(isSound)
				.slice(1)
				.map(({ id }) => id),
		);
	}
	const messages = [
		...items.flatMap(({ json }) => (typeof json.error === 'string' ? [json.error] : [])),
		...(error ? [error.message] : []),
	];
	// Of a job that failed and was made again, nothing is to be had.
	const replaced = ({ parameters, number }: Job) =>
		jobs.some((other) => other.parameters.prompt === parameters.prompt && other.number > number);
	const had = jobs.filter((job) => isSound(job) || !replaced(job));
	return {
		created: jobs.length,
		lost: had.map(({ id }) => id).filter((id) => !told.includes(id)),
		duplicated: doubled,
		completed: items.filter(({ json }) => json.error === undefined).length,
		messages: messages.map(inGeneral),
	};
}

/** A message without what is only of this item. */
const inGeneral = (message: string): string =>
	message
		.replace(/user:\S+/g, 'ID')
		.replace(/ ?\[item \d+\]/, '')
		.replace(/\bitem \d+/, 'item')
		.replace(/\bonly \d+ of \d+ bytes/, 'only … bytes')
		.replace(/\S+@\S+/g, 'ACCOUNT');

/** What must hold of every run, whatever went wrong: order, pairing, nothing handed out twice. */
export function expectItemOrder({ size, onError }: Batch, out: Outcome): void {
	const places = out.items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
	expect(places).toEqual([...places].sort((a, b) => a - b));
	for (const [index, { json }] of out.items.entries())
		if (typeof json.prompt === 'string') expect(json.prompt).toBe(getPrompt(places[index] ?? -1));
	const ids = out.items.flatMap(({ json }) => (typeof json.id === 'string' ? [json.id] : []));
	expect(new Set(ids).size).toBe(ids.length);
	if (onError === 'stopWorkflow') {
		expect(out.items.length === size || out.error !== undefined).toBe(true);
		return;
	}
	expect(out.error).toBeUndefined();
	expect(out.items.length + out.errorItems.length).toBe(size);
}
