import type { ApiGeneration } from '../shared/api/responseSchemas';
import type { GenerationTypeConfig } from '../shared/api/generationTypes';
import { parseGenerationId } from '../shared/api/generationId';
import { parseStatus } from '../shared/jobs/jobStatus';
import type { GenerationRow } from './snapshot';

export type TriggerRow = GenerationRow<ApiGeneration>;

/**
 * Reads a row of a list.
 * @param account the account of the list
 * @param isOwn whether a `replyRef` is from this n8n instance
 * @returns undefined for other generation types: the music list contains speech, too
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
		apiRow: seen,
	};
}

function toText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
