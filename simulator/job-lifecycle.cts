import type { Clock } from './clock.cts';
import type { JobKind } from './ids.cts';
import { isFinal, type FinalStatus, type Job, type Jobs } from './jobs.cts';
import type { PlannedResults } from './planned-results.cts';

/** How long jobs take, in simulated milliseconds. */
export interface Durations {
	video: number;
	image: number;
	music: number;
	speech: number;
	/** Off-peak jobs wait "up to about 24 h". */
	offPeak: number;
	/** By model, before the kind. */
	models: Record<string, number>;
	/** The share of the time that a job spends queued. */
	queuedShare: number;
}

export const DEFAULT_DURATIONS: Readonly<Durations> = {
	video: 24_000,
	image: 4_000,
	music: 20_000,
	speech: 3_000,
	offPeak: 4 * 3_600_000,
	models: {},
	queuedShare: 0.2,
};

/** Hears what happens to jobs. */
export interface JobListener {
	/** A job went from queued to generating. */
	onProgress(job: Job): void;
	/** A job reached its end, and was tracked until now. */
	onFinished(job: Job): void;
	/** A job will end with `status` after `inMs` simulated milliseconds. */
	onScheduled(job: Job, status: FinalStatus, inMs: number): void;
}

/** Moves jobs from queued over generating to their end, by the clock. */
export class JobLifecycle {
	durations: Durations = structuredClone(DEFAULT_DURATIONS) as Durations;
	listener: JobListener | undefined;
	readonly #pending = new Map<string, Array<() => void>>();

	constructor(
		private readonly clock: Clock,
		private readonly jobs: Jobs,
		private readonly plannedResults: PlannedResults,
	) {}

	/** Starts the life of a job that was just accepted. */
	start(job: Job): void {
		const planned = this.plannedResults.getFor(job);
		const total = planned.afterMs ?? this.#getUsualDuration(job.kind, job);
		const status = planned.status ?? 'COMPLETED';
		this.#pending.set(job.id, [
			this.clock.after(total * this.durations.queuedShare, () => this.#progress(job)),
			this.clock.after(total, () => this.finish(job, status)),
		]);
		this.listener?.onScheduled(job, status, total);
	}

	/** Ends a job now, whatever was planned for it. */
	finish(job: Job, status: FinalStatus = 'COMPLETED'): void {
		if (isFinal(job.status)) return;
		this.#cancel(job);
		// Speech and music have no status for moderation in the reference: it shows as failure.
		const audio = job.kind === 'music' || job.kind === 'speech';
		job.status = audio && status === 'MODERATED' ? 'FAILED' : status;
		job.updatedAt = this.clock.now();
		if (!job.tracked) return;
		job.tracked = false;
		this.listener?.onFinished(job);
	}

	/** Ends an unfinished job by its id. */
	finishById(id: string, status: FinalStatus = 'COMPLETED'): Job {
		const job = this.jobs.findIncludingDeleted(id);
		if (!job) throw new Error(`The simulator has no job ${id}`);
		this.finish(job, status);
		return job;
	}

	reset(): void {
		for (const timers of this.#pending.values()) for (const cancel of timers) cancel();
		this.#pending.clear();
		this.durations = structuredClone(DEFAULT_DURATIONS) as Durations;
	}

	#progress(job: Job): void {
		if (job.status !== 'QUEUED') return;
		job.status = 'GENERATING';
		job.updatedAt = this.clock.now();
		if (job.tracked) this.listener?.onProgress(job);
	}

	#cancel(job: Job): void {
		for (const cancel of this.#pending.get(job.id) ?? []) cancel();
		this.#pending.delete(job.id);
	}

	#getUsualDuration(kind: JobKind, job: Job): number {
		if (job.parameters.offPeak) return this.durations.offPeak;
		return this.durations.models[job.parameters.model] ?? this.durations[kind];
	}
}
