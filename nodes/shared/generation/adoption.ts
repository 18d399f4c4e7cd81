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

/**
 * Looks for the job of a create whose answer was lost, by its reference: in the scheduler, which shows every job that
 * is running, then in the lists.
 * @returns undefined when it was not found within half a minute; it may exist all the same
 */
export async function findByReference(
	api: PixVerseApi,
	clock: Clock,
	reference: string,
	family: Family,
	account?: string,
): Promise<GenerationId | undefined> {
	for (const pause of LOOKS) {
		await clock.sleep(pause);
		const found =
			(await inScheduler(api, reference)) ?? (await inLists(api, reference, family, account));
		if (found) return found;
	}
	return undefined;
}

async function inScheduler(api: PixVerseApi, reference: string): Promise<GenerationId | undefined> {
	const reply = await api.send({ method: 'GET', path: 'scheduler/' });
	if (!succeeded(reply)) return undefined;
	const read = schedulerAnswer.safeParse(reply.body);
	const row = read.success ? read.data.find((job) => job.replyRef === reference) : undefined;
	return row && parseId(idOf(row));
}

async function inLists(
	api: PixVerseApi,
	reference: string,
	family: Family,
	account: string | undefined,
): Promise<GenerationId | undefined> {
	try {
		for (const email of account ? [account] : await accountsOf(api)) {
			const rows = await listAll(
				api,
				family,
				{ account: email, limit: NEWEST },
				{ task: 'look for the job' },
			);
			const row = rows.find((candidate) => candidate.replyRef === reference);
			const id = row?.[family.idField];
			if (typeof id === 'string') return parseId(id);
		}
	} catch {
		// A list that cannot be read now may be readable at the next look.
	}
	return undefined;
}

async function accountsOf(api: PixVerseApi): Promise<string[]> {
	const reply = await api.send({ method: 'GET', path: 'accounts' });
	if (!succeeded(reply)) return [];
	const read = accountsAnswer.safeParse(reply.body);
	return read.success ? Object.keys(read.data) : [];
}
