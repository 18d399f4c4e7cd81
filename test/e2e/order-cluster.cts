import { join } from 'node:path';
import type { Job } from '../../simulator/jobs.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import { ARTIFACTS } from './environment.cts';
import { type Receiver, startReceiver } from './example-receiver.cts';
import { getReturnedItems, listExecutions, REPORT_EXPRESSION } from './execution-records.cts';
import { type Cluster, startCluster } from './n8n/cluster.cts';
import type { Credential } from './n8n/rest.cts';
import { createRecoveryWorkflow } from './recovery-workflow.cts';
import { waitFor } from './wait-for.cts';
import { sendPrompts } from './webhook-workflow.cts';
import { httpRequest } from './workflows.cts';

const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
const PATH = 'orders';
const DAY_MS = 24 * 3_600_000;
/** Generous: the machine may be busy. */
const WAIT_TIMEOUT_MS = 180_000;

/**
 * n8n in queue mode with two webhook processors and two workers. A webhook creates a video for each prompt that it
 * receives, suspends the execution until they are finished, and reports each result to another system.
 */
export class OrderCluster {
	private constructor(
		readonly simulator: Simulator,
		/** The system to which the node after PixVerse reports each result. */
		readonly receiver: Receiver,
		readonly cluster: Cluster,
		readonly credential: Credential,
		private readonly workflow: string,
		readonly close: () => Promise<void>,
	) {}

	/** @param concurrency the number of executions that a worker runs at the same time */
	static async open(concurrency: number): Promise<OrderCluster> {
		// 13 accounts with 8 slots each: all videos can run at the same time.
		const accounts = Array.from({ length: 13 }, (_none, at) => ({
			email: `studio-${at}@example.com`,
		}));
		const simulator = await startReportedSimulator({ accounts });
		// The test finishes the jobs.
		simulator.lifecycle.durations.video = DAY_MS;
		const receiver = await startReceiver();
		let cluster: Cluster | undefined;
		const close = async () => {
			await cluster?.stop();
			await simulator.stop();
			await receiver.stop();
		};
		try {
			cluster = await startCluster({
				webhookProcessorCount: 2,
				workers: 2,
				concurrency,
				owner,
				log: (name) => join(ARTIFACTS, `suspend-cluster-${name}.n8n.log`),
				settings: {
					// n8n detects a crashed worker after 30 seconds instead of 90.
					QUEUE_WORKER_LOCK_DURATION: '20000',
					QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
					QUEUE_WORKER_STALLED_INTERVAL: '5000',
				},
			});
			const { rest } = cluster;
			const credential = await rest.createCredential('PixVerse account', 'pixVerseApi', {
				apiToken: simulator.token,
				baseUrl: simulator.url,
			});
			const { id } = await rest.createWorkflow(
				createRecoveryWorkflow(
					PATH,
					credential,
					{ waitMode: 'callback', download: true },
					httpRequest('Shop', receiver.url, REPORT_EXPRESSION),
				),
			);
			await rest.activate(id);
			return new OrderCluster(simulator, receiver, cluster, credential, id, close);
		} catch (error) {
			await close();
			throw error;
		}
	}

	listAllExecutions() {
		return listExecutions(this.cluster.services, this.workflow);
	}

	getAllReturnedItems() {
		return getReturnedItems(this.cluster.services, this.workflow);
	}

	async waitUntil(isDone: () => boolean, intervalMs = 1000): Promise<void> {
		const describe = () => this.listAllExecutions();
		await waitFor(isDone, { timeoutMs: WAIT_TIMEOUT_MS, intervalMs, describe });
	}

	async callWebhook(prompts: readonly string[]): Promise<void> {
		await sendPrompts(this.cluster.webhookUrl, PATH, prompts);
	}

	/** Returns the requests for the list of running jobs. */
	getSchedulerReads() {
		return this.simulator.requests.filter(({ path }) => /\/scheduler\/?$/.test(path));
	}

	/** Finishes the videos of an execution at the same time, and returns the statuses of n8n's responses to the callbacks. */
	async finishJobs(jobs: readonly Job[]): Promise<number[]> {
		const { lifecycle, webhooks } = this.simulator;
		for (const { id } of jobs) lifecycle.finishById(id);
		const ids = new Set(jobs.map(({ id }) => id));
		const getCallbacks = () => webhooks.deliveries.filter(({ jobId }) => ids.has(jobId));
		await this.waitUntil(() => getCallbacks().every(({ status, error }) => status ?? error), 50);
		return getCallbacks().flatMap(({ status }) => status ?? []);
	}
}
