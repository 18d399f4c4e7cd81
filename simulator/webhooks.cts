import { request } from 'undici';
import type { Clock } from './clock.cts';
import type { Switches } from './faults.cts';
import type { FinalStatus, Job, JobStatus } from './jobs.cts';
import type { JobListener } from './job-lifecycle.cts';

/** One call of a replyUrl. */
export interface Delivery {
	readonly jobId: string;
	readonly url: string;
	readonly body: Readonly<Record<string, unknown>>;
	/** Simulated wall clock, epoch milliseconds. */
	readonly at: number;
	/** What the receiver answered; absent until then, or when it could not be reached. */
	status?: number;
	error?: string;
}

/** The object of a job as its GET shows it in the given state. */
export type JobSerializer = (job: Job, as?: JobStatus) => Record<string, unknown>;

/**
 * Calls replyUrls. As the reference has it: progress calls and a final one, the body being the job's object with
 * `replyRef` beside its fields; no signature, no second try.
 */
export class Webhooks implements JobListener {
	readonly deliveries: Delivery[] = [];
	readonly #sentEarly = new Set<string>();
	#held: Array<() => void> = [];
	#serialize: JobSerializer = () => ({});

	constructor(
		private readonly clock: Clock,
		private readonly switches: Switches['callbacks'],
	) {}

	/** Set once, by the wiring: views need the media, which needs the jobs. */
	setSerializer(view: JobSerializer): void {
		this.#serialize = view;
	}

	/** The call that may leave before the create call is answered; resolves when the receiver has answered. */
	async onAccepted(job: Job): Promise<void> {
		if (this.switches.beforeResponse && this.switches.progress) await this.#send(job, job.status);
	}

	onProgress(job: Job): void {
		if (this.switches.progress) void this.#send(job, job.status);
	}

	onScheduled(job: Job, status: FinalStatus, inMs: number): void {
		if (this.switches.earlyMs <= 0) return;
		this.clock.after(inMs - this.switches.earlyMs, () => {
			if (!job.tracked) return;
			this.#sentEarly.add(job.id);
			void this.#send(job, status);
		});
	}

	onFinished(job: Job): void {
		if (this.#sentEarly.delete(job.id)) return;
		const send = () => void this.#send(job, job.status);
		const { delayMs, holdUntil } = this.switches;
		if (holdUntil > 1) {
			this.#held.push(send);
			if (this.#held.length < holdUntil) return;
			const all = this.#held;
			this.#held = [];
			for (const each of all) each();
			return;
		}
		if (delayMs > 0) this.clock.after(delayMs, send);
		else send();
	}

	/** Lets held calls go. */
	release(): void {
		const all = this.#held;
		this.#held = [];
		for (const each of all) each();
	}

	clear(): void {
		this.deliveries.length = 0;
		this.#held = [];
		this.#sentEarly.clear();
	}

	async #send(job: Job, as: JobStatus): Promise<void> {
		if (job.replyUrl === undefined || this.switches.lost) return;
		const body = {
			...this.#serialize(job, as),
			...(job.replyRef === undefined ? {} : { replyRef: job.replyRef }),
		};
		const copies = Array.from({ length: Math.max(1, this.switches.copies) });
		await Promise.all(copies.map(() => this.#call(job.id, job.replyUrl!, body)));
	}

	async #call(jobId: string, url: string, body: Record<string, unknown>): Promise<void> {
		const delivery: Delivery = { jobId, url, body, at: this.clock.now() };
		this.deliveries.push(delivery);
		try {
			const answer = await request(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
				headersTimeout: 10_000,
				bodyTimeout: 10_000,
			});
			delivery.status = answer.statusCode;
			await answer.body.dump();
		} catch (error) {
			delivery.error = error instanceof Error ? error.message : String(error);
		}
	}
}
