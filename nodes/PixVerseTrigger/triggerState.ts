import { type GenerationType, generationTypes } from '../shared/api/generationTypes';

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
	/** Epoch milliseconds by the clock of the API. What was created before is processed, except for what is pending. */
	watermark: number;
	/** Processed generations from the watermark on, newest first, separated by spaces. */
	processed: string;
	/** Pending generations before the watermark, with their creation time (epoch seconds). */
	pending: Record<string, number>;
}

/**
 * State of the trigger between polls. Plain JSON of at most MAX_STATE_CHARS characters. n8n doesn't save it after every
 * poll, so a poll with an older state must come to the same result: it contains what is processed, not when.
 */
export interface TriggerState {
	version: 2;
	/** The activation that the state started with, see `saveInitialState`. */
	activation?: { workflowId: string; at: number };
	filters: TriggerFilters;
	/** Since when each scope is watched (epoch milliseconds by the clock of n8n). */
	watchedSince: Record<string, number>;
	/** The configured accounts when they were last read, if all of them are watched. */
	accounts?: { at: number; emails: string[] };
	/** Pending generations of this n8n instance, see `getOwnKey`. */
	own?: string[];
	/** By `getSourceKey`. */
	sources: Record<string, SourceState>;
}

/** The state before version 2. */
interface StateVersion1 extends Pick<TriggerState, 'accounts' | 'own'> {
	version: 1;
	criteria: TriggerFilters;
	asked: TriggerState['watchedSince'];
	sources: Record<string, { edge: number; done: string; open: SourceState['pending'] }>;
}

/** n8n stores the state in the database row of the workflow. */
export const MAX_STATE_CHARS = 60_000;
/** Pending generations of this n8n instance. */
export const MAX_OWN = 300;

export const getSourceKey = (kind: GenerationType, account: string) => `${kind} ${account}`;

/** Key of a generation in `own`. */
export const getOwnKey = (kind: GenerationType, number: string) =>
	`${generationTypes[kind].idKind} ${encodeId(number)}`;

/** Shortens the number of an ID to base 36. */
export const encodeId = (number: string) => BigInt(number).toString(36);

export function decodeId(encodedId: string): string {
	let number = 0n;
	for (const digit of encodedId) number = number * 36n + BigInt(parseInt(digit, 36));
	return number.toString();
}

export const getProcessed = (source?: SourceState) =>
	source?.processed.split(' ').filter(Boolean) ?? [];

/** Copies the stored state, because n8n observes the original. @returns undefined if there is no valid state */
export function parseState(stored: unknown): TriggerState | undefined {
	if (stored === undefined || stored === null) return undefined;
	const state = JSON.parse(JSON.stringify(stored)) as Partial<TriggerState> | StateVersion1;
	if (!state.sources) return undefined;
	const converted = state.version === 1 ? convertVersion1(state as StateVersion1) : state;
	const { version, filters, watchedSince } = converted;
	return version === 2 && filters && watchedSince ? (converted as TriggerState) : undefined;
}

function convertVersion1(state: StateVersion1): TriggerState {
	const { criteria: filters, asked: watchedSince, accounts, own } = state;
	const sources = mapSources(state.sources, ({ edge, done, open }) => ({
		watermark: edge,
		processed: done,
		pending: open,
	}));
	return { version: 2, filters, watchedSince, accounts, own, sources };
}

/** Drops the oldest pending generations of each list if the state is too large, which takes thousands of them. */
export function trimState(state: TriggerState): TriggerState {
	let trimmed = state;
	for (let max = 2048; max >= 1 && !isSmallEnough(trimmed); max /= 2)
		trimmed = {
			...state,
			sources: mapSources(state.sources, (source) => {
				const newestFirst = Object.entries(source.pending).sort(([, a], [, b]) => b - a);
				return { ...source, pending: Object.fromEntries(newestFirst.slice(0, max)) };
			}),
		};
	return trimmed;
}

export const isSmallEnough = (state: TriggerState) =>
	JSON.stringify(state).length <= MAX_STATE_CHARS;

const mapSources = <T>(sources: Record<string, T>, map: (source: T) => SourceState) =>
	Object.fromEntries(Object.entries(sources).map(([key, source]) => [key, map(source)]));
