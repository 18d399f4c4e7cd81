import type { GenerationType } from '../shared/api/generationTypes';

export interface TriggerFilters {
	kinds: GenerationType[];
	outcome: 'completed' | 'failed' | 'both';
	/** Model IDs, lower case; empty for all. */
	models: string[];
	/** Part of the prompt, lower case; '' for all. */
	prompt: string;
	/** Only generations of this n8n instance. */
	own: boolean;
}

/** State of one list. Generations are stored by their numbers, see `encodeId`. */
export interface SourceState {
	/**
	 * The watermark: a creation time (epoch milliseconds by the clock of the API). Older generations are processed, except
	 * for those in `open`. Newer ones are processed if they are in `done`.
	 */
	edge: number;
	/** Processed generations from the watermark on, newest first, separated by spaces. */
	done: string;
	/** Pending generations before the watermark, with their creation time (epoch seconds). */
	open: Record<string, number>;
}

/**
 * State of the trigger between polls. Plain JSON of at most MAX_STATE_CHARS characters.
 *
 * n8n saves it when the workflow is activated, when n8n starts, and when a poll emits something, but not after a poll
 * without a result: after a restart, the trigger may load an older state. So an outdated state must still be right. It
 * contains what is processed, not the time of the last poll, and a poll with an older state must come to the same result.
 */
export interface TriggerState {
	version: 1;
	criteria: TriggerFilters;
	/** Since when each scope is watched (epoch milliseconds by the clock of n8n). */
	asked: Record<string, number>;
	/** The configured accounts when they were last read, if all of them are watched. */
	accounts?: { at: number; emails: string[] };
	/** Pending generations of this n8n instance, see `getOwnKey`. */
	own?: string[];
	/** By `getSourceKey`. */
	sources: Record<string, SourceState>;
}

/** n8n stores the state in the database row of the workflow. */
export const MAX_STATE_CHARS = 60_000;

export function getSourceKey(kind: GenerationType, account: string): string {
	return `${kind} ${account}`;
}

/** Key of a generation in `own`. */
export function getOwnKey(kind: GenerationType, number: string): string {
	return `${kind} ${encodeId(number)}`;
}

/** Shortens the number of an ID to base 36. */
export function encodeId(number: string): string {
	return BigInt(number).toString(36);
}

/** The inverse of `encodeId`. */
export function decodeId(encodedId: string): string {
	let number = 0n;
	for (const digit of encodedId) number = number * 36n + BigInt(parseInt(digit, 36));
	return number.toString();
}

export function getProcessed(source: SourceState): string[] {
	return source.done === '' ? [] : source.done.split(' ');
}

/** Copies the stored state, because n8n observes the original. @returns undefined if there is no valid state */
export function parseState(stored: unknown): TriggerState | undefined {
	if (stored === undefined || stored === null) return undefined;
	const memory = JSON.parse(JSON.stringify(stored)) as Partial<TriggerState>;
	const isValid = memory.version === 1 && memory.criteria && memory.asked && memory.sources;
	return isValid ? (memory as TriggerState) : undefined;
}

/** Drops the oldest pending generations if the state is too large, which takes thousands of them. */
export function trimState(memory: TriggerState): TriggerState {
	let excess = JSON.stringify(memory).length - MAX_STATE_CHARS;
	if (excess <= 0) return memory;
	const open = Object.entries(memory.sources)
		.flatMap(([key, source]) => Object.entries(source.open).map(([id, at]) => ({ key, id, at })))
		.sort((a, b) => a.at - b.at);
	const dropped = new Set<string>();
	for (const { key, id, at } of open) {
		if (excess <= 0) break;
		dropped.add(`${key} ${id}`);
		excess -= `"${id}":${at},`.length;
	}
	const sources = Object.entries(memory.sources).map(([key, source]): [string, SourceState] => {
		const stored = Object.entries(source.open).filter(([id]) => !dropped.has(`${key} ${id}`));
		return [key, { ...source, open: Object.fromEntries(stored) }];
	});
	return { ...memory, sources: Object.fromEntries(sources) };
}
