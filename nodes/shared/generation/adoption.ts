import { accountsAnswer, schedulerAnswer } from '../api/answers';
import type { GenerationObject, ScheduledJob } from '../api/answers';
import type { PixVerseApi } from '../api/client';
import type { Clock } from '../api/clock';
import type { Family } from '../api/families';
import type { GenerationId } from '../api/ids';
import { parseId } from '../api/ids';
import { listAll } from '../api/paging';
import { succeeded } from '../api/reply';
import { idOf } from '../api/scheduler';

const SECOND = 1000;
/** Milliseconds before each look after the answer was lost; half a minute in all. */
const LOOKS = [500, 1500, 3000, 5000, 8000, 12_000];
/** Ages of an unanswered create at which the scheduler is asked: first often, since short jobs end soon. */
const EARLY_LOOKS = [5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND];
const LATER = 15 * SECOND;
/** So long an answer is awaited although its jobs are known: it tells the credits. */
const PATIENCE = 30 * SECOND;
/** Longest stretch between two looks at whether the answer has come. */
const WATCHFUL = SECOND / 2;
/** A reading of the scheduler serves all that ask within this time. */
const FRESH = SECOND;
/** A job made a moment ago is among the newest. */
const NEWEST = 40;
/** How far the clocks of PixVerse and this n8n may be apart where times are compared. */
const SKEW = 60 * SECOND;
/** Candidates that are told. */
const MOST = 5;

/** What to look for. */
export interface Lost {
	/** The create's own reference. */
	reference: string;
	family: Family;
	account?: string;
	/** How many jobs the create was to make. */
	count: number;
	/** What was sent. */
	request: Readonly<Record<string, unknown>>;
	/** Clock time at which it was sent; undefined when that was before this run. */
	since?: number;
}

/** The running jobs, read once for all searches that want them at the same time. */
export class Running {
	private read?: { at: number; rows: Promise<ScheduledJob[]> };

	constructor(
		private readonly api: PixVerseApi,
		private readonly clock: Clock,
	) {}

	/** @returns none where they cannot be read now */
	async rows(): Promise<ScheduledJob[]> {
		const now = this.clock.now();
		if (!this.read || now - this.read.at > FRESH) this.read = { at: now, rows: this.ask() };
		return await this.read.rows;
	}

	/** The same when the execution is canceled. */
	async atLast(): Promise<ScheduledJob[]> {
		return await this.ask(true).catch(() => []);
	}

	private async ask(outlives = false): Promise<ScheduledJob[]> {
		const reply = await this.api.send({ method: 'GET', path: 'scheduler/', outlives });
		if (!succeeded(reply)) return [];
		const read = schedulerAnswer.safeParse(reply.body);
		return read.success ? read.data : [];
	}
}

/**
 * Looks for the jobs of one create by its reference: in the scheduler, which shows every job that is running, then in
 * the lists. Only the reference is proof. Another execution may have asked for the very same video at the same time,
 * so a job that is merely alike is told and not taken.
 */
export class Search {
	private readonly found = new Map<string, GenerationId>();
	private alike: string[] = [];

	constructor(
		private readonly api: PixVerseApi,
		private readonly clock: Clock,
		private readonly running: Running,
		private readonly lost: Lost,
	) {}

	get reference(): string {
		return this.lost.reference;
	}

	/** IDs of jobs that may be those of the create: made after it was sent, of the same prompt and model. */
	get candidates(): string[] {
		return this.alike.slice(0, MOST);
	}

	/**
	 * Looks while the answer is awaited: when it never comes, the job may have ended before anybody looks.
	 * @returns the jobs when all are known and the answer is still out after half a minute; undefined once `answered`
	 */
	async whileUnanswered(answered: () => boolean): Promise<GenerationId[] | undefined> {
		const start = this.clock.now();
		for (let look = 0; ; look++) {
			const age = EARLY_LOOKS[look] ?? (look - EARLY_LOOKS.length + 3) * LATER;
			for (;;) {
				if (answered()) return undefined;
				const left = start + age - this.clock.now();
				if (left <= 0) break;
				await this.clock.sleep(Math.min(left, WATCHFUL));
			}
			if (!this.complete) await this.inScheduler();
			if (this.complete && age >= PATIENCE && !answered()) return this.inOrder();
		}
	}

	/** @returns those found within half a minute, in the order they were made; others may exist all the same */
	async afterwards(): Promise<GenerationId[]> {
		for (const pause of LOOKS) {
			if (this.complete) break;
			await this.clock.sleep(pause);
			await this.inScheduler();
			if (!this.complete) await this.inLists();
		}
		return this.inOrder();
	}

	private get complete(): boolean {
		return this.found.size >= this.lost.count;
	}

	private inOrder(): GenerationId[] {
		return [...this.found.values()].sort((a, b) => Number(a.number) - Number(b.number));
	}

	private take(id: string): void {
		const parsed = parseId(id);
		if (parsed) this.found.set(parsed.raw, parsed);
	}

	private async inScheduler(): Promise<void> {
		for (const row of await this.running.rows())
			if (row.replyRef === this.lost.reference) this.take(idOf(row));
	}

	private async inLists(): Promise<void> {
		const { api, clock, lost } = this;
		const { family, account } = lost;
		const alike: string[] = [];
		try {
			for (const email of account ? [account] : await accountsOf(api)) {
				const request = { account: email, limit: NEWEST };
				const rows = await listAll(api, family, request, { task: 'look for the job' });
				for (const row of rows) {
					const id = String(row[family.idField]);
					if (row.replyRef === lost.reference) this.take(id);
					else if (isAlike(row, lost, clock)) alike.push(id);
				}
				if (this.complete) return;
			}
			this.alike = alike;
		} catch {
			// A list that cannot be read now may be readable at the next look.
		}
	}
}

/** Whether a job without a reference may be the one: not before the create was sent, and nothing known differs. */
function isAlike(row: GenerationObject, { request, since }: Lost, clock: Clock): boolean {
	if (row.replyRef || since === undefined) return false;
	const made = Date.parse(row.created_at ?? '');
	const sent = Date.now() - (clock.now() - since);
	if (!(made >= sent - SKEW)) return false;
	return (['prompt', 'model', 'quality', 'duration'] as const).every((name) => {
		const wanted = request[name];
		const shown = row[name];
		return wanted === undefined || shown === undefined || shown === null || shown === wanted;
	});
}

async function accountsOf(api: PixVerseApi): Promise<string[]> {
	const reply = await api.send({ method: 'GET', path: 'accounts' });
	if (!succeeded(reply)) return [];
	const read = accountsAnswer.safeParse(reply.body);
	return read.success ? Object.keys(read.data) : [];
}
