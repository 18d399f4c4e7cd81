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
	musicVideo: number;
	/** Off-peak jobs wait "up to about 24 h". */
	offPeak: number;
	/** By model. Takes precedence over the kind. */
	models: Record<string, number>;
	/** Share of the time that a job is queued. */
	queuedShare: number;
}

export const DEFAULT_DURATIONS: Readonly<Durations> = {
	video: 24_000,
	image: 4_000,
	music: 20_000,
	speech: 3_000,
	// A 30 s song takes about 5 min.
	musicVideo: 300_000,
	offPeak: 4 * 3_600_000,
	models: {},
	queuedShare: 0.2,
};

/** Receives status changes of jobs. */
export interface JobListener {
	/** A queued job has started generating. */
	onProgress(job: Job): void;
	/** A job that sends callbacks has finished. */
	onFinished(job: Job): void;
	/** A job will finish with `status` in `inMs` simulated milliseconds. */
	onScheduled(job: Job, status: FinalStatus, inMs: number): void;
}

/** Moves jobs from QUEUED to GENERATING to their final status, driven by the clock. */
export class JobLifecycle {
	durations: Durations = structuredClone(DEFAULT_DURATIONS) as Durations;
	listener: JobListener | undefined;
	readonly #pending = new Map<string, Array<() => void>>();

	constructor(
		private readonly clock: Clock,
		private readonly jobs: Jobs,
		private readonly plannedResults: PlannedResults,
	) {}

	/** Starts the lifecycle of an accepted job. */
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

	/** Finishes a job now, regardless of its planned result. */
	finish(job: Job, status: FinalStatus = 'COMPLETED'): void {
		if (isFinal(job.status)) return;
		this.#cancel(job);
		// Music, speech, and music videos have no documented status for moderation: it shows as a failure.
		const canBeModerated = ['video', 'image'].includes(job.kind) && !job.parameters.musicVideo;
		job.status = status === 'MODERATED' && !canBeModerated ? 'FAILED' : status;
		job.updatedAt = this.clock.now();
		job.tracked = false;
		if (!job.notifies) return;
		job.notifies = false;
		this.listener?.onFinished(job);
	}

	/** Finishes a running job by its ID. */
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
		if (job.notifies) this.listener?.onProgress(job);
	}

	#cancel(job: Job): void {
		for (const cancel of this.#pending.get(job.id) ?? []) cancel();
		this.#pending.delete(job.id);
	}

	#getUsualDuration(kind: JobKind, job: Job): number {
		if (job.parameters.offPeak) return this.durations.offPeak;
		const usual = job.parameters.musicVideo ? this.durations.musicVideo : this.durations[kind];
		return this.durations.models[job.parameters.model] ?? usual;
	}
}
