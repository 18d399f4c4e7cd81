import type { GenerationRow } from './snapshot';
import { getOwnKey, type TriggerFilters } from './triggerState';

/**
 * @param own generations of this n8n instance, in addition to those whose rows say so
 */
export function matchesFilters(
	row: GenerationRow,
	criteria: TriggerFilters,
	own: ReadonlySet<string>,
): boolean {
	const { kinds, outcome, models, prompt } = criteria;
	if (row.phase === 'running' || !kinds.includes(row.kind)) return false;
	if (outcome !== 'both' && (row.phase === 'completed') !== (outcome === 'completed')) return false;
	if (models.length > 0 && !models.includes(row.model.toLowerCase())) return false;
	if (!row.prompt.toLowerCase().includes(prompt)) return false;
	return !criteria.own || (row.own ?? own.has(getOwnKey(row.kind, row.number)));
}
