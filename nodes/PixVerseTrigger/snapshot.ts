import type { GenerationType } from '../shared/api/generationTypes';

export interface GenerationRow<Seen = unknown> {
	kind: GenerationType;
	account: string;
	/** The number at the end of the ID. */
	number: string;
	/** Epoch milliseconds by the clock of the API, if it is known. */
	created?: number;
	phase: 'running' | 'completed' | 'moderated' | 'failed';
	model: string;
	prompt: string;
	/** Whether this n8n instance created it; undefined if unknown. */
	own?: boolean;
	/** The full row of the API. */
	apiRow: Seen;
}

/** The generations of one type and one account. */
export interface ListSnapshot<Seen = unknown> {
	kind: GenerationType;
	account: string;
	/** Newest first, without gaps. */
	rows: Array<GenerationRow<Seen>>;
	/** True if the rows are complete. */
	isComplete: boolean;
	/** Rows that were read separately. */
	extraRows: Array<GenerationRow<Seen>>;
	/** Numbers of generations that no longer exist. */
	deleted: string[];
}

/** A row with a creation time. */
export type TimedRow<R extends GenerationRow = GenerationRow> = R & { created: number };

export type TimedSnapshot<Seen> = Omit<ListSnapshot<Seen>, 'rows'> & {
	rows: Array<TimedRow<GenerationRow<Seen>>>;
};

/** Gives rows without a creation time that of their neighbor: lists are in order of creation. */
export function fillTimes<R extends GenerationRow>(rows: R[]): Array<TimedRow<R>> {
	let time = rows.find(({ created }) => created !== undefined)?.created ?? 0;
	return rows.map((row) => ({ ...row, created: (time = row.created ?? time) }));
}
