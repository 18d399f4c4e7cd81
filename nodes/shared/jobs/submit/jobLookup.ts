import { listAccounts } from '../../api/accounts';
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
	/** Why the lookup is incomplete: the scheduler or a list couldn't be read. */
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
		{ count, lists, detached }: LookupTarget,
	): Promise<LookupResult> {
		const found = new Map<string, GenerationId>();
		const result: LookupResult = { ids: [], unownedJobs: [] };
		const add = (id: unknown, reference: unknown, row?: ApiGeneration) => {
			if (typeof id !== 'string' || typeof reference !== 'string') return;
			const parsed = isMatch(reference, row) ? parseGenerationId(id) : undefined;
			if (parsed) found.set(parsed.raw, parsed);
		};
		const read = async (task: () => Promise<void>) => {
			try {
				await task();
			} catch (error) {
				result.error ??= error;
			}
		};
		await read(async () => {
			for (const { id, replyRef } of await this.readScheduler(detached))
				this.references.set(String(id), replyRef);
		});
		for (const [id, reference] of this.references) add(id, reference);
		if (lists && found.size < count) {
			const { generationType, since } = lists;
			const readOne = async (type: GenerationTypeConfig, account: string) => {
				for (const row of await this.readList(type, account, since)) {
					add(row[type.idField], row.replyRef, row);
					const id = String(row[type.idField]);
					if (row.replyRef || this.references.has(id) || isKnownId(id)) continue;
					const time = this.api.toClockTime(row.created_at);
					if (time && type === generationType) result.unownedJobs.push({ row, ...time });
				}
			};
			const types = [generationType];
			// The list of videos may have music videos, too, and with more fields.
			if (generationType.hasPartialRows) types.push(generationTypes[generationType.idKind]);
			await read(async () => {
				const accounts = lists.account ? [lists.account] : await this.readAccounts();
				await Promise.all(
					accounts.flatMap((account) =>
						types.map(async (type) => await read(async () => await readOne(type, account))),
					),
				);
			});
		}
		result.ids = [...found.values()].sort(compareIds);
		return result;
	}

	private async readScheduler(detached = false) {
		const { noRetry } = this.options;
		return await this.cached(
			`scheduler ${detached}`,
			async () => await listScheduledJobs(this.api, { noRetry, detached }),
		);
	}

	private async readAccounts(): Promise<string[]> {
		const accounts = await this.cached('accounts', async () => await listAccounts(this.api));
		// An account that is signed out shows nothing until it is added again.
		return accounts.filter(({ error }) => !error).map(({ email }) => email);
	}

	private async readList(
		generationType: GenerationTypeConfig,
		account: string,
		since?: number,
	): Promise<ApiGeneration[]> {
		const isDeepEnough = (page: ApiGeneration[]) => {
			// A page without any reference is from an API that doesn't show them in lists.
			if (since === undefined) return page.every(({ replyRef }) => !replyRef);
			const last = this.api.toClockTime(page.at(-1)?.created_at);
			return last !== undefined && last.createdAt < since - last.uncertainty - MAX_DISORDER_MS;
		};
		const options = { limit: this.options.maxRows, account, shouldStop: isDeepEnough };
		return await this.cached(
			`${generationType.kind} ${account}`,
			async () =>
				await listGenerations(this.api, generationType, { verbPhrase: 'find the job', ...options }),
			since,
		);
	}

	/** @param since a response that goes back less far isn't used */
	private async cached<T>(key: string, read: () => Promise<T>, since = Infinity): Promise<T> {
		const now = this.clock.now();
		let entry = this.cache.get(key);
		if (!entry || now - entry.readAt > this.options.cacheTtlMs || since < entry.since) {
			entry = { readAt: now, since, response: read() };
			this.cache.set(key, entry);
		}
		return (await entry.response) as T;
	}
}
