import type { ApiGeneration } from '../../api/responseSchemas';
import type { PixVerseClient } from '../../api/client';
import type { Clock } from '../../api/clock';
import type { NodeError } from '../jobErrors';
import { createJobNotFoundError, createJobTimeoutError } from '../jobErrors';
import type { StatusRead } from './statusReader';
import { StatusReader, findInList, listKey, groupByList } from './statusReader';
import type { JobResult, Job } from '../types';
import { DurationEstimator } from './durationEstimator';
import { MIN_JOBS_FOR_LIST, getNextDelay, getDelayFromEstimate, getPollPolicy } from './pollPolicy';
import { evaluateJob } from './evaluateJob';

/** How long a job is waited for, in the end: finished, or with an error. */
export interface PollerCallbacks {
	finished(finished: JobResult): void;
	/** @param over whether the job itself has come to nothing, so that nothing of it can be used any more */
	failed(job: Job, error: NodeError, over: boolean): void;
}

interface PolledJob {
	job: Job;
	/** Clock time its age is counted from: when it was made, as far as is known. */
	startedAt: number;
	/** Clock time of the last look; undefined before the first. */
	lastPolledAt?: number;
	nextPollAt: number;
	response?: ApiGeneration;
}

/** Longest sleep while jobs may still be added, in milliseconds. */
const MAX_IDLE_MS = 500;
/** A job due within this time is looked at together with those due now. */
const COALESCE_WINDOW_MS = 500;

/** One loop that waits for all jobs of a run together. */
export class JobPoller {
	private readonly open = new Map<Job, PolledJob>();
	private readonly estimator = new DurationEstimator();
	private readonly looking: StatusReader;
	/** The most jobs that one list has shown: the last of a batch is looked for as closely as all of them were. */
	private readonly largestBatch = new Map<string, number>();

	constructor(
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
		private readonly listener: PollerCallbacks,
	) {
		this.looking = new StatusReader(api);
	}

	/** Adds a job. One that was not made just now may be finished already, so it is looked at at once. */
	add(job: Job): void {
		const now = this.clock.now();
		const one: PolledJob = { job, startedAt: job.acceptedAt ?? now, nextPollAt: now };
		this.open.set(job, one);
		if (job.acceptedAt !== undefined) this.scheduleNext([one]);
	}

	/** Jobs still waited for. */
	get jobs(): Job[] {
		return [...this.open.keys()];
	}

	/**
	 * Waits until no more are coming and every job has ended but those that PixVerse reports itself. Looks at those as
	 * well on the way, since each that ends makes room for another.
	 */
	async run(hasPendingSubmissions: () => boolean): Promise<void> {
		while (
			hasPendingSubmissions() ||
			this.jobs.some(({ jobOptions }) => jobOptions.waitMode === 'poll')
		) {
			const now = this.clock.now();
			const due = [...this.open.values()].filter((one) => this.getDueTime(one) <= now);
			if (due.length > 0) {
				await this.poll(this.isRateLimited(now) ? due : this.getDueBatch(now));
				continue;
			}
			const next = Math.min(...[...this.open.values()].map((one) => this.getDueTime(one)));
			const pause = Math.max(1, next - now);
			await this.clock.sleep(hasPendingSubmissions() ? Math.min(pause, MAX_IDLE_MS) : pause);
		}
	}

	/** Looks at every job that is left, due or not, as soon as the API may be read. */
	async pollAll(): Promise<void> {
		const left = [...this.open.values()];
		if (left.length === 0) return;
		const latest = Math.max(...left.map(({ job }) => job.deadline));
		await this.clock.sleep(Math.min(this.api.rateLimitedUntil, latest) - this.clock.now());
		await this.poll(left);
	}

	/** When something is to be done about a job: not while the API wants no reads, unless its time is up. */
	private getDueTime({ nextPollAt: nextLook, job }: PolledJob): number {
		return Math.max(nextLook, Math.min(this.api.rateLimitedUntil, job.deadline));
	}

	private isRateLimited(now: number): boolean {
		return now < this.api.rateLimitedUntil;
	}

