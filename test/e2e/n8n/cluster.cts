import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startN8n, type N8n, type N8nOptions } from './instance.cts';
import { freePort } from './ports.cts';
import { Rest, type Owner } from './rest.cts';
import { startServices, type Services } from './services.cts';

export interface ClusterOptions {
	readonly workers: number;
	/** Executions that each worker is at, at the same time. */
	readonly concurrency: number;
	readonly owner: Owner;
	/** The file that gets what a process prints, by the process's name. */
	log(name: string): string;
	/** Settings of all processes, beside those that queue mode needs. */
	readonly settings?: Readonly<Record<string, string>>;
}

/** An n8n in queue mode as large installations have it. */
export interface Cluster {
	readonly services: Services;
	/** The editor. It serves no webhooks of published workflows. */
	readonly main: N8n;
	/** Receives all webhooks, those that resume executions included. */
	readonly webhooks: N8n;
	readonly workers: readonly N8n[];
	readonly rest: Rest;
	/** Starts one more worker. */
	addWorker(): Promise<N8n>;
	stop(): Promise<void>;
}

/**
 * Starts PostgreSQL, Redis, an n8n main, a webhook processor and workers, each n8n with a user folder of its own, as on
 * machines of their own. All end with this process.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
	const services = await startServices();
	const folder = mkdtempSync(join(tmpdir(), 'n8n-cluster-'));
	const started: Array<Promise<N8n>> = [];
	const stop = async () => {
		const running = await Promise.allSettled(started);
		await Promise.all(
			running.map(async (each) => (each.status === 'fulfilled' ? await each.value.stop() : {})),
		);
		await services.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	const port = await freePort();
	const settings = {
		...services.settings,
		N8N_ENCRYPTION_KEY: randomUUID(),
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		...options.settings,
	};
	const start = async (name: string, more: Partial<N8nOptions> = {}): Promise<N8n> => {
		const userFolder = join(folder, name);
		const n8n = startN8n({ userFolder, settings, log: options.log(name), ...more });
		started.push(n8n);
		return await n8n;
	};
	let count = 0;
	const addWorker = async () =>
		await start(`worker-${++count}`, { role: 'worker', concurrency: options.concurrency });
	try {
		// It makes the tables that all others use.
		const main = await start('main');
		const [rest, webhooks, ...workers] = await Promise.all([
			Rest.logIn(main.url, options.owner),
			start('webhooks', { role: 'webhook', port }),
			...Array.from({ length: options.workers }, addWorker),
		]);
		return { services, main, webhooks, workers, rest, addWorker, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
