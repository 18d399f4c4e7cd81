import { formatId, type JobKind } from './ids.cts';

/** The states of a job, whatever numbers its kind shows them with. */
export type JobStatus = 'QUEUED' | 'GENERATING' | 'COMPLETED' | 'MODERATED' | 'FAILED';
export type FinalStatus = Exclude<JobStatus, 'QUEUED' | 'GENERATING'>;

/** What a create call asked for, after the rules have let it pass and defaults are filled in. */
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
	/** Uploaded paths by parameter name. */
	readonly inputs: Readonly<Record<string, string>>;
	/** Id of the video that this one is made from. */
	readonly source?: string | undefined;
	/** Fields of the job's object that only this endpoint fills. */
	readonly extra?: Readonly<Record<string, unknown>>;
}

export interface Job {
	readonly id: string;
	readonly number: number;
	readonly kind: JobKind;
	readonly email: string;
	/** Path below the base URL, as `videos/create`; `website` for what was made there. */
	readonly endpoint: string;
	/** The body of the create call as the API read it. */
	readonly request: Readonly<Record<string, unknown>>;
	readonly parameters: JobParameters;
	readonly replyUrl?: string | undefined;
	readonly replyRef?: string | undefined;
	/** Charged at create. Whether they come back on failure is unknown: they stay charged. */
	readonly credits: number;
	/** Epoch milliseconds of the simulated wall clock. */
	readonly createdAt: number;
	updatedAt: number;
	/** Reading of the clock that only goes forward, for `elapsed` of the scheduler. */
	readonly startedElapsed: number;
	status: JobStatus;
	/** In the scheduler: takes a slot and sends callbacks. */
	tracked: boolean;
	deleted: boolean;
}

export const isFinal = (status: JobStatus): status is FinalStatus =>
	status !== 'QUEUED' && status !== 'GENERATING';

/** Everything that was ever made, oldest first. */
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

	/** Files a new job under a new id. */
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

	/** By id; deleted ones are gone. */
	find(id: string): Job | undefined {
		const job = this.#byId.get(id);
		return job?.deleted ? undefined : job;
	}

	/** Also deleted ones: for tests and for media. */
	findIncludingDeleted(id: string): Job | undefined {
		return this.#byId.get(id);
	}

	/** One account's jobs of the given kinds, newest first. */
	list(email: string, kinds: readonly JobKind[]): Job[] {
		return this.all
			.filter((job) => job.email === email && kinds.includes(job.kind) && !job.deleted)
			.sort((a, b) => b.createdAt - a.createdAt || b.number - a.number);
	}

	/** What the scheduler tracks, oldest first; of one account or of all. */
	listTracked(email?: string): Job[] {
		return this.all.filter((job) => job.tracked && (email === undefined || job.email === email));
	}

	/** Everything that PixVerse itself still works on for an account, tracked or not. */
	listUnfinished(email: string): Job[] {
		return this.all.filter((job) => job.email === email && !isFinal(job.status));
	}

	clear(): void {
		this.all.length = 0;
		this.#byId.clear();
	}
}