	private async poll(looked: PolledJob[]): Promise<void> {
		const now = this.clock.now();
		const statusReads = this.isRateLimited(now)
			? new Map<Job, StatusRead>()
			: await this.looking.read(looked.map(({ job }) => job));
		const goingOn: PolledJob[] = [];
		for (const one of looked) {
			if (await this.handleStatus(one, statusReads.get(one.job) ?? { kind: 'unavailable' }))
				goingOn.push(one);
			one.lastPolledAt = now;
		}
		this.scheduleNext(goingOn);
	}

	/** The jobs that are due, and, where a list will be read for them, all others that it shows as well. */
	private getDueBatch(now: number): PolledJob[] {
		return this.getGroups().flatMap((group) => {
			const due = group.filter((one) => one.nextPollAt <= now + COALESCE_WINDOW_MS);
			return due.length > 0 && group.length >= MIN_JOBS_FOR_LIST ? group : due;
		});
	}

	/** Jobs that one list shows. */
	private getGroups(): PolledJob[][] {
		return groupByList([...this.open.values()], ({ job }) => job);
	}

	/** Ends the waiting; the jobs go on at PixVerse. */
	stop(): void {
		this.open.clear();
	}

	/** @returns whether the job goes on */
	private async handleStatus(one: PolledJob, statusRead: StatusRead): Promise<boolean> {
		const { job } = one;
		const api = this.api.forItem(job.itemIndex);
		if (statusRead.kind === 'found') one.response = statusRead.response;
		else if (
			statusRead.kind === 'unavailable' &&
			statusRead.status === 404 &&
			!job.createdByThisRun &&
			one.lastPolledAt === undefined
		) {
			const running = await findInList(api, job);
			if (running === 'none') {
				this.complete(job, () => this.listener.failed(job, createJobNotFoundError(api, job), true));
				return false;
			}
			if (running !== 'unknown') one.response = running;
		}
		const { response: seen } = one;
		const verdict = evaluateJob(api, job, statusRead, seen);
		if (verdict.phase === 'completed') {
			this.recordDuration(one);
			this.complete(job, () =>
				this.listener.finished({ job, response: seen, outcome: 'completed' }),
			);
		} else if (verdict.phase === 'failed') {
			this.complete(job, () => this.listener.failed(job, verdict.error, verdict.isTerminal));
		} else if (this.clock.now() >= job.deadline) {
			this.complete(job, () =>
				job.jobOptions.onTimeout === 'pending'
					? this.listener.finished({ job, response: seen, outcome: 'pending' })
					: this.listener.failed(job, createJobTimeoutError(api, job, verdict.name), false),
			);
		} else return true;
		return false;
	}

	private recordDuration({ job, startedAt: born, lastPolledAt: looked = born }: PolledJob): void {
		if (job.acceptedAt === undefined) return;
		this.estimator.record(job, { min: looked - born, max: this.clock.now() - born });
	}

	/** Decides when each of these is looked at next. */
	private scheduleNext(ones: PolledJob[]): void {
		const now = this.clock.now();
		for (const group of this.getGroups()) {
			const key = listKey((group[0] as PolledJob).job);
			this.largestBatch.set(key, Math.max(group.length, this.largestBatch.get(key) ?? 0));
		}
		for (const one of ones) {
			const pause = this.getDelay(one, now, this.largestBatch.get(listKey(one.job)) ?? 1);
			// The last look is at the deadline itself, so no result that is there by then is missed.
			one.nextPollAt = Math.min(now + pause, one.job.deadline);
		}
	}

	private getDelay(
		{ job, startedAt: born, lastPolledAt: looked }: PolledJob,
		now: number,
		together: number,
	): number {
		const { pollIntervalMs: interval } = job.jobOptions;
		const offPeak = job.request.off_peak_mode === true;
		const policy = getPollPolicy(job.generationType.kind, {
			offPeak,
			interval,
			batchSize: together,
		});
		const age = now - born;
		const known =
			interval === undefined && job.acceptedAt !== undefined && this.estimator.estimate(job);
		const learned = known
			? getDelayFromEstimate(age, known, policy, together, Math.random())
			: undefined;
		return learned ?? getNextDelay(age, looked !== undefined, policy, Math.random());
	}

	private complete(job: Job, tell: () => void): void {
		this.open.delete(job);
		job.releaseSlot?.();
		tell();
	}
}
