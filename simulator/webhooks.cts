import { request } from 'undici';
import type { Clock } from './clock.cts';
import type { Switches } from './switches.cts';
import type { FinalStatus, Job, JobStatus } from './jobs.cts';
import type { JobListener } from './job-lifecycle.cts';

/** One call to a replyUrl. */
export interface Delivery {
	readonly jobId: string;
	readonly url: string;
	readonly body: Readonly<Record<string, unknown>>;
	/** Simulated wall clock, epoch milliseconds. */
	readonly at: number;
	/** Response status of the receiver. Absent while pending or when it was unreachable. */
	status?: number;
	error?: string;
}

/** Serializes a job as its GET shows it in the given status. */
export type JobSerializer = (job: Job, as?: JobStatus) => Record<string, unknown>;

/**
 * Calls replyUrls as documented: progress calls and a final one. The body is the job's object plus
 * `replyRef`, without a signature or retries.
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

	/** Set after construction, because serializers need the media and the media need the jobs. */
	setSerializer(serializer: JobSerializer): void {
		this.#serialize = serializer;
	}

	/** Sends the call that can precede the create response. Resolves when the receiver has answered. */
	async onAccepted(job: Job): Promise<void> {
		if (this.switches.beforeResponse && this.switches.progress) await this.#send(job, job.status);
	}

	onProgress(job: Job): void {
		if (this.switches.progress) void this.#send(job, job.status);
	}

	onScheduled(job: Job, status: FinalStatus, inMs: number): void {
		if (this.switches.earlyMs <= 0) return;
		this.clock.after(inMs - this.switches.earlyMs, () => {
			if (!job.notifies) return;
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
			this.release();
			return;
		}
		if (delayMs > 0) this.clock.after(delayMs, send);
		else send();
	}

	/** Sends the calls that are held back. */
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
			const response = await request(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
				headersTimeout: 10_000,
				bodyTimeout: 10_000,
			});
			delivery.status = response.statusCode;
			await response.body.dump();
		} catch (error) {
			delivery.error = error instanceof Error ? error.message : String(error);
		}
	}
}
