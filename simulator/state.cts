import { Accounts, type AccountSeed } from './accounts.cts';
import { Clock, type ClockOptions } from './clock.cts';
import { Faults } from './faults.cts';
import { Files } from './files.cts';
import { Jobs } from './jobs.cts';
import { JobLifecycle } from './job-lifecycle.cts';
import { Media } from './media.cts';
import { PlannedResults } from './planned-results.cts';
import { RequestLog } from './requests.cts';
import { serializeJob } from './serializers/job.cts';
import { serializeMusicVideo } from './serializers/music-video.cts';
import { Webhooks } from './webhooks.cts';

/** The accepted token and its useapi.net user. */
export const TOKEN = 'user:1234-simulated';
export const USER = 1234;

export interface StateOptions extends ClockOptions {
	/** Configured PixVerse accounts. Default: one, `studio@example.com`. */
	readonly accounts?: readonly AccountSeed[];
	/** Number of old finished website videos of the first account. Default: none. */
	readonly seedVideos?: number;
	/** Seed of all random values. Default: fixed. */
	readonly randomSeed?: number;
}

/** The useapi.net user that the platform endpoints show. */
export interface Platform {
	name: string;
	/** Account-wide default of `replyUrl`. */
	replyUrl?: string;
}

/** The state of the API. Servers can be stopped and started without losing it. */
export class SimulatorState {
	readonly clock: Clock;
	readonly accounts: Accounts;
	readonly jobs = new Jobs(USER);
	readonly plannedResults = new PlannedResults();
	readonly lifecycle: JobLifecycle;
	readonly files = new Files();
	readonly media: Media;
	readonly faults: Faults;
	readonly webhooks: Webhooks;
	readonly requests: RequestLog;
	readonly platform: Platform = { name: 'Simulated User' };
	/** Set when the servers listen. */
	mediaUrl = '';
	#randomState: number;

	constructor(private readonly options: StateOptions = {}) {
		this.#randomState = options.randomSeed ?? 20_261_122;
		this.clock = new Clock(options);
		const random = () => this.random();
		this.accounts = new Accounts(() => this.clock.now(), random);
		this.lifecycle = new JobLifecycle(this.clock, this.jobs, this.plannedResults);
		this.media = new Media(
			() => this.mediaUrl,
			(job) => this.plannedResults.getFor(job).bytes,
			(id) => this.jobs.findIncludingDeleted(id),
		);
		this.faults = new Faults(random);
		this.webhooks = new Webhooks(this.clock, this.faults.switches.callbacks);
		this.webhooks.setSerializer((job, as) =>
			// Undocumented for music videos; assumed to be the object of GET, as for music.
			job.parameters.musicVideo ? serializeMusicVideo(this, job, as) : serializeJob(this, job, as),
		);
		this.lifecycle.listener = this.webhooks;
		this.requests = new RequestLog(() => this.clock.now());
		this.#initialize();
	}

	/** Returns a number from 0 (inclusive) to 1 (exclusive), reproducible by seed (mulberry32). */
	random(): number {
		this.#randomState = (this.#randomState + 0x6d2b79f5) | 0;
		let t = Math.imul(this.#randomState ^ (this.#randomState >>> 15), 1 | this.#randomState);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** Draws a generation seed, like PixVerse does. */
	drawSeed(): number {
		return 1 + Math.floor(this.random() * 2_147_483_646);
	}

	/** Returns the public URL of an upload. */
	getUploadUrl(path: string): string {
		return `${this.mediaUrl}/${path}`;
	}

	/**
	 * Adds finished website videos, one every ten minutes back from now, oldest first. They use no slot and
	 * send no callback.
	 */
	seedVideos(count: number, email?: string): void {
		const owner = email ?? this.accounts.list()[0]?.email;
		if (owner === undefined) throw new Error('The simulator has no account to seed videos for');
		for (let back = count; back > 0; back -= 1) {
			const createdAt = this.clock.now() - back * 600_000;
			this.jobs.add('video', owner, {
				endpoint: 'website',
				request: {},
				parameters: {
					model: 'v6',
					prompt: `Earlier video ${count - back + 1}`,
					quality: '720p',
					duration: 5,
					aspectRatio: '16:9',
					seed: this.drawSeed(),
					inputs: {},
				},
				credits: 0,
				createdAt,
				updatedAt: createdAt + 30_000,
				startedElapsed: this.clock.elapsed(),
				status: 'COMPLETED',
				tracked: false,
				notifies: false,
				deleted: false,
			});
		}
	}

	/** Restores the initial state. The clock continues. */
	reset(): void {
		this.clock.clear();
		this.lifecycle.reset();
		this.plannedResults.clear();
		this.jobs.clear();
		this.files.clear();
		this.media.clear();
		this.faults.clear();
		this.webhooks.clear();
		this.requests.clear();
		this.accounts.clear();
		delete this.platform.replyUrl;
		this.#initialize();
	}

	#initialize(): void {
		for (const seed of this.options.accounts ?? [{ email: 'studio@example.com' }]) {
			this.accounts.add(seed);
		}
		if (this.options.seedVideos) this.seedVideos(this.options.seedVideos);
	}
}
