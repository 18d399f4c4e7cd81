import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBalancer, type Balancer } from './balancer.cts';
import { startN8n, type N8n, type N8nOptions } from './instance.cts';
import { findFreePort } from './ports.cts';
import { RestClient, type Owner } from './rest.cts';
import { startServices, type Services } from './services.cts';

export interface ClusterOptions {
	readonly workers: number;
	/** The maximum number of executions that each worker runs at the same time. */
	readonly concurrency: number;
	/** The number of processes that receive webhooks. Default: 1. */
	readonly webhookProcessorCount?: number;
	readonly owner: Owner;
	/** Returns the path of a process's log file. */
	log(name: string): string;
	/** Settings of all processes, in addition to those for queue mode. */
	readonly settings?: Readonly<Record<string, string>>;
}

/** An n8n instance in queue mode with several processes. */
export interface Cluster {
	readonly services: Services;
	/** The processes that receive all webhooks, including those that resume executions. */
	readonly webhookProcessors: readonly N8n[];
	/** The base URL of all webhooks, without a trailing slash. */
	readonly webhookUrl: string;
	/** Distributes webhook calls. Only used with several webhook processors. */
	readonly balancer: Balancer;
	/** The running workers. Live. */
	readonly workers: readonly N8n[];
	readonly rest: RestClient;
	/** Starts another worker. */
	addWorker(): Promise<N8n>;
	/** Kills the main process and starts it again on the same port. */
	restartMain(): Promise<void>;
	stop(): Promise<void>;
}

/**
 * Starts PostgreSQL, Redis, an n8n main process, webhook processors, and workers. Each n8n process has its own user
 * folder, as on separate machines. All of them end with this process.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
	const services = await startServices();
	const folder = mkdtempSync(join(tmpdir(), 'n8n-cluster-'));
	const started: Array<Promise<N8n>> = [];
	const ports: number[] = [];
	const balancer = await startBalancer(() => ports.map((port) => `http://127.0.0.1:${port}`));
	const stop = async () => {
		await balancer.stop();
		const running = await Promise.allSettled(started);
		await Promise.all(
			running.map(async (each) => (each.status === 'fulfilled' ? await each.value.stop() : {})),
		);
		await services.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	const mainPort = await findFreePort();
	for (let at = 0; at < (options.webhookProcessorCount ?? 1); at++)
		ports.push(await findFreePort());
	// A single webhook processor is called directly.
	const webhookUrl = ports.length > 1 ? balancer.url : `http://127.0.0.1:${ports[0]}`;
	const settings = {
		...services.settings,
		N8N_ENCRYPTION_KEY: randomUUID(),
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
		WEBHOOK_URL: `${webhookUrl}/`,
		...options.settings,
	};
	const start = async (name: string, more: Partial<N8nOptions> = {}): Promise<N8n> => {
		const userFolder = join(folder, name);
		const n8n = startN8n({ userFolder, settings, log: options.log(name), ...more });
		started.push(n8n);
		return await n8n;
	};
	const workers: N8n[] = [];
	let count = 0;
	const addWorker = async () => {
		const { concurrency } = options;
		const worker = await start(`worker-${++count}`, { role: 'worker', concurrency });
		workers.push(worker);
		void worker.ended.then(() => workers.splice(workers.indexOf(worker), 1));
		return worker;
	};
	try {
		// The main process creates the tables that all others use.
		let main = await start('main', { port: mainPort });
		const restartMain = async () => {
			await main.kill();
			main = await start('main', { port: mainPort });
		};
		const [rest, webhookProcessors] = await Promise.all([
			RestClient.logIn(main.url, options.owner),
			Promise.all(
				ports.map(async (port, at) => await start(`webhooks-${at + 1}`, { role: 'webhook', port })),
			),
			...Array.from({ length: options.workers }, addWorker),
		]);
		return {
			services,
			webhookProcessors,
			webhookUrl,
			balancer,
			workers,
			rest,
			addWorker,
			restartMain,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
