import { getWallTime } from '../shared/api/clock';
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

const MAX_PARALLEL_LISTS = 3;
const ACCOUNTS_TTL_MS = 15 * 60_000;

export class SnapshotReader {
	private readonly semaphore = new Semaphore(MAX_PARALLEL_LISTS);

	/** @param deadline epoch milliseconds at which reading must stop */
	constructor(
		private readonly context: IPollFunctions,
		private readonly api: PixVerseClient,
		private readonly deadline: number,
	) {}

	/**
	 * Reads all watched lists. Lists that can't be read now are left out.
	 * @returns undefined if nothing could be read and a later poll may succeed
	 * @throws NodeApiError if the token is rejected, or if all lists fail permanently
	 */
	async readSnapshot(
		state: TriggerState | undefined,
		config: WatchConfig,
		now: number,
	): Promise<Snapshot<TriggerRow['apiRow']> | undefined> {
		const attempt = await tryAsync(async () => await this.read(state, config, now));
		if ('value' in attempt) return attempt.value;
		if (isRetryableError(attempt.failure)) return undefined;
		throw attempt.failure;
	}

	private async read(state: TriggerState | undefined, config: WatchConfig, now: number) {
		const known = state?.accounts;
		const fresh = known && now - known.at < ACCOUNTS_TTL_MS && now >= known.at;
		const accounts = config.accounts || fresh ? undefined : await this.accounts(known?.emails);
		const watched = config.accounts ?? accounts ?? known?.emails ?? [];
		// Before the lists: a generation that finishes in between is still in the scheduler with its origin.
		const own = config.criteria.own ? await this.own() : undefined;
		const lists = await this.readLists(state, config, watched, now);
		return lists && { lists, accounts, own };
	}

	/**
	 * Reads the first page of every list, for a test event.
	 * @throws NodeApiError if none can be read
	 */
	async readNewest({ criteria, accounts }: WatchConfig): Promise<TriggerRow[]> {
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

	private async readLists(
		state: TriggerState | undefined,
		{ criteria, accounts: named }: WatchConfig,
		accounts: string[],
		now: number,
	): Promise<Array<ListSnapshot<TriggerRow['apiRow']>> | undefined> {
		const sources = rotate(combine(accounts, criteria.kinds), now);
		const isOwn = this.isOwn();
		const snapshots: Array<ListSnapshot<TriggerRow['apiRow']>> = [];
		const failures: unknown[] = [];
		let busy = false;
		const readOne = async ({ kind, account }: { kind: GenerationType; account: string }) => {
			if (busy || getWallTime() > this.deadline) return;
			const key = getSourceKey(kind, account);
			const since = state?.asked[named ? key : kind] ?? now;
			const options = { kind, account, depth: getReadDepth(state?.sources[key], since, now) };
			try {
				snapshots.push(await readList(this.api, { ...options, isOwn, deadline: this.deadline }));
			} catch (thrown) {
				failures.push(thrown);
				// After a 429, no more lists are read.
				busy ||= thrown instanceof NodeApiError && thrown.httpCode === '429';
			}
		};
		await Promise.all(
			sources.map(async (source) => await this.semaphore.run(async () => await readOne(source))),
		);
		const fatalError =
			failures.find(isAuthError) ?? failures.find((failure) => !isRetryableError(failure));
		if (
			isAuthError(fatalError) ||
			(snapshots.length === 0 && fatalError && failures.every(isPermanentError))
		)
			throw fatalError;
		for (const failure of failures) {
			const message = `PixVerse Trigger skipped a list: ${String(failure)}`;
			if (isRetryableError(failure)) this.context.logger.debug(message);
			else this.context.logger.warn(message);
		}
		return snapshots.length > 0 ? snapshots : undefined;
	}

	/** @returns undefined if they can't be read now and were known before */
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

	/** Running generations of this n8n instance. */
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
		const pattern = new RegExp(`(^|\\s)${getInstancePrefix(this.context)}[0-9a-f]{8}-`);
		return (reference) => pattern.test(reference);
	}
}

async function tryAsync<T>(task: () => Promise<T>): Promise<{ value: T } | { failure: Error }> {
	try {
		return { value: await task() };
	} catch (thrown) {
		return { failure: thrown instanceof Error ? thrown : new Error(String(thrown)) };
	}
}

/** The token or the subscription is invalid, so no request works. */
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

/** Starts with another list each minute, so that there isn't always no time for the same one. */
function rotate<T>(all: T[], now: number): T[] {
	const first = all.length > 0 ? Math.floor(now / 60_000) % all.length : 0;
	return [...all.slice(first), ...all.slice(0, first)];
}
