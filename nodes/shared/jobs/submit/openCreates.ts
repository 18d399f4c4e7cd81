import type { GenerationId } from '../../api/generationId';
import type { GenerationTypeConfig } from '../../api/generationTypes';
import { MINUTE } from '../../time';

/** A create whose result is not known, or not known yet. */
export interface OpenCreate {
	reference: string;
	generationType: GenerationTypeConfig;
	/** Undefined for any. */
	account?: string;
	/** Number of jobs it creates. */
	count: number;
	/** As it was sent. */
	request: Readonly<Record<string, unknown>>;
	/** Clock time; undefined if another process sent it. */
	sentAt?: number;
	/** Clock time at which its response was lost; undefined while it is pending. */
	lostAt?: number;
}

/** A lost create may keep others from being matched for so long. */
const MAX_AGE_MS = 60 * MINUTE;
/** IDs of other executions that are remembered: more than are created while a lost job is searched. */
const MAX_KNOWN_IDS = 5000;

/** Creates of all executions of this process, so that none of them takes the job of another. */
const openCreates = new Map<string, OpenCreate>();
const knownIds = new Set<string>();

export function addOpenCreate(create: OpenCreate & { sentAt: number }): OpenCreate {
	// Oldest first.
	for (const [reference, { sentAt = 0 }] of openCreates) {
		if (sentAt >= create.sentAt - MAX_AGE_MS) break;
		openCreates.delete(reference);
	}
	openCreates.set(create.reference, create);
	return create;
}

export const findOpenCreate = (reference: string) => openCreates.get(reference);

export const listOpenCreates = () => [...openCreates.values()];

/** The result of the create is known: these jobs, or none. */
export function closeCreate(reference: string | undefined, ids: readonly GenerationId[]): void {
	if (reference !== undefined) openCreates.delete(reference);
	for (const { raw } of ids) knownIds.add(raw);
	for (const id of knownIds) {
		if (knownIds.size <= MAX_KNOWN_IDS) break;
		knownIds.delete(id);
	}
}

/** Whether the job belongs to a create whose response this process has received. */
export const isKnownId = (id: string) => knownIds.has(id);
