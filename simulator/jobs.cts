import { formatId, type JobKind } from './ids.cts';

/** The statuses of a job, independent of the numbers that each kind shows. */
export type JobStatus = 'QUEUED' | 'GENERATING' | 'COMPLETED' | 'MODERATED' | 'FAILED';
export type FinalStatus = Exclude<JobStatus, 'QUEUED' | 'GENERATING'>;

/** The parameters of a create call that GET music-video returns. */
export interface MusicVideoParameters {
	readonly projectId: number;
	readonly mode: string;
	readonly style: string;
	readonly audioPath: string;
	/** Seconds. */
	readonly audioDuration: number;
	readonly imagePath?: string | undefined;
	readonly subtitles: boolean;
}

/** The validated parameters of a create call, with defaults filled in. */
export interface JobParameters {
	readonly model: string;
	readonly prompt?: string | undefined;
	readonly quality?: string | undefined;
	/** Seconds. */
	readonly duration?: number | undefined;
	readonly aspectRatio?: string | undefined;
	readonly seed?: number | undefined;
	readonly sound?: boolean;
	readonly offPeak?: boolean;
	readonly preview?: boolean;
	/** The plan's discount applies (create-final). */
	readonly relaxed?: boolean;
	/** Set for music videos, which share the ID form and the record of videos. */
	readonly musicVideo?: MusicVideoParameters;
	/** Generated with a draft model. It can be rendered as a final. */
	readonly draft?: boolean;
	/** Uploaded paths by parameter name. */
	readonly inputs: Readonly<Record<string, string>>;
	/** ID of the source video. */
	readonly source?: string | undefined;
	/** Fields of the job's object that only this endpoint sets. */
	readonly extra?: Readonly<Record<string, unknown>>;
}

export interface Job {
	readonly id: string;
	readonly number: number;
	readonly kind: JobKind;
	readonly email: string;
	/**
	 * Path below the base URL, such as `videos/create`; `website` for jobs that weren't created through the
	 * API.
	 */
	readonly endpoint: string;
	/** The body of the create call as the API read it. */
	readonly request: Readonly<Record<string, unknown>>;
	readonly parameters: JobParameters;
	readonly replyUrl?: string | undefined;
	readonly replyRef?: string | undefined;
	/** Charged on create. Whether a failure refunds them is undocumented, so they stay charged. */
	readonly credits: number;
	/** Epoch milliseconds of the simulated wall clock. */
	readonly createdAt: number;
	updatedAt: number;
	/** Monotonic time of the start, for `elapsed` in the scheduler. */
	readonly startedElapsed: number;
	status: JobStatus;
	/** Listed by the scheduler: occupies a slot. */
	tracked: boolean;
	/** Sends callbacks until it's finished. */
	notifies: boolean;
	deleted: boolean;
}

export const isFinal = (status: JobStatus): status is FinalStatus =>
	status !== 'QUEUED' && status !== 'GENERATING';

/** All jobs, oldest first. */
export class Jobs {
	readonly all: Job[] = [];
	readonly #byId = new Map<string, Job>();
	#nextNumber: number;

	constructor(
		private readonly user: number,
		firstNumber = 351_000_000_000_001,
	) {
		this.#nextNumber = firstNumber;
	}

	/** Adds a job with a new ID. */
	add(kind: JobKind, email: string, rest: Omit<Job, 'id' | 'number' | 'kind' | 'email'>): Job {
		const number = this.#nextNumber++;
		const job: Job = {
			...rest,
			id: formatId({ user: this.user, email, kind, number }),
			number,
			kind,
			email,
		};
		this.all.push(job);
		this.#byId.set(job.id, job);
		return job;
	}

	/** Finds a job by ID. Deleted ones are missing. */
	find(id: string): Job | undefined {
		const job = this.#byId.get(id);
		return job?.deleted ? undefined : job;
	}

	/** Finds a job by ID, deleted or not. For tests and media. */
	findIncludingDeleted(id: string): Job | undefined {
		return this.#byId.get(id);
	}

	/** Lists the jobs of an account by kind, newest first. */
	list(email: string, kinds: readonly JobKind[]): Job[] {
		return this.all
			.filter((job) => job.email === email && kinds.includes(job.kind) && !job.deleted)
			.sort((a, b) => b.createdAt - a.createdAt || b.number - a.number);
	}

	/** Lists the jobs that the scheduler tracks, oldest first, for one account or all. */
	listTracked(email?: string): Job[] {
		return this.all.filter((job) => job.tracked && (email === undefined || job.email === email));
	}

	/** Lists the jobs that PixVerse is still working on for an account, tracked or not. */
	listUnfinished(email: string): Job[] {
		return this.all.filter((job) => job.email === email && !isFinal(job.status));
	}

	clear(): void {
		this.all.length = 0;
		this.#byId.clear();
	}
}
