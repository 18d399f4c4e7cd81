import { listAccounts } from '../../api/accounts';
import type { PixVerseClient } from '../../api/client';
import type { Clock } from '../../api/clock';
import { compareIds, type GenerationId, parseGenerationId } from '../../api/generationId';
import type { GenerationTypeConfig } from '../../api/generationTypes';
import { listGenerations } from '../../api/generations';
import type { ApiGeneration } from '../../api/responseSchemas';
import { listScheduledJobs } from '../../api/scheduler';

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
	lists?: { generationType: GenerationTypeConfig; account?: string };
	/** The read survives the cancel of the execution for a moment. */
	detached?: boolean;
}

interface LookupResult {
	/** In the order in which they were created. */
	ids: GenerationId[];
	/** False if the scheduler or a list couldn't be read. */
	isComplete: boolean;
	/** Rows of the lists without a reference. */
	rowsWithoutReference: ApiGeneration[];
	/** Why the lookup is incomplete. */
	error?: unknown;
}

/**
 * Finds jobs by the reference of their create: first in the scheduler, which lists every running job, then in the lists.
 * Whether the API shows the references of finished jobs is unknown, so these are only found if it does.
 */
export class JobLookup {
	private readonly cache = new Map<string, { readAt: number; response: Promise<unknown> }>();

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
		const result: LookupResult = { ids: [], isComplete: true, rowsWithoutReference: [] };
		const add = (id: unknown, reference: unknown, row?: ApiGeneration) => {
			const parsed = typeof id === 'string' ? parseGenerationId(id) : undefined;
			if (!parsed || typeof reference !== 'string') return;
			if (isMatch(reference, row)) found.set(parsed.raw, parsed);
		};
		const read = async (task: () => Promise<void>) => {
			try {
				await task();
			} catch (error) {
				result.isComplete = false;
				result.error ??= error;
			}
		};
		await read(async () => {
			for (const { id, replyRef } of await this.readScheduler(detached)) add(id, replyRef);
		});
		if (lists && found.size < count) {
			const { generationType } = lists;
			const addRows = (rows: ApiGeneration[]) => {
				for (const row of rows) {
					add(row[generationType.idField], row.replyRef, row);
					if (!row.replyRef) result.rowsWithoutReference.push(row);
				}
			};
			await read(async () => {
				const accounts = lists.account ? [lists.account] : await this.readAccounts();
				await Promise.all(
					accounts.map(
						async (account) =>
							await read(async () => addRows(await this.readList(generationType, account))),
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
	): Promise<ApiGeneration[]> {
		return await this.cached(
			`${generationType.kind} ${account}`,
			async () =>
				await listGenerations(
					this.api,
					generationType,
					{
						account,
						limit: this.options.maxRows,
						// A page without any reference is from an API that doesn't show them in lists.
						shouldStop: (page) => page.every(({ replyRef }) => !replyRef),
					},
					{ verbPhrase: 'find the job', account },
				),
		);
	}

	private async cached<T>(key: string, read: () => Promise<T>): Promise<T> {
		const now = this.clock.now();
		let entry = this.cache.get(key);
		if (!entry || now - entry.readAt > this.options.cacheTtlMs) {
			entry = { readAt: now, response: read() };
			this.cache.set(key, entry);
		}
		return (await entry.response) as T;
	}
}
