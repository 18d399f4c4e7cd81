import { type IPollFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { listAccounts } from '../shared/api/accounts';
import type { PixVerseClient } from '../shared/api/client';
import { type GenerationType, generationTypes } from '../shared/api/generationTypes';
import { parseGenerationId } from '../shared/api/generationId';
import { listGenerations } from '../shared/api/generations';
import { listScheduledJobs } from '../shared/api/scheduler';
import { Semaphore } from '../shared/jobs/semaphore';
import { getInstancePrefix } from '../shared/jobs/submit/jobReference';
import { getReadDepth } from './readDepth';
import type { ListSnapshot } from './snapshot';
import { getOwnKey, getSourceKey, type TriggerState } from './triggerState';
import type { Snapshot, WatchConfig } from './selectNewRows';
import { isRetryableError, readList } from './readList';
import { toRow, type TriggerRow } from './rows';

/** Lists read at once. */
const MAX_PARALLEL_LISTS = 3;
/** Accounts come and go rarely. */
const ACCOUNTS_TTL_MS = 15 * 60_000;

/** Reads what the API lists now. */
export class SnapshotReader {
	private readonly gate = new Semaphore(MAX_PARALLEL_LISTS);

	/** @param deadline epoch ms at which reading has to stop */
	constructor(
		private readonly context: IPollFunctions,
		private readonly api: PixVerseClient,
		private readonly deadline: number,
	) {}

	/**
	 * Reads every list that is watched. One that cannot be read now is left out, the others go on.
	 * @returns undefined when nothing could be read now and a later poll may do better
	 * @throws NodeApiError when the API refuses everything for good, or the token
	 */
	async listing(
		memory: TriggerState | undefined,
		wanted: WatchConfig,
		now: number,
	): Promise<Snapshot<TriggerRow['seen']> | undefined> {
		const attempt = await tryAsync(async () => await this.read(memory, wanted, now));
		if ('value' in attempt) return attempt.value;
		if (isRetryableError(attempt.failure)) return undefined;
		throw attempt.failure;
	}

	private async read(memory: TriggerState | undefined, wanted: WatchConfig, now: number) {
		const known = memory?.accounts;
		const fresh = known && now - known.at < ACCOUNTS_TTL_MS && now >= known.at;
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
	async newest({ criteria, accounts }: WatchConfig): Promise<TriggerRow[]> {
		const rows: TriggerRow[] = [];
		const failures: unknown[] = [];
		const isOwn = this.isOwn();
		const from = accounts ?? (await this.accounts(undefined)) ?? [];
		for (const { kind, account } of combine(from, criteria.kinds)) {
			try {
				const page = await listGenerations(
					this.api,
					generationTypes[kind],
					{ account, shouldStop: () => true },
					{ verbPhrase: `list the ${generationTypes[kind].path}` },
				);
				for (const seen of page)
					rows.push(...[toRow(generationTypes[kind], account, seen, isOwn) ?? []].flat());
			} catch (thrown) {
				failures.push(thrown);
			}
		}
		if (rows.length === 0 && failures.length > 0) throw failures[0];
		return rows;
	}

	private async readings(
		memory: TriggerState | undefined,
		{ criteria, accounts: named }: WatchConfig,
		accounts: string[],
		now: number,
	): Promise<Array<ListSnapshot<TriggerRow['seen']>> | undefined> {
		const sources = rotate(combine(accounts, criteria.kinds), now);
		const isOwn = this.isOwn();
		const readings: Array<ListSnapshot<TriggerRow['seen']>> = [];
		const failures: unknown[] = [];
		let busy = false;
		const readOne = async ({ kind, account }: { kind: GenerationType; account: string }) => {
			if (busy || Date.now() > this.deadline) return;
			const key = getSourceKey(kind, account);
			const since = memory?.asked[named ? key : kind] ?? now;
			const order = { kind, account, needs: getReadDepth(memory?.sources[key], since, now) };
			try {
				readings.push(await readList(this.api, { ...order, isOwn, deadline: this.deadline }));
			} catch (thrown) {
				failures.push(thrown);
				// One who is asked to slow down does not ask on.
				busy ||= thrown instanceof NodeApiError && thrown.httpCode === '429';
			}
		};
		await Promise.all(
			sources.map(async (source) => await this.gate.run(async () => await readOne(source))),
		);
		const refusal =
			failures.find(isAuthError) ?? failures.find((failure) => !isRetryableError(failure));
		if (
			isAuthError(refusal) ||
			(readings.length === 0 && refusal && failures.every(isPermanentError))
		)
			throw refusal;
		for (const failure of failures) {
			const told = `PixVerse Trigger left out a list: ${String(failure)}`;
			if (isRetryableError(failure)) this.context.logger.debug(told);
			else this.context.logger.warn(told);
		}
		return readings.length > 0 ? readings : undefined;
	}

	/** The configured accounts; those known before when they cannot be read now. */
	private async accounts(before: string[] | undefined): Promise<string[] | undefined> {
		const attempt = await tryAsync(async () => await listAccounts(this.api));
		if ('failure' in attempt) {
			if (before && isRetryableError(attempt.failure)) return undefined;
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
		const jobs = await listScheduledJobs(this.api);
		return jobs.flatMap((job) => {
			const id = parseGenerationId(String(job.id));
			return id && typeof job.replyRef === 'string' && isOwn(job.replyRef)
				? [getOwnKey(id.kind, id.number)]
				: [];
		});
	}

	private isOwn(): (reference: string) => boolean {
		const mark = new RegExp(`(^|\\s)${getInstancePrefix(this.context)}[0-9a-f]{8}-`);
		return (reference) => mark.test(reference);
	}
}

/** What came of something that may fail. */
async function tryAsync<T>(task: () => Promise<T>): Promise<{ value: T } | { failure: Error }> {
	try {
		return { value: await task() };
	} catch (thrown) {
		return { failure: thrown instanceof Error ? thrown : new Error(String(thrown)) };
	}
}

/** The token or the subscription: nothing works without them. */
function isAuthError(failure: unknown): failure is NodeApiError {
	return failure instanceof NodeApiError && ['401', '402'].includes(failure.httpCode ?? '');
}

function isPermanentError(failure: unknown): boolean {
	return !isRetryableError(failure);
}

function combine(
	accounts: string[],
	kinds: GenerationType[],
): Array<{ kind: GenerationType; account: string }> {
	return accounts.flatMap((account) => kinds.map((kind) => ({ kind, account })));
}

/** Starts somewhere else each minute, so that no list is always the one there was no time for. */
function rotate<T>(all: T[], now: number): T[] {
	const first = all.length > 0 ? Math.floor(now / 60_000) % all.length : 0;
	return [...all.slice(first), ...all.slice(0, first)];
}
