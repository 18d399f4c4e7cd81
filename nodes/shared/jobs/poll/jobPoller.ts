import type { GenerationObject } from '../../api/responseSchemas';
import type { PixVerseApi } from '../../api/client';
import type { Clock } from '../../api/clock';
import type { NodeFailure } from '../jobErrors';
import { goneJob, timedOut } from '../jobErrors';
import type { Glance } from './statusReader';
import { Looking, findRunning, groupOf, groupsOf } from './statusReader';
import type { Finished, Job } from '../types';
import { Experience } from './durationEstimator';
import { LIST_FROM, pauseAt, pauseTowards, rhythmFor } from './pollPolicy';
import { verdictOn } from './evaluateJob';

/** How long a job is waited for, in the end: finished, or with an error. */
export interface Listener {
	finished(finished: Finished): void;
	/** @param over whether the job itself has come to nothing, so that nothing of it can be used any more */
	failed(job: Job, error: NodeFailure, over: boolean): void;
}

interface Open {
	job: Job;
	/** Clock time its age is counted from: when it was made, as far as is known. */
	born: number;
	/** Clock time of the last look; undefined before the first. */
	looked?: number;
	nextLook: number;
	seen?: GenerationObject;
}

/** Longest sleep while jobs may still be added, in milliseconds. */
const WATCHFUL = 500;
/** A job due within this time is looked at together with those due now. */
const TOGETHER = 500;

/** One loop that waits for all jobs of a run together. */
export class Waiting {
	private readonly open = new Map<Job, Open>();
	private readonly experience = new Experience();
	private readonly looking: Looking;
	/** The most jobs that one list has shown: the last of a batch is looked for as closely as all of them were. */
	private readonly largest = new Map<string, number>();

	constructor(
		private readonly api: PixVerseApi,
		private readonly clock: Clock,
		private readonly listener: Listener,
	) {
		this.looking = new Looking(api);
	}

	/** Adds a job. One that was not made just now may be finished already, so it is looked at at once. */
	add(job: Job): void {
		const now = this.clock.now();
		const one: Open = { job, born: job.since ?? now, nextLook: now };
		this.open.set(job, one);
		if (job.since !== undefined) this.plan([one]);
	}

	/** Jobs still waited for. */
	get jobs(): Job[] {
		return [...this.open.keys()];
	}

	/**
	 * Waits until no more are coming and every job has ended but those that PixVerse reports itself. Looks at those as
	 * well on the way, since each that ends makes room for another.
	 */
	async run(moreComing: () => boolean): Promise<void> {
		while (moreComing() || this.jobs.some(({ delivery }) => delivery.waitMode === 'poll')) {
			const now = this.clock.now();
			const due = [...this.open.values()].filter((one) => this.turnOf(one) <= now);
			if (due.length > 0) {
				await this.lookAtThese(this.isQuiet(now) ? due : this.dueWithCompany(now));
				continue;
			}
			const next = Math.min(...[...this.open.values()].map((one) => this.turnOf(one)));
			const pause = Math.max(1, next - now);
			await this.clock.sleep(moreComing() ? Math.min(pause, WATCHFUL) : pause);
		}
	}

	/** Looks at every job that is left, due or not, as soon as the API may be read. */
	async lookAtAll(): Promise<void> {
		const left = [...this.open.values()];
		if (left.length === 0) return;
		const latest = Math.max(...left.map(({ job }) => job.deadline));
		await this.clock.sleep(Math.min(this.api.quietUntil, latest) - this.clock.now());
		await this.lookAtThese(left);
	}

	/** When something is to be done about a job: not while the API wants no reads, unless its time is up. */
	private turnOf({ nextLook, job }: Open): number {
		return Math.max(nextLook, Math.min(this.api.quietUntil, job.deadline));
	}

	private isQuiet(now: number): boolean {
		return now < this.api.quietUntil;
	}

	private async lookAtThese(looked: Open[]): Promise<void> {
		const now = this.clock.now();
		const glances = this.isQuiet(now)
			? new Map<Job, Glance>()
			: await this.looking.at(looked.map(({ job }) => job));
		const goingOn: Open[] = [];
		for (const one of looked) {
			if (await this.judge(one, glances.get(one.job) ?? { kind: 'nothing' })) goingOn.push(one);
			one.looked = now;
		}
		this.plan(goingOn);
	}

	/** The jobs that are due, and, where a list will be read for them, all others that it shows as well. */
	private dueWithCompany(now: number): Open[] {
		return this.groups().flatMap((group) => {
			const due = group.filter((one) => one.nextLook <= now + TOGETHER);
			return due.length > 0 && group.length >= LIST_FROM ? group : due;
		});
	}

	/** Jobs that one list shows. */
	private groups(): Open[][] {
		return groupsOf([...this.open.values()], ({ job }) => job);
	}

	/** Ends the waiting; the jobs go on at PixVerse. */
	stop(): void {
		this.open.clear();
	}

	/** @returns whether the job goes on */
	private async judge(one: Open, glance: Glance): Promise<boolean> {
		const { job } = one;
		const api = this.api.forItem(job.itemIndex);
		if (glance.kind === 'seen') one.seen = glance.seen;
		else if (
			glance.kind === 'nothing' &&
			glance.status === 404 &&
			!job.own &&
			one.looked === undefined
		) {
			const running = await findRunning(api, job);
			if (running === 'none') {
				this.end(job, () => this.listener.failed(job, goneJob(api, job), true));
				return false;
			}
			if (running !== 'unknown') one.seen = running;
		}
		const { seen } = one;
		const verdict = verdictOn(api, job, glance, seen);
		if (verdict.phase === 'completed') {
			this.learn(one);
			this.end(job, () => this.listener.finished({ job, seen, ending: 'completed' }));
		} else if (verdict.phase === 'failed') {
			this.end(job, () => this.listener.failed(job, verdict.error, verdict.over));
		} else if (this.clock.now() >= job.deadline) {
			this.end(job, () =>
				job.delivery.onTimeout === 'pending'
					? this.listener.finished({ job, seen, ending: 'pending' })
					: this.listener.failed(job, timedOut(api, job, verdict.name), false),
			);
		} else return true;
		return false;
	}

	private learn({ job, born, looked = born }: Open): void {
		if (job.since === undefined) return;
		this.experience.learn(job, { after: looked - born, by: this.clock.now() - born });
	}

	/** Decides when each of these is looked at next. */
	private plan(ones: Open[]): void {
		const now = this.clock.now();
		for (const group of this.groups()) {
			const key = groupOf((group[0] as Open).job);
			this.largest.set(key, Math.max(group.length, this.largest.get(key) ?? 0));
		}
		for (const one of ones) {
			const pause = this.pauseOf(one, now, this.largest.get(groupOf(one.job)) ?? 1);
			// The last look is at the deadline itself, so no result that is there by then is missed.
			one.nextLook = Math.min(now + pause, one.job.deadline);
		}
	}

	private pauseOf({ job, born, looked }: Open, now: number, together: number): number {
		const { interval } = job.delivery;
		const offPeak = job.request.off_peak_mode === true;
		const rhythm = rhythmFor(job.family.kind, { offPeak, interval, together });
		const age = now - born;
		const known = interval === undefined && job.since !== undefined && this.experience.of(job);
		const learned = known ? pauseTowards(age, known, rhythm, together, Math.random()) : undefined;
		return learned ?? pauseAt(age, looked !== undefined, rhythm, Math.random());
	}

	private end(job: Job, tell: () => void): void {
		this.open.delete(job);
		job.release?.();
		tell();
	}
}
