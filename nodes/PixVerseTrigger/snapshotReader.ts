import type { IPollFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { listAccounts } from '../shared/api/accounts';
import type { PixVerseApi } from '../shared/api/client';
import type { Kind } from '../shared/api/generationTypes';
import { families } from '../shared/api/generationTypes';
import { parseId } from '../shared/api/generationId';
import { listAll } from '../shared/api/paging';
import { idOf, runningJobs } from '../shared/api/scheduler';
import { Gate } from '../shared/jobs/semaphore';
import { markOf } from '../shared/jobs/submit/jobReference';
import { needs } from './readDepth';
import type { Reading } from './snapshot';
import type { Memory } from './triggerState';
import { ownKey, sourceKey } from './triggerState';
import type { Listing, Wanted } from './selectNewRows';
import { isPassing, read as readList } from './readList';
import type { Seen } from './rows';
import { rowOf } from './rows';

/** Lists read at once. */
const AT_ONCE = 3;
/** Accounts come and go rarely. */
const ACCOUNTS_STAY = 15 * 60_000;

/** Reads what the API lists now. */
export class Watching {
	private readonly gate = new Gate(AT_ONCE);

	/** @param deadline epoch ms at which reading has to stop */
	constructor(
		private readonly context: IPollFunctions,
		private readonly api: PixVerseApi,
		private readonly deadline: number,
	) {}

	/**
	 * Reads every list that is watched. One that cannot be read now is left out, the others go on.
	 * @returns undefined when nothing could be read now and a later poll may do better
	 * @throws NodeApiError when the API refuses everything for good, or the token
	 */
	async listing(
		memory: Memory | undefined,
		wanted: Wanted,
		now: number,
	): Promise<Listing<Seen['seen']> | undefined> {
		const attempt = await attempted(async () => await this.read(memory, wanted, now));
		if ('value' in attempt) return attempt.value;
		if (isPassing(attempt.failure)) return undefined;
		throw attempt.failure;
	}

	private async read(memory: Memory | undefined, wanted: Wanted, now: number) {
		const known = memory?.accounts;
		const fresh = known && now - known.at < ACCOUNTS_STAY && now >= known.at;
		const accounts = wanted.accounts || fresh ? undefined : await this.accounts(known?.emails);
		const watched = wanted.accounts ?? accounts ?? known?.emails ?? [];
		// Before the lists: what finishes between the two was running when it was asked who made it.
		const own = wanted.criteria.own ? await this.own() : undefined;
		const readings = await this.readings(memory, wanted, watched, now);
		return readings && { readings, accounts, own };
	}

	/**
	 * Reads the first page of every list, for a sample.
	 * @throws NodeApiError when none can be read
	 */
	async newest({ criteria, accounts }: Wanted): Promise<Seen[]> {
		const rows: Seen[] = [];
		const failures: unknown[] = [];
		const isOwn = this.isOwn();
		const from = accounts ?? (await this.accounts(undefined)) ?? [];
		for (const { kind, account } of pairs(from, criteria.kinds)) {
			try {
				const page = await listAll(
					this.api,
					families[kind],
					{ account, enough: () => true },
					{ task: `list the ${families[kind].path}` },
				);
				for (const seen of page)
					rows.push(...[rowOf(families[kind], account, seen, isOwn) ?? []].flat());
			} catch (thrown) {
				failures.push(thrown);
			}
		}
		if (rows.length === 0 && failures.length > 0) throw failures[0];
		return rows;
	}

	private async readings(
		memory: Memory | undefined,
		{ criteria, accounts: named }: Wanted,
		accounts: string[],
		now: number,
	): Promise<Array<Reading<Seen['seen']>> | undefined> {
		const sources = turned(pairs(accounts, criteria.kinds), now);
		const isOwn = this.isOwn();
		const readings: Array<Reading<Seen['seen']>> = [];
		const failures: unknown[] = [];
		let busy = false;
		const readOne = async ({ kind, account }: { kind: Kind; account: string }) => {
			if (busy || Date.now() > this.deadline) return;
			const key = sourceKey(kind, account);
			const since = memory?.asked[named ? key : kind] ?? now;
			const order = { kind, account, needs: needs(memory?.sources[key], since, now) };
			try {
				readings.push(await readList(this.api, { ...order, isOwn, deadline: this.deadline }));
			} catch (thrown) {
				failures.push(thrown);
				// One who is asked to slow down does not ask on.
				busy ||= thrown instanceof NodeApiError && thrown.httpCode === '429';
			}
		};
		await Promise.all(
			sources.map(async (source) => await this.gate.pass(async () => await readOne(source))),
		);
		const refusal = failures.find(isFatal) ?? failures.find((failure) => !isPassing(failure));
		if (isFatal(refusal) || (readings.length === 0 && refusal && failures.every(isFinal)))
			throw refusal;
		for (const failure of failures) {
			const told = `PixVerse Trigger left out a list: ${String(failure)}`;
			if (isPassing(failure)) this.context.logger.debug(told);
			else this.context.logger.warn(told);
		}
		return readings.length > 0 ? readings : undefined;
	}

	/** The configured accounts; those known before when they cannot be read now. */
	private async accounts(before: string[] | undefined): Promise<string[] | undefined> {
		const attempt = await attempted(async () => await listAccounts(this.api));
		if ('failure' in attempt) {
			if (before && isPassing(attempt.failure)) return undefined;
			throw attempt.failure;
		}
		const emails = attempt.value.map(({ email }) => email);
		if (emails.length > 0 || before) return emails;
		throw new NodeOperationError(
			this.context.getNode(),
			'There is no PixVerse account at useapi.net to watch',
			{
				description: 'Add one with the PixVerse node (Account: Create or Update), then try again.',
			},
		);
	}

	/** The running generations that this n8n made. */
	private async own(): Promise<string[]> {
		const isOwn = this.isOwn();
		const jobs = await runningJobs(this.api);
		return jobs.flatMap((job) => {
			const id = parseId(idOf(job));
			return id && typeof job.replyRef === 'string' && isOwn(job.replyRef)
				? [ownKey(id.kind, id.number)]
				: [];
		});
	}

	private isOwn(): (reference: string) => boolean {
		const mark = new RegExp(`(^|\\s)${markOf(this.context)}[0-9a-f]{8}-`);
		return (reference) => mark.test(reference);
	}
}

/** What came of something that may fail. */
async function attempted<T>(task: () => Promise<T>): Promise<{ value: T } | { failure: Error }> {
	try {
		return { value: await task() };
	} catch (thrown) {
		return { failure: thrown instanceof Error ? thrown : new Error(String(thrown)) };
	}
}

/** The token or the subscription: nothing works without them. */
function isFatal(failure: unknown): failure is NodeApiError {
	return failure instanceof NodeApiError && ['401', '402'].includes(failure.httpCode ?? '');
}

function isFinal(failure: unknown): boolean {
	return !isPassing(failure);
}

function pairs(accounts: string[], kinds: Kind[]): Array<{ kind: Kind; account: string }> {
	return accounts.flatMap((account) => kinds.map((kind) => ({ kind, account })));
}

/** Starts somewhere else each minute, so that no list is always the one there was no time for. */
function turned<T>(all: T[], now: number): T[] {
	const first = all.length > 0 ? Math.floor(now / 60_000) % all.length : 0;
	return [...all.slice(first), ...all.slice(0, first)];
}
