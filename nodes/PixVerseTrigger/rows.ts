import type { ApiGeneration } from '../shared/api/responseSchemas';
import type { GenerationTypeConfig } from '../shared/api/generationTypes';
import { parseGenerationId } from '../shared/api/generationId';
import { parseStatus } from '../shared/jobs/jobStatus';
import type { GenerationRow } from './snapshot';

/** A generation as the trigger handles it. */
export type TriggerRow = GenerationRow<ApiGeneration>;

/**
 * Reads a row of a list.
 * @param account the account that was asked
 * @param isOwn tells by its `replyRef` whether this n8n made something
 * @returns undefined for what is no generation of this family: the music list shows speech as well
 */
export function toRow(
	generationType: GenerationTypeConfig,
	account: string,
	seen: ApiGeneration,
	isOwn: (reference: string) => boolean,
): TriggerRow | undefined {
	const id = parseGenerationId(toText(seen[generationType.idField]));
	if (
		id?.kind !== generationType.kind ||
		(generationType.kind === 'music' && seen.create_mode === 'voice')
	)
		return undefined;
	const created = Date.parse(toText(seen.created_at));
	return {
		kind: generationType.kind,
		account,
		number: id.number,
		created: Number.isNaN(created) ? undefined : created,
		phase: parseStatus(generationType, seen).phase,
		model: toText(seen.model),
		prompt: toText(seen.prompt),
		own: seen.replyRef ? isOwn(seen.replyRef) : undefined,
		seen,
	};
}

function toText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
