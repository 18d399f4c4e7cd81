import type { PixVerseClient } from '../../api/client';
import type { Clock } from '../../api/clock';
import { SECOND } from '../../time';
import type { ApiGeneration } from '../../api/responseSchemas';
import { createJobNotFoundError, createJobTimeoutError } from '../jobErrors';
import { type NodeError } from '../../api/errors';
import type { Job, JobResult } from '../types';
import { DurationEstimator } from './durationEstimator';
import { getDelayFromEstimate, getNextDelay, getPollPolicy, MIN_JOBS_FOR_LIST } from './pollPolicy';
import { getListKey, groupByList, type StatusRead, StatusReader } from './statusReader';

interface PollerCallbacks {
	onFinished(result: JobResult): void;
	/** @param isTerminal whether the job itself failed, so that nothing of it can be used */
	onFailed(job: Job, error: NodeError, isTerminal: boolean): void;
}

/** A job that is being polled. Clock times. */
interface PolledJob {
	job: Job;
	/** When it was created, as far as is known. */
	startedAt: number;
	lastPolledAt?: number;
	nextPollAt: number;
	response?: ApiGeneration;
	statusName?: string;
	/** The last read didn't show its status. */
	isUnclear?: boolean;
}

/** Maximum sleep while more jobs may be added. */
const MAX_IDLE_MS = 500;
/** Jobs that are due within this time are read together. */
const COALESCE_WINDOW_MS = 500;
/** How long past its deadline a job is polled while the API can't be read, and how often. */
const DEADLINE_GRACE_MS = 30 * SECOND;
const GRACE_POLL_MS = 5 * SECOND;

/** One polling loop for all jobs of a run. */
export class JobPoller {
	private readonly polled = new Map<Job, PolledJob>();
	/** Past their deadline. They are polled once more at the end, which may be much later. */
	private readonly overdue = new Map<Job, PolledJob>();
	private readonly estimator = new DurationEstimator();
	private readonly reader: StatusReader;
	/** Of each list: the number of polled jobs, and the largest so far, which decides how often the last jobs are polled. */
	private readonly batches = new Map<string, { size: number; largest: number }>();
	private hasPendingSubmissions = () => false;

	/**
	 * @param stopSignal ends the polling when aborted; the jobs continue at PixVerse
	 * @param failsFast whether the first failure ends the run
	 */
	constructor(
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
		private readonly callbacks: PollerCallbacks,
		stopSignal = new AbortController().signal,
		private readonly failsFast = false,
	) {
		this.reader = new StatusReader(api);
		stopSignal.addEventListener('abort', () => {
			this.polled.clear();
			this.overdue.clear();
		});
	}

	/** Adds a job. A job that was created earlier may be finished, so it is polled immediately. */
	add(job: Job): void {
		const now = this.clock.now();
		const polledJob: PolledJob = { job, startedAt: job.acceptedAt ?? now, nextPollAt: now };
		this.polled.set(job, polledJob);
		this.getBatch(job).size++;
		if (job.acceptedAt !== undefined) this.scheduleNext([polledJob]);
	}

	/** The jobs that are running, as far as is known, and within their deadline. */
	get jobs(): Job[] {
		return [...this.polled.keys()];
	}

	get overdueJobs(): Job[] {
		return [...this.overdue.keys()];
	}

	/**
	 * Polls until no more jobs are coming and all jobs have ended, except those that PixVerse calls back for. The latter
	 * are polled in the meantime, because each one that ends releases a slot.
	 */
	async run(hasPendingSubmissions: () => boolean): Promise<void> {
		this.hasPendingSubmissions = hasPendingSubmissions;
		while (
			hasPendingSubmissions() ||
			this.jobs.some(({ jobOptions }) => jobOptions.waitMode === 'poll')
		) {
			const now = this.clock.now();
			const polled = [...this.polled.values()];
			const due = polled.filter((polledJob) => this.getDueTime(polledJob) <= now);
			if (due.length > 0) {
				await this.poll(now < this.api.rateLimitedUntil ? due : this.getDueBatch(now));
				continue;
			}
			const next = Math.min(...polled.map((polledJob) => this.getDueTime(polledJob)));
			const delay = Math.max(1, next - now);
			await this.clock.sleep(hasPendingSubmissions() ? Math.min(delay, MAX_IDLE_MS) : delay);
		}
	}

	/**
	 * Polls all remaining jobs, due or overdue. If the API can't be read, it tries again for a while.
	 * @returns whether any of them has ended
	 */
	async pollAll(): Promise<boolean> {
		const count = this.polled.size + this.overdue.size;
		const now = this.clock.now();
		const justPolled = ({ lastPolledAt = -Infinity, isUnclear }: PolledJob) =>
			!isUnclear && lastPolledAt > now - COALESCE_WINDOW_MS;
		let unclear = [...this.polled.values()];
		for (const polledJob of this.overdue.values())
			if (!justPolled(polledJob)) unclear.push(polledJob);
		const end = now + DEADLINE_GRACE_MS;
		const latest = Math.max(end, ...unclear.map(({ job }) => job.deadline));
		while (unclear.length > 0) {
			await this.clock.sleep(Math.min(this.api.rateLimitedUntil, latest) - this.clock.now());
			unclear = await this.poll(unclear);
			if (unclear.length === 0 || this.clock.now() >= end) break;
			await this.clock.sleep(GRACE_POLL_MS);
		}
		return this.polled.size + this.overdue.size < count;
	}

	reportTimeouts(): void {
		for (const polledJob of this.overdue.values()) this.reportTimeout(polledJob);
	}

	/** While the API is rate limited, nothing is due before its deadline. */
	private getDueTime({ nextPollAt, job }: PolledJob): number {
		return Math.max(nextPollAt, Math.min(this.api.rateLimitedUntil, job.deadline));
	}

