import { listWorkingAccounts } from '../../api/accounts';
import type { PixVerseClient } from '../../api/client';
import type { Clock } from '../../api/clock';
import { compareIds, type GenerationId, parseGenerationId } from '../../api/generationId';
import { type GenerationTypeConfig, generationTypes } from '../../api/generationTypes';
import { listGenerations } from '../../api/generations';
import type { ApiGeneration } from '../../api/responseSchemas';
import { listScheduledJobs } from '../../api/scheduler';
import type { UnownedJob } from './matchJobs';
import { isKnownId } from './openCreates';
import { SECOND } from '../../time';

interface LookupOptions {
	/** Rows of a list that are searched, newest first. */
	maxRows: number;
	/** How long a response serves all lookups. */
	cacheTtlMs: number;
	/** Don't repeat failed reads: the caller searches again anyway. */
	noRetry: boolean;
}

/** Where and for how many jobs to search. Without `lists`, only the scheduler is searched. */
interface LookupTarget {
	count: number;
	/** `since`: clock time of the oldest rows that matter. */
	lists?: { generationType: GenerationTypeConfig; account?: string; since?: number };
	/** The read survives the cancel of the execution for a moment. */
	detached?: boolean;
}

interface LookupResult {
	/** In the order in which they were created. */
	ids: GenerationId[];
	/** Jobs in the lists that no known create owns. */
	unownedJobs: UnownedJob[];
	/** Clock time of the oldest read that the result contains; -Infinity if something has never been read completely. */
	oldestReadAt: number;
	/** Why a read failed. The result then contains what earlier reads returned. */
	error?: unknown;
}

interface CacheEntry {
	readAt: number;
	/** Clock time of the oldest rows that were read. */
	since: number;
	response: Promise<unknown>;
}

/** Rows of a list may be out of order by so much. */
const MAX_DISORDER_MS = 30 * SECOND;

/**
 * Finds jobs by the reference of their create: first in the scheduler, which lists every running job, then in the lists.
 * Whether the API shows the references of finished jobs is unknown, so these are only found if it does.
 */
export class JobLookup {
	private readonly cache = new Map<string, CacheEntry>();
	/** The last complete read of each key: the next one may fail. */
	private readonly lastReads = new Map<string, CacheEntry>();
	/** All rows that were read, by list and ID, also of a list whose next page failed. */
	private readonly rows = new Map<string, Map<string, ApiGeneration>>();
	/** References by ID of all jobs that the scheduler has ever shown: a short job may have ended since. */
	private readonly references = new Map<string, unknown>();

	constructor(
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
		private readonly options: LookupOptions,
	) {}

	/** Never throws: an error of the API is in the result. */
	async findByReference(
		isMatch: (reference: string, row?: ApiGeneration) => boolean,
		{ count, lists, detached = false }: LookupTarget,
	): Promise<LookupResult> {
		const found = new Map<string, GenerationId>();
		const result: LookupResult = { ids: [], unownedJobs: [], oldestReadAt: Infinity };
		const add = (id: unknown, reference: unknown, row?: ApiGeneration) => {
			if (typeof id !== 'string' || typeof reference !== 'string') return;
			const parsed = isMatch(reference, row) ? parseGenerationId(id) : undefined;
			if (parsed) found.set(parsed.raw, parsed);
		};
		const read = async <T>(key: string, task: () => Promise<T>, since = Infinity) => {
			try {
				await this.cached(key, task, since);
			} catch (error) {
				result.error ??= error;
			}
			const last = this.lastReads.get(key);
			const readAt = last && last.since <= since ? last.readAt : -Infinity;
			result.oldestReadAt = Math.min(result.oldestReadAt, readAt);
			return (await last?.response) as T | undefined;
		};
		const { noRetry } = this.options;
		await read(`scheduler ${detached}`, async () => {
			for (const { id, replyRef } of await listScheduledJobs(this.api, { noRetry, detached }))
				this.references.set(String(id), replyRef);
		});
		for (const [id, reference] of this.references) add(id, reference);
		if (lists && found.size < count) {
			const { generationType, since } = lists;
			const readOne = async (type: GenerationTypeConfig, account: string) => {
				const key = `${type.kind} ${account}`;
				const rows = this.rows.get(key) ?? new Map<string, ApiGeneration>();
				this.rows.set(key, rows);
				await read(key, async () => await this.readList(type, account, rows, since), since);
				for (const [id, row] of rows) {
					add(id, row.replyRef, row);
					if (row.replyRef || this.references.has(id) || isKnownId(id)) continue;
					const time = this.api.toClockTime(row.created_at);
					if (time && type === generationType) result.unownedJobs.push({ row, ...time });
				}
			};
			const types = [generationType];
			// The list of videos may have music videos, too, and with more fields.
			if (generationType.hasPartialRows) types.push(generationTypes[generationType.idKind]);
			const accounts = lists.account
				? [lists.account]
				: await read('accounts', async () => await listWorkingAccounts(this.api));
			await Promise.all(
				(accounts ?? []).flatMap((account) =>
					types.map(async (type) => await readOne(type, account)),
				),
			);
		}
		result.ids = [...found.values()].sort(compareIds);
		return result;
	}

	/** Adds the rows of each page as soon as it is read. */
	private async readList(
		generationType: GenerationTypeConfig,
		account: string,
		rows: Map<string, ApiGeneration>,
		since?: number,
	): Promise<void> {
		const isDeepEnough = (page: ApiGeneration[]) => {
			for (const row of page) {
				const id = row[generationType.idField];
				if (typeof id === 'string') rows.set(id, row);
			}
			// A page without any reference is from an API that doesn't show them in lists.
			if (since === undefined) return page.every(({ replyRef }) => !replyRef);
			const last = this.api.toClockTime(page.at(-1)?.created_at);
			return last !== undefined && last.createdAt < since - last.uncertainty - MAX_DISORDER_MS;
		};
		await listGenerations(this.api, generationType, {
			verbPhrase: 'find the job',
			limit: this.options.maxRows,
			account,
			shouldStop: isDeepEnough,
		});
	}

	/** @param since a response that goes back less far isn't used */
	private async cached(key: string, read: () => Promise<unknown>, since: number): Promise<void> {
		const now = this.clock.now();
		let entry = this.cache.get(key);
		if (!entry || now - entry.readAt > this.options.cacheTtlMs || since < entry.since) {
			entry = { readAt: now, since, response: read() };
			this.cache.set(key, entry);
		}
		await entry.response;
		if (entry.readAt >= (this.lastReads.get(key)?.readAt ?? 0)) this.lastReads.set(key, entry);
	}
}
