import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBalancer, type Balancer } from './balancer.cts';
import { startN8n, type N8n, type N8nOptions } from './instance.cts';
import { freePort } from './ports.cts';
import { Rest, type Owner } from './rest.cts';
import { startServices, type Services } from './services.cts';

export interface ClusterOptions {
	readonly workers: number;
	/** Executions that each worker is at, at the same time. */
	readonly concurrency: number;
	/** Processes that receive webhooks; 1 if not given. */
	readonly receivers?: number;
	readonly owner: Owner;
	/** The file that gets what a process prints, by the process's name. */
	log(name: string): string;
	/** Settings of all processes, beside those that queue mode needs. */
	readonly settings?: Readonly<Record<string, string>>;
}

/** An n8n in queue mode as large installations have it. */
export interface Cluster {
	readonly services: Services;
	/** Receive all webhooks, those that resume executions included. */
	readonly receivers: readonly N8n[];
	/** The address of all webhooks, without a slash at the end. */
	readonly webhookUrl: string;
	/** Stands before those that receive webhooks, if they are several. */
	readonly balancer: Balancer;
	/** Those that run now; live. */
	readonly workers: readonly N8n[];
	readonly rest: Rest;
	/** Starts one more worker. */
	addWorker(): Promise<N8n>;
	/** Kills the editor, and starts it again under the same address. */
	restartMain(): Promise<void>;
	stop(): Promise<void>;
}

/**
 * Starts PostgreSQL, Redis, an n8n main, webhook processors and workers, each n8n with a user folder of its own, as on
 * machines of their own. All end with this process.
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
	const mainPort = await freePort();
	for (let at = 0; at < (options.receivers ?? 1); at++) ports.push(await freePort());
	// A single one is called without a detour.
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
		// It makes the tables that all others use.
		let main = await start('main', { port: mainPort });
		const restartMain = async () => {
			await main.kill();
			main = await start('main', { port: mainPort });
		};
		const [rest, receivers] = await Promise.all([
			Rest.logIn(main.url, options.owner),
			Promise.all(
				ports.map(async (port, at) => await start(`webhooks-${at + 1}`, { role: 'webhook', port })),
			),
			...Array.from({ length: options.workers }, addWorker),
		]);
		return {
			services,
			receivers,
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
