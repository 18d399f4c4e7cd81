import type { ApiGeneration } from '../../api/responseSchemas';
import type { Clock } from '../../api/clock';
import { withTimeout } from '../../api/clock';
import type { GenerationTypeConfig } from '../../api/generationTypes';
import type { GenerationId } from '../../api/generationId';
import { parseGenerationId } from '../../api/generationId';
import { getScheduledJobId } from '../../api/scheduler';
import type { JobListCache } from './jobListCache';

const SECOND = 1000;
/** Milliseconds before each look after the answer was lost; half a minute in all. */
const SEARCH_DELAYS_MS = [500, 1500, 3000, 5000, 8000, 12_000];
/** So often it is looked again, every `LATER`, when none of these looks showed everything. */
const MAX_EXTRA_SEARCHES = 20;
/** Ages of an unanswered create at which the scheduler is asked: first often, since short jobs end soon. */
const PENDING_SEARCH_DELAYS_MS = [5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND];
const SEARCH_INTERVAL_MS = 15 * SECOND;
/** So long an answer is awaited although its jobs are known: it tells the credits. */
const LATE_RESPONSE_GRACE_MS = 30 * SECOND;
/** How far the clocks of PixVerse and this n8n may be apart where times are compared. */
const CLOCK_SKEW_MS = 60 * SECOND;
/** Candidates that are told. */
const MAX_CANDIDATES = 5;

/** What to look for. */
export interface LostCreate {
	/** The create's own reference. */
	reference: string;
	generationType: GenerationTypeConfig;
	account?: string;
	/** How many jobs the create was to make. */
	count: number;
	/** What was sent. */
	request: Readonly<Record<string, unknown>>;
	/** Clock time at which it was sent; undefined when that was before this run. */
	since?: number;
}

/**
 * Looks for the jobs of one create by its reference: in the scheduler, which shows every job that is running, then in
 * the lists. Only the reference is proof. Another execution may have asked for the very same video at the same time,
 * so a job that is merely alike is told and not taken.
 */
export class LostJobRecovery {
	private readonly found = new Map<string, GenerationId>();
	private readonly candidateIds = new Set<string>();

	constructor(
		private readonly clock: Clock,
		private readonly readings: JobListCache,
		private readonly lost: LostCreate,
	) {}

	get reference(): string {
		return this.lost.reference;
	}

	/** IDs of jobs that may be those of the create: made after it was sent, of the same prompt and model. */
	get candidates(): string[] {
		return [...this.candidateIds].slice(0, MAX_CANDIDATES);
	}

	/**
	 * Looks while the answer is awaited: when it never comes, the job may have ended before anybody looks.
	 * @returns the jobs when all are known and the answer is still out after half a minute; undefined once it is there
	 * @throws as the answer does
	 */
	async searchWhilePending(answer: Promise<unknown>): Promise<GenerationId[] | undefined> {
		const start = this.clock.now();
		for (let look = 0; ; look++) {
			const age =
				PENDING_SEARCH_DELAYS_MS[look] ??
				(look - PENDING_SEARCH_DELAYS_MS.length + 3) * SEARCH_INTERVAL_MS;
			const left = start + age - this.clock.now();
			if ((await withTimeout(this.clock, left, answer)) !== 'timeout') return undefined;
			if (!this.isComplete) await this.searchScheduler();
			if (this.isComplete && age >= LATE_RESPONSE_GRACE_MS) return this.sortedIds();
		}
	}

	/**
	 * @returns those found within half a minute, in the order they were made; others may exist all the same. It takes
	 * longer when PixVerse does not show its jobs at that time.
	 */
	async searchAfterLoss(): Promise<GenerationId[]> {
		let whole = false;
		for (
			let look = 0;
			look < SEARCH_DELAYS_MS.length || (!whole && look < MAX_EXTRA_SEARCHES);
			look++
		) {
			if (this.isComplete) break;
			await this.clock.sleep(SEARCH_DELAYS_MS[look] ?? SEARCH_INTERVAL_MS);
			const scheduler = await this.searchScheduler();
			if (this.isComplete) break;
			const lists = await this.searchLists();
			whole ||= scheduler && lists;
		}
		return this.sortedIds();
	}

	private get isComplete(): boolean {
		return this.found.size >= this.lost.count;
	}

	private sortedIds(): GenerationId[] {
		return [...this.found.values()].sort((a, b) => Number(a.number) - Number(b.number));
	}

	private addJob(id: string): void {
		const parsed = parseGenerationId(id);
		if (parsed) this.found.set(parsed.raw, parsed);
	}

	/** @returns whether all running jobs were shown */
	private async searchScheduler(): Promise<boolean> {
		const rows = await this.readings.getRunning();
		for (const row of rows ?? [])
			if (row.replyRef === this.lost.reference) this.addJob(getScheduledJobId(row));
		return rows !== undefined;
	}

	/** @returns whether the lists of all accounts were shown */
	private async searchLists(): Promise<boolean> {
		const { generationType, account } = this.lost;
		const { rows, whole } = await this.readings.getNewest(generationType, account);
		for (const row of rows) this.matchRow(row);
		return whole;
	}

	private matchRow(row: ApiGeneration): void {
		const id = String(row[this.lost.generationType.idField]);
		if (row.replyRef === this.lost.reference) this.addJob(id);
		else if (isCandidate(row, this.lost, this.clock)) this.candidateIds.add(id);
	}
}

/** Whether a job without a reference may be the one: not before the create was sent, and nothing known differs. */
function isCandidate(row: ApiGeneration, { request, since }: LostCreate, clock: Clock): boolean {
	if (row.replyRef || since === undefined) return false;
	const made = Date.parse(row.created_at ?? '');
	const sent = Date.now() - (clock.now() - since);
	if (!(made >= sent - CLOCK_SKEW_MS)) return false;
	return (['prompt', 'model', 'quality', 'duration'] as const).every((name) => {
		const wanted = request[name];
		const shown = row[name];
		return wanted === undefined || shown === undefined || shown === null || shown === wanted;
	});
}
