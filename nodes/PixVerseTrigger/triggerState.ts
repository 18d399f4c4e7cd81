import type { GenerationType } from '../shared/api/generationTypes';

/** Which finished generations start the workflow. */
export interface TriggerFilters {
	kinds: GenerationType[];
	outcome: 'completed' | 'failed' | 'both';
	/** Model IDs, lower case; empty for all. */
	models: string[];
	/** Part of the prompt, lower case; '' for all. */
	prompt: string;
	/** Only what is known to be made by this n8n. */
	own: boolean;
}

/** What is remembered of one list: the generations of one kind of one account, by their numbers (see `compact`). */
export interface SourceState {
	/**
	 * A creation time (epoch ms, clock of the API). What was created before is settled, `open` aside; what was created
	 * then or later is settled when it is in `done`.
	 */
	edge: number;
	/** Settled ones from the edge on, newest first, separated by blanks. */
	done: string;
	/** Unsettled ones from before the edge, with their creation time (epoch seconds). */
	open: Record<string, number>;
}

/**
 * What the trigger remembers between polls. Plain JSON of at most LARGEST characters.
 *
 * n8n saves it when the workflow is activated, when n8n starts, and when something is emitted, but not after a poll
 * that found nothing: after a restart the trigger may find an older one. Therefore nothing in it becomes wrong by
 * growing old. It says what is settled and never how far time has come, and settles nothing that a later poll with an
 * older memory would judge otherwise.
 */
export interface TriggerState {
	version: 1;
	criteria: TriggerFilters;
	/** When each scope was asked for first (epoch ms, clock of n8n). */
	asked: Record<string, number>;
	/** The configured accounts as last read, when all of them are watched. */
	accounts?: { at: number; emails: string[] };
	/** Unsettled ones known to be made by this n8n, as kind and number. */
	own?: string[];
	/** By kind and account, see `sourceKey`. */
	sources: Record<string, SourceState>;
}

/** Characters of JSON the memory may take: n8n keeps it in the row of the workflow. */
export const MAX_STATE_CHARS = 60_000;

export function getSourceKey(kind: GenerationType, account: string): string {
	return `${kind} ${account}`;
}

/** How one generation is called in `own`. */
export function getOwnKey(kind: GenerationType, number: string): string {
	return `${kind} ${encodeId(number)}`;
}

/** The number of an ID, short: in base 36. */
export function encodeId(number: string): string {
	return BigInt(number).toString(36);
}

/** The number of an ID again. */
export function decodeId(short: string): string {
	let number = 0n;
	for (const digit of short) number = number * 36n + BigInt(parseInt(digit, 36));
	return number.toString();
}

/** What `done` holds. */
export function getProcessed(source: SourceState): string[] {
	return source.done === '' ? [] : source.done.split(' ');
}

/** Reads what n8n kept: a copy, since n8n watches what it hands out. Undefined for nothing, or nothing of ours. */
export function parseState(kept: unknown): TriggerState | undefined {
	if (kept === undefined || kept === null) return undefined;
	const memory = JSON.parse(JSON.stringify(kept)) as Partial<TriggerState>;
	const ours = memory.version === 1 && memory.criteria && memory.asked && memory.sources;
	return ours ? (memory as TriggerState) : undefined;
}

/** Gives up the oldest unfinished ones until the memory fits: only with thousands of them at once. */
export function trimState(memory: TriggerState): TriggerState {
	let excess = JSON.stringify(memory).length - MAX_STATE_CHARS;
	if (excess <= 0) return memory;
	const open = Object.entries(memory.sources)
		.flatMap(([key, source]) => Object.entries(source.open).map(([id, at]) => ({ key, id, at })))
		.sort((a, b) => a.at - b.at);
	const givenUp = new Set<string>();
	for (const { key, id, at } of open) {
		if (excess <= 0) break;
		givenUp.add(`${key} ${id}`);
		excess -= `"${id}":${at},`.length;
	}
	const sources = Object.entries(memory.sources).map(([key, source]): [string, SourceState] => {
		const kept = Object.entries(source.open).filter(([id]) => !givenUp.has(`${key} ${id}`));
		return [key, { ...source, open: Object.fromEntries(kept) }];
	});
	return { ...memory, sources: Object.fromEntries(sources) };
}
