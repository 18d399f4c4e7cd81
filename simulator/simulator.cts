import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { buildApi } from './api-server.cts';
import type { Accounts } from './accounts.cts';
import type { Clock } from './clock.cts';
import type { Faults } from './faults.cts';
import type { Files } from './files.cts';
import type { Job } from './jobs.cts';
import type { Lifecycle } from './job-lifecycle.cts';
import type { Media } from './media.cts';
import { buildMedia } from './media-server.cts';
import type { Outcomes } from './planned-results.cts';
import type { RequestEntry } from './requests.cts';
import type { Webhooks } from './webhooks.cts';
import { TOKEN, World, type WorldOptions } from './state.cts';

export interface SimulatorOptions extends WorldOptions {
	/** Port of the API on 127.0.0.1; 0 (default) takes any free one. */
	readonly port?: number;
	/** Port of the media host; 0 (default) takes any free one. */
	readonly mediaPort?: number;
	/** Hears one line for each request. */
	readonly log?: (line: string) => void;
}

/** The PixVerse API v2 on loopback. README.md of this folder tells what it does. */
export interface Simulator {
	/** Base URL without a path: the API is below /v2/pixverse, the platform below /v2/account. */
	readonly url: string;
	/** The host that serves media. */
	readonly mediaUrl: string;
	/** The bearer token that is accepted. */
	readonly token: string;
	readonly clock: Clock;
	readonly accounts: Accounts;
	/** All jobs ever made, oldest first; the array and the jobs in it are live. */
	readonly jobs: readonly Job[];
	/** All requests on both ports, oldest first; live. */
	readonly requests: readonly RequestEntry[];
	readonly faults: Faults;
	/** Ends jobs at will, and sets how long they take. */
	readonly lifecycle: Lifecycle;
	/** Lays down how coming jobs end. */
	readonly outcomes: Outcomes;
	readonly files: Files;
	readonly media: Media;
	readonly webhooks: Webhooks;
	/** Adds old finished videos, for paging. */
	seedVideos(count: number, email?: string): void;
	/** Everything back to how it was at the start, faults included; the clock goes on. */
	reset(): void;
	/**
	 * Drops all connections and comes back on the same ports with its state.
	 * @param goneMs real milliseconds in which nothing listens there; default none
	 */
	restart(goneMs?: number): Promise<void>;
	stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Starts a simulator of its own; any number can run side by side. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const world = new World(options);
	let api: FastifyInstance;
	let media: FastifyInstance;
	let url = '';

	const open = async (port: number, mediaPort: number) => {
		media = await buildMedia(world);
		api = await buildApi(world, {
			restart,
			urls: () => ({ url, mediaUrl: world.mediaUrl, token: TOKEN }),
		});
		if (options.log) for (const app of [api, media]) logRequests(app, options.log);
		world.mediaUrl = await listen(media, mediaPort);
		try {
			url = await listen(api, port);
		} catch (error) {
			await media.close();
			throw error;
		}
	};
	const restart = async (goneMs = 0) => {
		await Promise.all([api.close(), media.close()]);
		if (goneMs > 0) await pause(goneMs);
		await open(portOf(url), portOf(world.mediaUrl));
	};
	await open(options.port ?? 0, options.mediaPort ?? 0);

	return {
		get url() {
			return url;
		},
		get mediaUrl() {
			return world.mediaUrl;
		},
		token: TOKEN,
		clock: world.clock,
		accounts: world.accounts,
		jobs: world.jobs.all,
		requests: world.requests.all,
		faults: world.faults,
		lifecycle: world.lifecycle,
		outcomes: world.outcomes,
		files: world.files,
		media: world.media,
		webhooks: world.webhooks,
		seedVideos: (count, email) => world.seedVideos(count, email),
		reset: () => world.reset(),
		restart,
		stop: async () => {
			world.clock.stop();
			await Promise.all([api.close(), media.close()]);
		},
	};
}

async function listen(app: FastifyInstance, port: number): Promise<string> {
	await app.listen({ host: HOST, port });
	return `http://${HOST}:${(app.server.address() as AddressInfo).port}`;
}

const portOf = (url: string) => Number(new URL(url).port);

/** At the server itself, so that nothing escapes, cut connections included. */
function logRequests(app: FastifyInstance, log: (line: string) => void): void {
	app.server.on('request', (request, response) => {
		response.once('close', () => {
			const outcome = response.writableFinished ? response.statusCode : 'no answer';
			log(`${request.method} ${request.url} ${outcome}`);
		});
	});
}
