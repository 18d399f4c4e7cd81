import { accountsAnswer, schedulerAnswer } from '../api/answers';
import type { PixVerseApi } from '../api/client';
import type { Family } from '../api/families';
import type { GenerationId } from '../api/ids';
import { parseId } from '../api/ids';
import { listAll } from '../api/paging';
import { idOf } from '../api/scheduler';
import { succeeded } from '../api/reply';
import type { Clock } from '../api/clock';

/** Milliseconds before each look; half a minute in all. */
const LOOKS = [500, 1500, 3000, 5000, 8000, 12_000];
/** A job made a moment ago is among the newest. */
const NEWEST = 40;

/** What to look for. */
export interface Lost {
	/** The create's own reference. */
	reference: string;
	family: Family;
	account?: string;
	/** How many jobs the create was to make. */
	count: number;
}

/**
 * Looks for the jobs of a create whose answer was lost, by its reference: in the scheduler, which shows every job that
 * is running, then in the lists.
 * @returns those found within half a minute, in the order they were made; others may exist all the same
 */
export async function findByReference(
	api: PixVerseApi,
	clock: Clock,
	lost: Lost,
): Promise<GenerationId[]> {
	const found = new Map<string, GenerationId>();
	for (const pause of LOOKS) {
		await clock.sleep(pause);
		for (const look of [inScheduler, inLists]) {
			for (const id of await look(api, lost)) found.set(id.raw, id);
			if (found.size >= lost.count) return inOrder(found);
		}
	}
	return inOrder(found);
}

function inOrder(found: Map<string, GenerationId>): GenerationId[] {
	return [...found.values()].sort((a, b) => Number(a.number) - Number(b.number));
}

async function inScheduler(api: PixVerseApi, { reference }: Lost): Promise<GenerationId[]> {
	const reply = await api.send({ method: 'GET', path: 'scheduler/' });
	if (!succeeded(reply)) return [];
	const read = schedulerAnswer.safeParse(reply.body);
	const rows = read.success ? read.data.filter((job) => job.replyRef === reference) : [];
	return rows.flatMap((row) => parseId(idOf(row)) ?? []);
}

async function inLists(
	api: PixVerseApi,
	{ reference, family, account }: Lost,
): Promise<GenerationId[]> {
	try {
		for (const email of account ? [account] : await accountsOf(api)) {
			const rows = await listAll(
				api,
				family,
				{ account: email, limit: NEWEST },
				{ task: 'look for the job' },
			);
			const ids = rows
				.filter((row) => row.replyRef === reference)
				.flatMap((row) => parseId(String(row[family.idField])) ?? []);
			if (ids.length > 0) return ids;
		}
	} catch {
		// A list that cannot be read now may be readable at the next look.
	}
	return [];
}

async function accountsOf(api: PixVerseApi): Promise<string[]> {
	const reply = await api.send({ method: 'GET', path: 'accounts' });
	if (!succeeded(reply)) return [];
	const read = accountsAnswer.safeParse(reply.body);
	return read.success ? Object.keys(read.data) : [];
}
