import { accountsAnswer, schedulerAnswer } from '../../api/responseSchemas';
import type { GenerationObject, ScheduledJob } from '../../api/responseSchemas';
import type { PixVerseApi } from '../../api/client';
import type { Clock } from '../../api/clock';
import type { Family } from '../../api/generationTypes';
import { listAll } from '../../api/paging';
import { succeeded } from '../../api/requestResult';

/** Milliseconds in which a reading serves all that ask for it. */
const FRESH = 1000;
/** A job made a moment ago is among the newest. */
const NEWEST = 40;

/** What the API shows of jobs, read once for all searches that want it at the same time. */
export class Readings {
	private readonly fresh = new Map<string, { at: number; rows: Promise<unknown> }>();
	private accounts?: string[];

	constructor(
		private readonly api: PixVerseApi,
		private readonly clock: Clock,
	) {}

	/** The jobs that are running. @returns undefined where they cannot be read now */
	async running(): Promise<ScheduledJob[] | undefined> {
		return await this.shared('scheduler', async () => await this.scheduler());
	}

	/** The same when the execution is canceled. */
	async runningAtLast(): Promise<ScheduledJob[]> {
		return (await this.scheduler(true).catch(() => undefined)) ?? [];
	}

	/** The newest jobs of an account, or of all. `whole` is false where some cannot be read now. */
	async newest(
		family: Family,
		account?: string,
	): Promise<{ rows: GenerationObject[]; whole: boolean }> {
		const emails = account === undefined ? await this.emails() : [account];
		if (!emails) return { rows: [], whole: false };
		const lists = await Promise.all(
			emails.map(
				async (email) =>
					await this.shared(`${family.kind} ${email}`, async () => await this.list(family, email)),
			),
		);
		return { rows: lists.flatMap((rows) => rows ?? []), whole: !lists.includes(undefined) };
	}

	private async shared<T>(key: string, read: () => Promise<T>): Promise<T> {
		const now = this.clock.now();
		let reading = this.fresh.get(key);
		if (!reading || now - reading.at > FRESH) {
			reading = { at: now, rows: read() };
			this.fresh.set(key, reading);
		}
		return (await reading.rows) as T;
	}

	private async scheduler(outlives = false): Promise<ScheduledJob[] | undefined> {
		const reply = await this.api.send({ method: 'GET', path: 'scheduler/', outlives });
		const read = schedulerAnswer.safeParse(succeeded(reply) ? reply.body : undefined);
		return read.success ? read.data : undefined;
	}

	private async list(family: Family, account: string): Promise<GenerationObject[] | undefined> {
		const occasion = { task: 'look for the job' };
		return await listAll(this.api, family, { account, limit: NEWEST }, occasion).catch(
			() => undefined,
		);
	}

	/** Accounts hardly ever change, so they are read once. */
	private async emails(): Promise<string[] | undefined> {
		if (this.accounts) return this.accounts;
		const read = await this.shared('accounts', async () => {
			const reply = await this.api.send({ method: 'GET', path: 'accounts' });
			return accountsAnswer.safeParse(succeeded(reply) ? reply.body : undefined);
		});
		return (this.accounts = read.success ? Object.keys(read.data) : undefined);
	}
}
