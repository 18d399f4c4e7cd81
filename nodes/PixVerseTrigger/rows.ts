import { type ApiGeneration, toText } from '../shared/api/responseSchemas';
import type { GenerationType, GenerationTypeConfig } from '../shared/api/generationTypes';
import { parseGenerationId } from '../shared/api/generationId';
import { type JobStatus, parseStatus } from '../shared/jobs/jobStatus';
import { encodeId } from './triggerState';

export interface TriggerRow {
	kind: GenerationType;
	account: string;
	/** The number at the end of the ID. */
	number: string;
	/** Epoch milliseconds by the clock of the API, if it is known. */
	created?: number;
	phase: JobStatus['phase'];
	/** Whether this n8n instance created it; undefined if unknown. */
	own?: boolean;
	apiRow: ApiGeneration;
}

export type TimedRow = TriggerRow & { created: number };

/** The generations of one type and one account. */
export interface ListSnapshot<Row = TriggerRow> extends Pick<TriggerRow, 'kind' | 'account'> {
	/** Newest first, without gaps. */
	rows: Row[];
	/** True if the rows are complete. */
	isComplete: boolean;
	/** Rows that were read separately. */
	extraRows: TriggerRow[];
	/** Keys of generations that no longer exist, see `getKey`. */
	deleted: string[];
}

/** How the state identifies a row. */
export const getKey = ({ number }: TriggerRow) => encodeId(number);

/**
 * Reads a row of a list.
 * @param isOwn whether a `replyRef` is from this n8n instance
 * @returns undefined for other generation types: the music list contains speech, too
 */
export function toRow(
	generationType: GenerationTypeConfig,
	account: string,
	apiRow: ApiGeneration,
	isOwn: (reference: string) => boolean,
): TriggerRow | undefined {
	const { kind, idKind, idField } = generationType;
	const id = parseGenerationId(toText(apiRow[idField]));
	if (id?.kind !== idKind || (kind === 'music' && apiRow.create_mode === 'voice')) return undefined;
	const created = Date.parse(apiRow.created_at ?? '');
	return {
		kind,
		account,
		number: id.number,
		created: Number.isNaN(created) ? undefined : created,
		phase: parseStatus(generationType, apiRow).phase,
		own: apiRow.replyRef ? isOwn(apiRow.replyRef) : undefined,
		apiRow,
	};
}

/** Gives rows without a creation time that of their neighbor: lists are in order of creation. */
export function fillTimes(rows: TriggerRow[]): TimedRow[] {
	let time = rows.find(({ created }) => created !== undefined)?.created ?? 0;
	return rows.map((row) => ({ ...row, created: (time = row.created ?? time) }));
}
