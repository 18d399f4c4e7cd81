import { type Clock, withTimeout } from '../../api/clock';
import { compareIds, type GenerationId, parseGenerationId } from '../../api/generationId';
import { MINUTE, SECOND } from '../../time';
import type { JobLookup } from './jobLookup';
import { isCandidate, matchJobs, type UnownedJob } from './matchJobs';
import { listOpenCreates, type OpenCreate } from './openCreates';

/** Milliseconds before each search after the response was lost; half a minute in all. */
const SEARCH_DELAYS_MS = [0, 1500, 3000, 5000, 8000, 12_000];
/** How long to search while the API can't be read, at SEARCH_INTERVAL_MS. */
const MAX_OUTAGE_MS = 15 * MINUTE;
/** Ages of a pending create at which the scheduler is searched: often at first, since short jobs end soon. */
const PENDING_SEARCH_AGES_MS = [5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND];
const SEARCH_INTERVAL_MS = 15 * SECOND;
/** How long to wait for a response although its jobs are known: only the response has the credits. */
const LATE_RESPONSE_GRACE_MS = 30 * SECOND;
const MAX_CANDIDATES = 10;

/**
 * Finds the jobs of a create whose response is missing: by its reference while they are running, and by their settings
 * and time when they have ended, since the lists show no references.
 */
export class LostJobRecovery {
	private readonly found = new Map<string, GenerationId>();
	/** IDs of jobs that the create may have made, with no other settings; first those created soon after it was sent. */
	candidates: string[] = [];
	/** Whether the jobs were found without their reference. */
	isMatched = false;

	constructor(
		private readonly clock: Clock,
		private readonly lookup: JobLookup,
		private readonly create: OpenCreate,
	) {}

	get reference(): string {
		return this.create.reference;
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
	 * Searches for half a minute in which the API can be read, however long that takes.
	 * @param deadline clock time at which to give up while the API can't be read
	 * @returns the jobs that were found, in the order in which they were created; there may be others
	 */
	async searchAfterLoss(deadline: number): Promise<GenerationId[]> {
		this.create.lostAt ??= this.clock.now();
		const end = Math.min(deadline, this.clock.now() + MAX_OUTAGE_MS);
		for (let search = 0, complete = 0; complete < SEARCH_DELAYS_MS.length; search++) {
			await this.clock.sleep(SEARCH_DELAYS_MS[search] ?? SEARCH_INTERVAL_MS);
			if (await this.search()) complete++;
			if (this.isFound || (search >= SEARCH_DELAYS_MS.length && this.clock.now() >= end)) break;
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
		const { reference, generationType, account, count, sentAt = 0, lostAt = 0 } = this.create;
		const lists = schedulerOnly
			? undefined
			: { generationType, account, since: this.create.sentAt };
		const isMatch = (other: string) => other === reference;
		const lookup = await this.lookup.findByReference(isMatch, { count, lists });
		const isComplete = lookup.error === undefined;
		for (const id of lookup.ids) this.found.set(id.raw, id);
		if (schedulerOnly || this.isFound) return isComplete;
		const rest = { ...this.create, count: count - this.found.size };
		const jobs = lookup.unownedJobs.filter((job) => isCandidate(rest, job));
		const getId = ({ row }: UnownedJob) => String(row[generationType.idField]);
		// During an outage, each search may read something else.
		if (lookup.oldestReadAt >= lostAt)
			for (const job of matchJobs(rest, jobs, listOpenCreates())) {
				const id = parseGenerationId(getId(job));
				if (!id) continue;
				this.found.set(id.raw, id);
				this.isMatched = true;
			}
		this.candidates = jobs
			.sort((a, b) => Math.abs(a.createdAt - sentAt) - Math.abs(b.createdAt - sentAt))
			.slice(0, MAX_CANDIDATES)
			.map(getId);
		return isComplete;
	}
}
