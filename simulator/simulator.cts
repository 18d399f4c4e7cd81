import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createApiServer } from './api-server.cts';
import type { Accounts } from './accounts.cts';
import type { Clock } from './clock.cts';
import type { Faults } from './faults.cts';
import type { Files } from './files.cts';
import type { Job } from './jobs.cts';
import type { JobLifecycle } from './job-lifecycle.cts';
import type { Media } from './media.cts';
import { createMediaServer } from './media-server.cts';
import type { PlannedResults } from './planned-results.cts';
import type { RequestEntry } from './requests.cts';
import type { Webhooks } from './webhooks.cts';
import { TOKEN, SimulatorState, type StateOptions } from './state.cts';

export interface SimulatorOptions extends StateOptions {
	/** Port of the API on 127.0.0.1. Default 0: any free port. */
	readonly port?: number;
	/** Port of the media host. Default 0: any free port. */
	readonly mediaPort?: number;
	/** Receives one line per request. */
	readonly log?: (line: string) => void;
}

/** The PixVerse API v2 on loopback. See README.md in this folder. */
export interface Simulator {
	/** Base URL without a path: the API is below /v2/pixverse, the platform below /v2/account. */
	readonly url: string;
	/** The base URL of the media host. */
	readonly mediaUrl: string;
	/** The bearer token that the API accepts. */
	readonly token: string;
	readonly clock: Clock;
	readonly accounts: Accounts;
	/** All jobs, oldest first. The array and its jobs are live. */
	readonly jobs: readonly Job[];
	/** All requests on both ports, oldest first. Live. */
	readonly requests: readonly RequestEntry[];
	readonly faults: Faults;
	/** Finishes jobs and sets how long they take. */
	readonly lifecycle: JobLifecycle;
	/** Plans how future jobs end. */
	readonly plannedResults: PlannedResults;
	readonly files: Files;
	readonly media: Media;
	readonly webhooks: Webhooks;
	/** Adds old finished videos, for paging. */
	seedVideos(count: number, email?: string): void;
	/** Restores the initial state, including faults. The clock continues. */
	reset(): void;
	/**
	 * Drops all connections and listens on the same ports again. Keeps the state.
	 * @param downtimeMs real milliseconds without a listener. Default 0
	 */
	restart(downtimeMs?: number): Promise<void>;
	stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Starts a simulator. Several can run side by side. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const state = new SimulatorState(options);
	let api: FastifyInstance;
	let media: FastifyInstance;
	let url = '';

	const start = async (port: number, mediaPort: number) => {
		media = await createMediaServer(state);
		api = await createApiServer(state, {
			restart,
			getUrls: () => ({ url, mediaUrl: state.mediaUrl, token: TOKEN }),
		});
		if (options.log) for (const app of [api, media]) logRequests(app, options.log);
		state.mediaUrl = await listen(media, mediaPort);
		try {
			url = await listen(api, port);
		} catch (error) {
			await media.close();
			throw error;
		}
	};
	const restart = async (downtimeMs = 0) => {
		await Promise.all([api.close(), media.close()]);
		if (downtimeMs > 0) await pause(downtimeMs);
		await start(getPort(url), getPort(state.mediaUrl));
	};
	await start(options.port ?? 0, options.mediaPort ?? 0);

	return {
		get url() {
			return url;
		},
		get mediaUrl() {
			return state.mediaUrl;
		},
		token: TOKEN,
		clock: state.clock,
		accounts: state.accounts,
		jobs: state.jobs.all,
		requests: state.requests.all,
		faults: state.faults,
		lifecycle: state.lifecycle,
		plannedResults: state.plannedResults,
		files: state.files,
		media: state.media,
		webhooks: state.webhooks,
		seedVideos: (count, email) => state.seedVideos(count, email),
		reset: () => state.reset(),
		restart,
		stop: async () => {
			state.clock.stop();
			await Promise.all([api.close(), media.close()]);
		},
	};
}

async function listen(app: FastifyInstance, port: number): Promise<string> {
	await app.listen({ host: HOST, port });
	return `http://${HOST}:${(app.server.address() as AddressInfo).port}`;
}

const getPort = (url: string) => Number(new URL(url).port);

/** Listens to the server itself, to include cut connections. */
function logRequests(app: FastifyInstance, log: (line: string) => void): void {
	app.server.on('request', (request, response) => {
		response.once('close', () => {
			const result = response.writableFinished ? response.statusCode : 'no response';
			log(`${request.method} ${request.url} ${result}`);
		});
	});
}
