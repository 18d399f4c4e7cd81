import { type IPollFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { listAccounts } from '../shared/api/accounts';
import type { PixVerseClient } from '../shared/api/client';
import { getWallTime } from '../shared/api/clock';
import { parseGenerationId } from '../shared/api/generationId';
import { listScheduledJobs } from '../shared/api/scheduler';
import { Semaphore } from '../shared/jobs/semaphore';
import { getInstancePrefix } from '../shared/jobs/submit/jobReference';
import { MINUTE } from '../shared/time';
import { ignoreRetryableError, isRetryableError, readList, type ReadListOptions } from './readList';
import type { ListSnapshot, TriggerRow } from './rows';
import type { Snapshot, WatchConfig } from './selectNewRows';
import { isDeepEnough } from './sourceState';
import { getOwnKey, getSourceKey, type TriggerState } from './triggerState';

const MAX_PARALLEL_LISTS = 3;
const ACCOUNTS_TTL_MS = 15 * MINUTE;

type Source = Pick<ReadListOptions, 'kind' | 'account'>;

export class SnapshotReader {
	private readonly semaphore = new Semaphore(MAX_PARALLEL_LISTS);
	/** Whether a `replyRef` is from this n8n instance. */
	private readonly isOwn: (reference: string) => boolean;

	/** @param deadline epoch milliseconds at which reading must stop */
	constructor(
		private readonly context: IPollFunctions,
		private readonly api: PixVerseClient,
		private readonly deadline: number,
	) {
		const pattern = new RegExp(`(^|\\s)${getInstancePrefix(context)}[0-9a-f]{8}-`);
		this.isOwn = (reference) => pattern.test(reference);
	}

	/**
	 * Reads all watched lists. Lists that can't be read now are left out.
	 * @returns undefined if nothing could be read and a later poll may succeed
	 * @throws NodeApiError if the accounts can't be read, the token is rejected, or all lists fail permanently
	 */
	async readSnapshot(
		state: TriggerState,
		config: WatchConfig,
		now: number,
	): Promise<Snapshot | undefined> {
		const known = state.accounts;
		const isFresh = known && now - known.at < ACCOUNTS_TTL_MS && now >= known.at;
		const accounts = config.accounts || isFresh ? undefined : await this.listEmails(known?.emails);
		const watched = config.accounts ?? accounts ?? known?.emails ?? [];
		// Before the lists: a generation that finishes in between is still in the scheduler with its origin.
		const own = config.filters.own ? await this.listOwnRunning() : undefined;
		const { lists, failures } = await this.readLists(watched, config, now, (source) => {
			const key = getSourceKey(source.kind, source.account);
			const stored = state.sources[key];
			const since = state.watchedSince[config.accounts ? key : source.kind] ?? now;
			return { source: stored, isDeepEnough: (rows) => isDeepEnough(rows, stored, since, now) };
		});
		// Without a valid token and subscription, no request works.
		const authError = failures.find((failure) => hasStatus(failure, '401', '402'));
		if (authError) throw authError;
		if (lists.length === 0 && failures.length > 0 && !failures.some(isRetryableError))
			throw failures[0];
		for (const failure of failures) {
			const level = isRetryableError(failure) ? 'debug' : 'warn';
			this.context.logger[level](`PixVerse Trigger skipped a list: ${String(failure)}`);
		}
		return lists.length > 0 ? { lists, accounts, own } : undefined;
	}

	/** Reads the first page of every list, for a test event. @throws NodeApiError if none can be read */
	async readNewest(config: WatchConfig): Promise<TriggerRow[]> {
		const watched = config.accounts ?? (await this.listEmails()) ?? [];
		const getDepth = () => ({ isDeepEnough: () => true });
		const { lists, failures } = await this.readLists(watched, config, 0, getDepth);
		const rows = lists.flatMap((list) => list.rows);
		if (rows.length === 0 && failures.length > 0) throw failures[0];
		return rows;
	}

	/** Leaves out lists for which there is no time, and all lists after a 429. */
	private async readLists(
		accounts: string[],
		{ filters }: WatchConfig,
		now: number,
		getDepth: (source: Source) => Pick<ReadListOptions, 'source' | 'isDeepEnough'>,
	): Promise<{ lists: ListSnapshot[]; failures: unknown[] }> {
		const lists: ListSnapshot[] = [];
		const failures: unknown[] = [];
		const { deadline, isOwn } = this;
		const readOne = async (source: Source) => {
			if (failures.some((failure) => hasStatus(failure, '429')) || getWallTime() > deadline) return;
			try {
				const options = { ...source, ...getDepth(source), isOwn, deadline };
				lists.push(await readList(this.api, options));
			} catch (thrown) {
				failures.push(thrown);
			}
		};
		const all = accounts.flatMap((account) => filters.kinds.map((kind) => ({ kind, account })));
		// Starts with another list each minute, so that a lack of time doesn't always affect the same list.
		const first = Math.floor(now / MINUTE) % all.length || 0;
		const rotated = [...all.slice(first), ...all.slice(0, first)];
		await Promise.all(
			rotated.map(async (source) => await this.semaphore.run(async () => await readOne(source))),
		);
		return { lists, failures };
	}

	/** @returns undefined if they can't be read now and were known before */
	private async listEmails(known?: string[]): Promise<string[] | undefined> {
		const reading = listAccounts(this.api);
		const accounts = await (known ? reading.catch(ignoreRetryableError) : reading);
		const emails = accounts?.map(({ email }) => email);
		if (known || emails?.length !== 0) return emails;
		const message = 'There is no PixVerse account at useapi.net to watch';
		throw new NodeOperationError(this.context.getNode(), message, {
			description: 'Add one with the PixVerse node (Account: Create or Update), then try again.',
		});
	}

	private async listOwnRunning(): Promise<string[]> {
		const jobs = await listScheduledJobs(this.api);
		return jobs.flatMap(({ id, replyRef }) => {
			const parsed = parseGenerationId(String(id));
			const isOwn = parsed && typeof replyRef === 'string' && this.isOwn(replyRef);
			return isOwn ? [getOwnKey(parsed.kind, parsed.number)] : [];
		});
	}
}

const hasStatus = (failure: unknown, ...statuses: string[]) =>
	failure instanceof NodeApiError && statuses.includes(String(failure.httpCode));
