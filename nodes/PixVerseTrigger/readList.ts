import { NodeApiError } from 'n8n-workflow';
import type { PixVerseApi } from '../shared/api/client';
import type { Family, Kind } from '../shared/api/generationTypes';
import { families } from '../shared/api/generationTypes';
import { generationObject } from '../shared/api/responseSchemas';
import { listAll } from '../shared/api/paging';
import { passes, succeeded } from '../shared/api/requestResult';
import type { Needs } from './readDepth';
import type { Reading } from './snapshot';
import { placed } from './snapshot';
import { expanded } from './triggerState';
import type { Seen } from './rows';
import { rowOf } from './rows';

/** Rows that two pages share, so that nothing slips between them when rows above are deleted meanwhile. */
const OVERLAP = 5;

/** The list could not be read to the end: time is up, or it changed too much while being read. */
export class Unread extends Error {}

/** What reading one list takes. */
export interface Order {
	kind: Kind;
	account: string;
	needs: Needs;
	isOwn: (reference: string) => boolean;
	/** Epoch ms at which reading has to stop. */
	deadline: number;
}

/**
 * Reads one list, as few pages of it as its memory needs, and asks for stragglers one by one.
 * @throws NodeApiError when the API refuses, Unread when there is no gapless answer
 */
export async function read(api: PixVerseApi, order: Order): Promise<Reading<Seen['seen']>> {
	const family = families[order.kind];
	const rows: Seen[] = [];
	const shown = new Set<string>();
	const all = new Set<unknown>();
	let before: unknown[] = [];
	let prefix = '';
	let met = false;
	await listAll(
		api,
		family,
		{
			account: order.account,
			overlap: OVERLAP,
			enough: (page) => {
				const ids = page.map((row) => row[family.idField]);
				if (!follows(all, before, ids)) throw new Unread('The list changed while it was read');
				before = ids;
				for (const id of ids) all.add(id);
				for (const seen of page) {
					const row = rowOf(family, order.account, seen, order.isOwn);
					if (!row || shown.has(row.number)) continue;
					shown.add(row.number);
					rows.push(row);
					prefix = String(seen[family.idField]).slice(0, -row.number.length);
				}
				met = order.needs.met(placed(rows));
				if (!met && Date.now() > order.deadline) throw new Unread('There was no time to read on');
				return met;
			},
		},
		{ task: `list the ${family.path}` },
	);
	const { kind, account } = order;
	const reading: Reading<Seen['seen']> = {
		kind,
		account,
		rows,
		whole: !met,
		singles: [],
		gone: [],
	};
	if (met) {
		for (const short of order.needs.beyond(rows))
			await readOne(api, order, family, `${prefix}${expanded(short)}`, reading);
	}
	return reading;
}

/**
 * True when nothing can be missing before this page, and it does not merely look like the end of the list because many
 * rows were added above.
 * @param all IDs of all pages before
 * @param before IDs of the page before
 */
function follows(all: Set<unknown>, before: unknown[], ids: unknown[]): boolean {
	if (before.length === 0) return true;
	const known = ids.filter((id) => all.has(id)).length;
	const overlaps = before.slice(-OVERLAP).some((id) => ids.includes(id));
	// The very same page: the offset is not heeded. (Or a whole page was added above between two requests, which no
	// account can make; on a small page that may be chance.)
	const same = ids.join() === before.join() && known > 2 * OVERLAP;
	return overlaps && (known < ids.length || known <= OVERLAP || same);
}

/** 404 says of a video that it is being made or gone, of anything else that it is gone. */
async function readOne(
	api: PixVerseApi,
	order: Order,
	family: Family,
	id: string,
	reading: Reading<Seen['seen']>,
): Promise<void> {
	const reply = await api.read({ path: `${family.path}/${id}` });
	if (succeeded(reply)) {
		const seen = generationObject.safeParse(reply.body);
		const row = seen.success && rowOf(family, order.account, seen.data, order.isOwn);
		if (row) reading.singles.push(row);
	} else if (reply.kind === 'answer' && reply.status === 404 && !family.hiddenWhileRunning) {
		reading.gone.push(id.slice(id.lastIndexOf(':') + 1));
	}
}

/** True when a later poll can bring what this one could not. */
export function isPassing(thrown: unknown): boolean {
	if (thrown instanceof Unread) return true;
	if (!(thrown instanceof NodeApiError)) return false;
	// Without a status there was no answer, or none that could be read.
	if (thrown.httpCode === null) return true;
	const status = Number(thrown.httpCode);
	return passes({ kind: 'answer', status, ok: false, headers: {}, body: '' });
}
