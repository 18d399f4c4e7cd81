import type { GenerationType } from '../shared/api/generationTypes';

/** One generation as a list shows it, with what is decided by. */
export interface GenerationRow<Seen = unknown> {
	kind: GenerationType;
	/** The account whose list shows it. */
	account: string;
	/** Digits at the end of the ID. */
	number: string;
	/** Epoch ms, clock of the API; undefined when it does not say. */
	created?: number;
	phase: 'running' | 'completed' | 'moderated' | 'failed';
	model: string;
	prompt: string;
	/** Whether this n8n made it; undefined when the API does not say. */
	own?: boolean;
	/** The whole of it. */
	seen: Seen;
}

/** One list: the generations of one kind of one account. */
export interface ListSnapshot<Seen = unknown> {
	kind: GenerationType;
	account: string;
	/** From the newest on, without a gap. */
	rows: Array<GenerationRow<Seen>>;
	/** True when the rows are all there are. */
	whole: boolean;
	/** Others that were asked for one by one. */
	singles: Array<GenerationRow<Seen>>;
	/** Numbers of those that were asked for and do not exist any more. */
	gone: string[];
}

/** A row whose place in time is known. */
export type TimedRow<R extends GenerationRow = GenerationRow> = R & { created: number };

export type TimedSnapshot<Seen> = Omit<ListSnapshot<Seen>, 'rows'> & {
	rows: Array<TimedRow<GenerationRow<Seen>>>;
};

/** Gives rows without a creation time that of their neighbour: lists are in order of creation. */
export function fillTimes<R extends GenerationRow>(rows: R[]): Array<TimedRow<R>> {
	let time = rows.find(({ created }) => created !== undefined)?.created ?? 0;
	return rows.map((row) => ({ ...row, created: (time = row.created ?? time) }));
}
