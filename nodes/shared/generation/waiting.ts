import type { GenerationObject } from '../api/answers';
import type { PixVerseApi } from '../api/client';
import type { Clock } from '../api/clock';
import type { NodeFailure } from './failures';
import { failedJob, goneJob, refusedJob, timedOut } from './failures';
import type { Glance } from './looking';
import { LIST_FROM, findRunning, groupsOf, lookAt } from './looking';
import type { Finished, Job } from './order';
import { pauseBefore, rhythmFor } from './schedule';
import { stateOf } from './state';

/** How long a job is waited for, in the end: finished, or with an error. */
export interface Listener {
	finished(finished: Finished): void;
	/** @param over whether the job itself has come to nothing, so that nothing of it can be used any more */
	failed(job: Job, error: NodeFailure, over: boolean): void;
}

interface Open {
	job: Job;
	looks: number;
	nextLook: number;
	seen?: GenerationObject;
}

/** Longest sleep while jobs may still be added, in milliseconds. */
const WATCHFUL = 500;
/** A job due within this time is looked at together with those due now. */
const TOGETHER = 1000;

/** One loop that waits for all jobs of a run together. */
export class Waiting {
	private readonly open = new Map<Job, Open>();

	constructor(
		private readonly api: PixVerseApi,
		private readonly clock: Clock,
		private readonly listener: Listener,
	) {}

	/** Adds a job. One that was not made by this run may be finished already, so it is looked at once. */
	add(job: Job): void {
		const first = this.clock.now() + (job.own ? this.pause(job, 0) : 0);
		const nextLook = Math.min(first, job.deadline);
		this.open.set(job, { job, looks: 0, nextLook });
	}

	/** Jobs still waited for. */
	get jobs(): Job[] {
		return [...this.open.keys()];
	}

	/** Waits until every job has ended and no more are coming. */
	async run(moreComing: () => boolean): Promise<void> {
		while (this.open.size > 0 || moreComing()) {
			const now = this.clock.now();
			const due = [...this.open.values()].filter((one) => one.nextLook <= now);
			if (due.length > 0) {
				await this.look(now);
				continue;
			}
			const next = Math.min(...[...this.open.values()].map((one) => one.nextLook));
			const pause = Math.max(1, next - now);
			await this.clock.sleep(moreComing() ? Math.min(pause, WATCHFUL) : pause);
		}
	}

	private async look(now: number): Promise<void> {
		const looked = this.dueWithCompany(now);
		const glances = await lookAt(
			this.api,
			looked.map(({ job }) => job),
		);
		for (const one of looked) await this.judge(one, glances.get(one.job) ?? { kind: 'nothing' });
	}

	/** The jobs that are due, and, where a list will be read for them, all others that it shows as well. */
	private dueWithCompany(now: number): Open[] {
		return groupsOf([...this.open.values()], ({ job }) => job).flatMap((group) => {
			const due = group.filter((one) => one.nextLook <= now + TOGETHER);
			return due.length > 0 && group.length >= LIST_FROM ? group : due;
		});
	}

	/** Ends the waiting; the jobs go on at PixVerse. */
	stop(): void {
		this.open.clear();
	}

	private async judge(one: Open, glance: Glance): Promise<void> {
		const { job } = one;
		const api = this.api.forItem(job.itemIndex);
		if (glance.kind === 'refused') {
			this.end(job, () => this.listener.failed(job, refusedJob(api, job, glance.reply), false));
			return;
		}
		if (glance.kind === 'seen') one.seen = glance.seen;
		else if (glance.status === 404 && !job.own && one.looks === 0) {
			const running = await findRunning(api, job);
			if (running === 'none') {
				this.end(job, () => this.listener.failed(job, goneJob(api, job), true));
				return;
			}
			if (running !== 'unknown') one.seen = running;
		}
		const state = one.seen && stateOf(job.family, one.seen);
		if (state?.phase === 'completed') {
			const { seen } = one;
			this.end(job, () => this.listener.finished({ job, seen, ending: 'completed' }));
		} else if (state?.phase === 'failed' || state?.phase === 'moderated') {
			this.end(job, () => this.listener.failed(job, failedJob(api, job, state), true));
		} else this.goOn(one, api, state?.name);
	}

	private goOn(one: Open, api: PixVerseApi, name?: string): void {
		const { job, seen } = one;
		const now = this.clock.now();
		if (now >= job.deadline) {
			this.end(job, () =>
				job.delivery.onTimeout === 'pending'
					? this.listener.finished({ job, seen, ending: 'pending' })
					: this.listener.failed(job, timedOut(api, job, name), false),
			);
			return;
		}
		one.looks++;
		// The last look is at the deadline itself, so no result that is there by then is missed.
		one.nextLook = Math.min(now + this.pause(job, one.looks), job.deadline);
	}

	private end(job: Job, tell: () => void): void {
		this.open.delete(job);
		job.release?.();
		tell();
	}

	private pause(job: Job, looks: number): number {
		const offPeak = job.request.off_peak_mode === true;
		const rhythm = rhythmFor(job.family.kind, { offPeak, interval: job.delivery.interval });
		return pauseBefore(looks, rhythm, Math.random());
	}
}
