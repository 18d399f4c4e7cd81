import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { clockOf } from '../shared/api/clock';
import type { PixVerseApi } from '../shared/api/client';
import { families } from '../shared/api/generationTypes';
import { parseId } from '../shared/api/generationId';
import { presentable } from '../shared/api/sanitizeText';
import { Collecting } from '../shared/jobs/output/itemBuilder';
import type { Job } from '../shared/jobs/types';
import { simplified, whole } from '../shared/jobs/output/generationJson';
import { stateOf } from '../shared/jobs/jobStatus';
import type { Seen } from './rows';

/** How generations are handed over. */
export interface Handover {
	simplify: boolean;
	/** Binary field for the file; undefined for no download. */
	downloadTo?: string;
}

/** A generation as the item that starts the workflow. */
export function itemOf(row: Seen, { simplify }: Handover, now: number): INodeExecutionData {
	const family = families[row.kind];
	const { seen } = row;
	if (!simplify) return { json: { kind: row.kind, ...whole(family, seen) } };
	const shown = simplified(family, seen);
	const { reason } = stateOf(family, seen);
	const json: IDataObject = {
		kind: row.kind,
		...pick(shown, ['id', 'status', 'url', 'credits', 'account', 'model', 'prompt', 'createdAt']),
		// Of videos the API does not say when they were finished: this is when the trigger saw it.
		finishedAt: typeof seen.updated_at === 'string' ? seen.updated_at : new Date(now).toISOString(),
	};
	if (row.phase !== 'completed') json.reason = reason ? presentable(reason) : null;
	return { json };
}

function pick(fields: IDataObject, names: string[]): IDataObject {
	return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

/** What became of a download. */
export type Fetched =
	| { kind: 'file'; item: INodeExecutionData }
	/** It cannot be had; the item says why. */
	| { kind: 'none'; item: INodeExecutionData }
	/** There was no time for it. */
	| { kind: 'late' };

/** Fetches the files of completed generations, until time is up. */
export class Files {
	private readonly collecting: Collecting;
	private readonly signal: AbortSignal;

	/** @param ms time for all of them */
	constructor(context: IPollFunctions, api: PixVerseApi, ms: number) {
		this.signal = AbortSignal.timeout(Math.max(0, Math.floor(ms)));
		const limited = {
			helpers: context.helpers,
			getNode: () => context.getNode(),
			getExecutionCancelSignal: () => this.signal,
		};
		this.collecting = new Collecting(limited, api, clockOf(limited));
	}

	async fetch(row: Seen, item: INodeExecutionData, downloadTo: string): Promise<Fetched> {
		const family = families[row.kind];
		const id = parseId(String(row.seen[family.idField]));
		if (!id || row.phase !== 'completed') return { kind: 'none', item };
		if (this.signal.aborted) return { kind: 'late' };
		const job: Job = {
			itemIndex: 0,
			family,
			id,
			delivery: { waitMode: 'poll', timeout: 0, onTimeout: 'fail', downloadTo, simplify: true },
			request: {},
			own: false,
			deadline: 0,
		};
		try {
			const { binary } = await this.collecting.itemFor({
				job,
				seen: row.seen,
				ending: 'completed',
			});
			return { kind: 'file', item: { ...item, binary } };
		} catch (thrown) {
			return this.signal.aborted ? { kind: 'late' } : { kind: 'none', item: without(item, thrown) };
		}
	}
}

/** The item of a generation whose file could not be had. Not called `error`: n8n would take the item for a failure. */
export function without(item: INodeExecutionData, thrown: unknown): INodeExecutionData {
	const told = thrown instanceof Error ? thrown.message.replace(/ \[item \d+\]$/, '') : '';
	return { ...item, json: { ...item.json, downloadProblem: presentable(told) || 'It failed' } };
}
