import { accountsSchema, scheduledJobsSchema } from '../../api/responseSchemas';
import type { ApiGeneration, ScheduledJob } from '../../api/responseSchemas';
import type { PixVerseClient } from '../../api/client';
import type { Clock } from '../../api/clock';
import type { GenerationTypeConfig } from '../../api/generationTypes';
import { listGenerations } from '../../api/paging';
import { isSuccess } from '../../api/requestResult';

/** Milliseconds in which a reading serves all that ask for it. */
const CACHE_TTL_MS = 1000;
/** A job made a moment ago is among the newest. */
const MAX_ROWS = 40;

/** What the API shows of jobs, read once for all searches that want it at the same time. */
export class JobListCache {
	private readonly fresh = new Map<string, { at: number; rows: Promise<unknown> }>();
	private accounts?: string[];

	constructor(
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
	) {}

	/** The jobs that are running. @returns undefined where they cannot be read now */
	async getRunning(): Promise<ScheduledJob[] | undefined> {
		return await this.cached('scheduler', async () => await this.scheduler());
	}

	/** The same when the execution is canceled. */
	async getRunningOnCancel(): Promise<ScheduledJob[]> {
		return (await this.scheduler(true).catch(() => undefined)) ?? [];
	}

	/** The newest jobs of an account, or of all. `whole` is false where some cannot be read now. */
	async getNewest(
		generationType: GenerationTypeConfig,
		account?: string,
	): Promise<{ rows: ApiGeneration[]; whole: boolean }> {
		const emails = account === undefined ? await this.getAccountEmails() : [account];
		if (!emails) return { rows: [], whole: false };
		const lists = await Promise.all(
			emails.map(
				async (email) =>
					await this.cached(
						`${generationType.kind} ${email}`,
						async () => await this.list(generationType, email),
					),
			),
		);
		return { rows: lists.flatMap((rows) => rows ?? []), whole: !lists.includes(undefined) };
	}

	private async cached<T>(key: string, read: () => Promise<T>): Promise<T> {
		const now = this.clock.now();
		let reading = this.fresh.get(key);
		if (!reading || now - reading.at > CACHE_TTL_MS) {
			reading = { at: now, rows: read() };
			this.fresh.set(key, reading);
		}
		return (await reading.rows) as T;
	}

	private async scheduler(outlives = false): Promise<ScheduledJob[] | undefined> {
		const reply = await this.api.send({ method: 'GET', path: 'scheduler/', detached: outlives });
		const read = scheduledJobsSchema.safeParse(isSuccess(reply) ? reply.body : undefined);
		return read.success ? read.data : undefined;
	}

	private async list(
		generationType: GenerationTypeConfig,
		account: string,
	): Promise<ApiGeneration[] | undefined> {
		const errorContext = { verbPhrase: 'look for the job' };
		return await listGenerations(
			this.api,
			generationType,
			{ account, limit: MAX_ROWS },
			errorContext,
		).catch(() => undefined);
	}

	/** Accounts hardly ever change, so they are read once. */
	private async getAccountEmails(): Promise<string[] | undefined> {
		if (this.accounts) return this.accounts;
		const read = await this.cached('accounts', async () => {
			const reply = await this.api.send({ method: 'GET', path: 'accounts' });
			return accountsSchema.safeParse(isSuccess(reply) ? reply.body : undefined);
		});
		return (this.accounts = read.success ? Object.keys(read.data) : undefined);
	}
}
