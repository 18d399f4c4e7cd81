import type { GenerationObject } from '../shared/api/responseSchemas';
import type { Family } from '../shared/api/generationTypes';
import { parseId } from '../shared/api/generationId';
import { stateOf } from '../shared/jobs/jobStatus';
import type { Row } from './snapshot';

/** A generation as the trigger handles it. */
export type Seen = Row<GenerationObject>;

/**
 * Reads a row of a list.
 * @param account the account that was asked
 * @param isOwn tells by its `replyRef` whether this n8n made something
 * @returns undefined for what is no generation of this family: the music list shows speech as well
 */
export function rowOf(
	family: Family,
	account: string,
	seen: GenerationObject,
	isOwn: (reference: string) => boolean,
): Seen | undefined {
	const id = parseId(textOf(seen[family.idField]));
	if (id?.kind !== family.kind || (family.kind === 'music' && seen.create_mode === 'voice'))
		return undefined;
	const created = Date.parse(textOf(seen.created_at));
	return {
		kind: family.kind,
		account,
		number: id.number,
		created: Number.isNaN(created) ? undefined : created,
		phase: stateOf(family, seen).phase,
		model: textOf(seen.model),
		prompt: textOf(seen.prompt),
		own: seen.replyRef ? isOwn(seen.replyRef) : undefined,
		seen,
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
