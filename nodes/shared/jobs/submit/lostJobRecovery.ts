import { type Clock, withTimeout } from '../../api/clock';
import { compareIds, type GenerationId } from '../../api/generationId';
import type { GenerationTypeConfig } from '../../api/generationTypes';
import type { ApiGeneration } from '../../api/responseSchemas';
import { MINUTE, SECOND } from '../../time';
import type { JobLookup } from './jobLookup';

/** Milliseconds before each search after the response was lost; half a minute in all. */
const SEARCH_DELAYS_MS = [500, 1500, 3000, 5000, 8000, 12_000];
/** Searches in all, if the API couldn't be read completely in any of them; the later ones at SEARCH_INTERVAL_MS. */
const MAX_SEARCHES = 20;
/** Ages of a pending create at which the scheduler is searched: often at first, since short jobs end soon. */
const PENDING_SEARCH_AGES_MS = [5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND];
const SEARCH_INTERVAL_MS = 15 * SECOND;
/** How long to wait for a response although its jobs are known: only the response has the credits. */
const LATE_RESPONSE_GRACE_MS = 30 * SECOND;
/** How far the clocks of PixVerse and n8n may be apart. */
const MAX_CLOCK_SKEW_MS = MINUTE;
const MAX_CANDIDATES = 5;

/** A create whose response is missing. */
export interface LostCreate {
	reference: string;
	generationType: GenerationTypeConfig;
	account?: string;
	/** Number of jobs the create makes. */
	count: number;
	request: Readonly<Record<string, unknown>>;
	/** Clock time at which it was sent; undefined if an earlier execution sent it. */
	sentAt?: number;
}

/**
 * Finds the jobs of a create by its reference. Another execution may have requested an identical video at the same time,
 * so a job that only looks similar is reported as a candidate and not used.
 */
export class LostJobRecovery {
	private readonly found = new Map<string, GenerationId>();
	private readonly candidateIds = new Set<string>();

	constructor(
		private readonly clock: Clock,
		private readonly lookup: JobLookup,
		private readonly create: LostCreate,
	) {}

	get reference(): string {
		return this.create.reference;
	}

	/** IDs of jobs that the create may have made: created after it was sent, with the same settings. */
	get candidates(): string[] {
		return [...this.candidateIds].slice(0, MAX_CANDIDATES);
	}

	/**
	 * Searches the scheduler while the response is pending: if it never comes, the job may have ended by then.
	 * @returns the jobs if all are known and there is no response for half a minute; undefined when there is a response
	 * @throws as the response does
	 */
	async searchWhilePending(response: Promise<unknown>): Promise<GenerationId[] | undefined> {
		const start = this.clock.now();
		for (let search = 0; ; search++) {
			const age =
				PENDING_SEARCH_AGES_MS[search] ??
				(search - PENDING_SEARCH_AGES_MS.length + 3) * SEARCH_INTERVAL_MS;
			const delay = start + age - this.clock.now();
			if ((await withTimeout(this.clock, delay, response)) !== 'timeout') return undefined;
			if (!this.isFound) await this.search({ schedulerOnly: true });
			if (this.isFound && age >= LATE_RESPONSE_GRACE_MS) return this.getIds();
		}
	}

	/**
	 * Searches for half a minute, and longer while the API can't be read.
	 * @returns the jobs that were found, in the order in which they were created; there may be others
	 */
	async searchAfterLoss(): Promise<GenerationId[]> {
		let isComplete = false;
		for (let search = 0; search < (isComplete ? SEARCH_DELAYS_MS.length : MAX_SEARCHES); search++) {
			if (this.isFound) break;
			await this.clock.sleep(SEARCH_DELAYS_MS[search] ?? SEARCH_INTERVAL_MS);
			isComplete = (await this.search()) || isComplete;
		}
		return this.getIds();
	}

	private get isFound(): boolean {
		return this.found.size >= this.create.count;
	}

	private getIds(): GenerationId[] {
		return [...this.found.values()].sort(compareIds);
	}

	/** @returns whether everything could be read */
	private async search({ schedulerOnly = false } = {}): Promise<boolean> {
		const { reference, generationType, account, count } = this.create;
		const { ids, isComplete, rowsWithoutReference } = await this.lookup.findByReference(
			(other) => other === reference,
			{ count, lists: schedulerOnly ? undefined : { generationType, account } },
		);
		for (const id of ids) this.found.set(id.raw, id);
		for (const row of rowsWithoutReference)
			if (this.isCandidate(row)) this.candidateIds.add(String(row[generationType.idField]));
		return isComplete;
	}

	/** Whether a job without a reference may be the one: not older than the create, and no known field differs. */
	private isCandidate(row: ApiGeneration): boolean {
		const { sentAt, request } = this.create;
		if (sentAt === undefined) return false;
		const createdAt = Date.parse(row.created_at ?? '');
		const sentAtWallTime = this.clock.wallTime() - (this.clock.now() - sentAt);
		if (!(createdAt >= sentAtWallTime - MAX_CLOCK_SKEW_MS)) return false;
		return (['prompt', 'model', 'quality', 'duration'] as const).every((name) => {
			const requested = request[name];
			const actual = row[name];
			return (
				requested === undefined || actual === undefined || actual === null || actual === requested
			);
		});
	}
}