	/** @returns the running jobs whose status couldn't be read */
	private async poll(batch: PolledJob[]): Promise<PolledJob[]> {
		const now = this.clock.now();
		const isRateLimited = now < this.api.rateLimitedUntil;
		const reads = await this.reader.read(isRateLimited ? [] : batch.map(({ job }) => job));
		for (const polledJob of batch) {
			polledJob.isUnclear = false;
			await this.handleStatus(polledJob, reads.get(polledJob.job) ?? { phase: 'running' });
			polledJob.lastPolledAt = now;
		}
		this.scheduleNext(batch.filter(({ job }) => this.polled.has(job)));
		return batch.filter(
			({ job, isUnclear }) => isUnclear && (this.polled.has(job) || this.overdue.has(job)),
		);
	}

	/** The jobs that are due, and, where a list is read for them, all others in that list. */
	private getDueBatch(now: number): PolledJob[] {
		return [...this.getGroups().values()].flatMap((group) => {
			const due = group.filter((polledJob) => polledJob.nextPollAt <= now + COALESCE_WINDOW_MS);
			return due.length > 0 && group.length >= MIN_JOBS_FOR_LIST ? group : due;
		});
	}

	private getGroups(): Map<string, PolledJob[]> {
		return groupByList([...this.polled.values()], ({ job }) => job);
	}

	private async handleStatus(polledJob: PolledJob, first: StatusRead): Promise<void> {
		const { job } = polledJob;
		const read = this.mayNotExist(polledJob, first) ? await this.reader.findRunning(job) : first;
		if (!read) {
			const error = createJobNotFoundError(this.api, job);
			this.complete(job, () => this.callbacks.onFailed(job, error, true));
		} else if (read.phase === 'completed') {
			const { response } = read;
			this.recordDuration(polledJob);
			this.complete(job, () => this.callbacks.onFinished({ job, response, outcome: 'completed' }));
		} else if (read.phase === 'failed') {
			this.complete(job, () => this.callbacks.onFailed(job, read.error, read.isTerminal));
		} else {
			polledJob.isUnclear = !read.response && !read.isHidden;
			if (read.response)
				({ response: polledJob.response, statusName: polledJob.statusName } = read);
			const lateBy = this.clock.now() - job.deadline;
			if (lateBy >= (polledJob.isUnclear ? DEADLINE_GRACE_MS : 0)) this.setOverdue(polledJob);
		}
	}

	/** Its result may still come in time for the output, unless the run fails now. */
	private setOverdue(polledJob: PolledJob): void {
		const { job } = polledJob;
		if (!this.polled.has(job)) return;
		if (this.failsFast && job.jobOptions.onTimeout === 'fail') return this.reportTimeout(polledJob);
		this.remove(job);
		this.overdue.set(job, polledJob);
		job.releaseSlot?.();
	}

	private reportTimeout({ job, response, statusName }: PolledJob): void {
		const error = createJobTimeoutError(this.api, job, statusName);
		this.complete(job, () =>
			job.jobOptions.onTimeout === 'pending'
				? this.callbacks.onFinished({ job, response, outcome: 'pending' })
				: this.callbacks.onFailed(job, error, false),
		);
	}

	/** The first GET of an ID that the user entered answered 404. */
	private mayNotExist({ job, lastPolledAt }: PolledJob, read: StatusRead): boolean {
		const isHidden = read.phase === 'running' && read.isHidden;
		return !!isHidden && !job.createdByThisRun && lastPolledAt === undefined;
	}

	private recordDuration({ job, startedAt, lastPolledAt = startedAt }: PolledJob): void {
		if (job.acceptedAt === undefined) return;
		const max = this.clock.now() - startedAt;
		this.estimator.record(job, { min: lastPolledAt - startedAt, max });
	}

	private scheduleNext(jobs: PolledJob[]): void {
		const now = this.clock.now();
		for (const polledJob of jobs) {
			const delay = this.getDelay(polledJob, now);
			// The last poll is at the deadline itself, so that no result that exists by then is missed.
			polledJob.nextPollAt =
				now < polledJob.job.deadline
					? Math.min(now + delay, polledJob.job.deadline)
					: now + GRACE_POLL_MS;
		}
	}

	private getDelay({ job, startedAt, lastPolledAt }: PolledJob, now: number): number {
		const { pollIntervalMs: intervalMs } = job.jobOptions;
		const batch = this.getBatch(job);
		batch.largest = Math.max(batch.largest, batch.size);
		const batchSize = batch.largest;
		const offPeak = job.request.off_peak_mode === true;
		const isAwaited = this.hasPendingSubmissions();
		const options = { offPeak, intervalMs, batchSize, isAwaited };
		const policy = getPollPolicy(job.generationType.kind, options);
		const age = now - startedAt;
		const canEstimate = intervalMs === undefined && job.acceptedAt !== undefined;
		const estimate = canEstimate ? this.estimator.estimate(job) : undefined;
		const random = this.clock.random();
		const delay = estimate && getDelayFromEstimate(age, estimate, policy, batchSize, random);
		return delay ?? getNextDelay(age, lastPolledAt !== undefined, policy, random);
	}

	private complete(job: Job, report: () => void): void {
		const isOverdue = this.overdue.delete(job);
		this.remove(job);
		if (!isOverdue) job.releaseSlot?.();
		report();
	}

	private remove(job: Job): void {
		if (this.polled.delete(job)) this.getBatch(job).size--;
	}

	private getBatch(job: Job): { size: number; largest: number } {
		const key = getListKey(job);
		const batch = this.batches.get(key) ?? { size: 0, largest: 0 };
		this.batches.set(key, batch);
		return batch;
	}
}
