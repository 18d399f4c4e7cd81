import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../simulator/jobs.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import {
	isUnfinished,
	getExecutionId,
	listExecutions,
	listFinishedVideoIds,
	getReturnedItems,
	REPORT_EXPRESSION,
	getReportedIds,
	getExpectedIds,
} from '../e2e/execution-records.cts';
import { startReceiver, type Receiver } from '../e2e/example-receiver.cts';
import { startCluster, type Cluster } from '../e2e/n8n/cluster.cts';
import type { Item } from '../e2e/n8n/execution.cts';
import type { Credential } from '../e2e/n8n/rest.cts';
import { CREATE_NODE, sendPrompts } from '../e2e/webhook-workflow.cts';
import { createRecoveryWorkflow } from '../e2e/recovery-workflow.cts';
import { ARTIFACTS, START_TIMEOUT_MS } from '../e2e/environment.cts';
import { waitFor } from '../e2e/wait-for.cts';
import { httpRequest } from '../e2e/workflows.cts';

const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
const PATH = 'orders';
const CONCURRENCY = 5;
/** 60 executions with one video and 8 with five: several times as many as the workers can run at the same time. */
const PROMPT_SETS = [
	...Array.from({ length: 60 }, (_none, at) => [`order ${at}`]),
	...Array.from({ length: 8 }, (_none, at) => [1, 2, 3, 4, 5].map((each) => `set ${at}, ${each}`)),
];
const JOB_COUNT = 100;
const DAY_MS = 24 * 3_600_000;
/** Generous: the machine may be busy. */
const WAIT_TIMEOUT_MS = 180_000;
const SLOW_POLLS = {
	kind: 'delay',
	ms: 1000,
	count: 0,
	match: { method: 'GET', path: '/videos/' },
} as const;
/** After this time, n8n's queue gives up the jobs of a crashed worker. */
const LOCK_TIMEOUT_MS = 30_000;
/** Two less than both workers can run at the same time. */
const RESUMED_EXECUTIONS = 2 * CONCURRENCY - 2;
const STARTUP_RECOVERY_MS = 5_000;
let simulator: Simulator;
let cluster: Cluster;
/** The system to which the node after PixVerse reports each result. */
let receiver: Receiver;
let credential: Credential;
let workflow = '';

beforeAll(async () => {
	// 13 accounts with 8 slots each: all videos can run at the same time.
	const accounts = Array.from({ length: 13 }, (_none, at) => ({
		email: `studio-${at}@example.com`,
	}));
	simulator = await startReportedSimulator({ accounts });
	// The test finishes the jobs.
	simulator.lifecycle.durations.video = DAY_MS;
	receiver = await startReceiver();
	cluster = await startCluster({
		webhookProcessorCount: 2,
		workers: 2,
		concurrency: CONCURRENCY,
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
	credential = await rest.createCredential('PixVerse account', 'pixVerseApi', {
		apiToken: simulator.token,
		baseUrl: simulator.url,
	});
	({ id: workflow } = await rest.createWorkflow(
		createRecoveryWorkflow(
			PATH,
			credential,
			{ waitMode: 'callback', download: true },
			httpRequest('Shop', receiver.url, REPORT_EXPRESSION),
		),
	));
	await rest.activate(workflow);
}, START_TIMEOUT_MS);
afterAll(async () => {
	await cluster?.stop();
	await simulator?.stop();
	await receiver?.stop();
}, START_TIMEOUT_MS);

const listAllExecutions = () => listExecutions(cluster.services, workflow);
const getAllReturnedItems = () => getReturnedItems(cluster.services, workflow);
const getFinishedIds = (items: Item[]) =>
	items.map(({ json }) => (json.status === 'COMPLETED' ? json.id : json)).sort();

const waitUntil = async (isDone: () => boolean, intervalMs = 1000) =>
	await waitFor(isDone, { timeoutMs: WAIT_TIMEOUT_MS, intervalMs, describe: listAllExecutions });

const callWebhook = async (prompts: readonly string[]) =>
	await sendPrompts(cluster.webhookUrl, PATH, prompts);
/** Returns the requests for the list of running jobs. */
const getSchedulerReads = () =>
	simulator.requests.filter(({ path }) => /\/scheduler\/?$/.test(path));

/** Finishes the videos of an execution at the same time, and returns the statuses of n8n's responses to the callbacks. */
async function finishJobs(jobs: readonly Job[]): Promise<number[]> {
	for (const { id } of jobs) simulator.lifecycle.finishById(id);
	const ids = new Set(jobs.map(({ id }) => id));
	const getCallbacks = () => simulator.webhooks.deliveries.filter(({ jobId }) => ids.has(jobId));
	await waitUntil(() => getCallbacks().every(({ status, error }) => status ?? error), 50);
	return getCallbacks().flatMap(({ status }) => status ?? []);
}

/** Runs tasks with limited concurrency. */
async function runConcurrently(
	tasks: Array<() => Promise<void>>,
	concurrency: number,
): Promise<void> {
	const runNext = async () => {
		for (let task = tasks.shift(); task; task = tasks.shift()) await task();
	};
	await Promise.all(Array.from({ length: concurrency }, runNext));
}

describe("n8n's queue mode", () => {
	it('should return 100 videos of suspended executions, each once, while a worker is killed', async () => {
		// For a second, every execution has created its videos and isn't suspended yet.
		const slow = simulator.faults.add(SLOW_POLLS);
		const calls = runConcurrently(
			PROMPT_SETS.map((prompts) => async () => await callWebhook(prompts)),
			4,
		);
		await waitUntil(() => simulator.jobs.length >= JOB_COUNT / 3, 50);
		await cluster.workers[0]?.kill();
		await calls;
		const newWorker = cluster.addWorker();
		await waitUntil(() => !listAllExecutions().some(isUnfinished));
		await newWorker;
		simulator.faults.remove(slow);

		// n8n gives up the executions of the killed worker and doesn't store their data.
		const lost = listAllExecutions().filter(
			({ status, mode }) => status === 'error' && mode !== 'error',
		);
		expect(lost.length).toBeGreaterThan(0);
		expect(lost.length).toBeLessThanOrEqual(CONCURRENCY);
		const suspended = listAllExecutions().filter(({ status }) => status === 'waiting');
		expect(suspended).toHaveLength(PROMPT_SETS.length - lost.length);
		expect(suspended.length).toBeGreaterThan(3 * 2 * CONCURRENCY);
		// The error workflow searches for their running jobs.
		await waitUntil(() => getSchedulerReads().length >= lost.length);
		// The caller requests missing videos again.
		const createdPrompts = new Set(simulator.jobs.map(({ parameters }) => parameters.prompt));
		for (const prompts of PROMPT_SETS) {
			const missingPrompts = prompts.filter((prompt) => !createdPrompts.has(prompt));
			if (missingPrompts.length > 0) await callWebhook(missingPrompts);
		}
		await waitUntil(
			() => simulator.jobs.length >= JOB_COUNT && !listAllExecutions().some(isUnfinished),
		);

		const byExecution = new Map<unknown, Job[]>();
		for (const job of simulator.jobs) {
			const execution = getExecutionId(job);
			byExecution.set(execution, [...(byExecution.get(execution) ?? []), job]);
		}
		const jobGroups = [...byExecution.values()];
		const callbackStatuses = new Set<number>();
		const finishAndRecord = async (jobs: Job[]) => {
			for (const status of await finishJobs(jobs)) callbackStatuses.add(status);
		};
		const singleJobs = jobGroups.filter(({ length }) => length === 1);
		await runConcurrently(
			singleJobs.map((jobs) => async () => await finishAndRecord(jobs)),
			4,
		);
		// For each execution, PixVerse calls each webhook processor several times at the same time.
		simulator.faults.setSwitches({ callbacks: { copies: 2 } });
		cluster.balancer.shouldBroadcast = true;
		for (const jobs of jobGroups) if (jobs.length > 1) await finishAndRecord(jobs);
		await waitUntil(
			() => !listAllExecutions().some(({ status }) => /^(new|running|waiting)$/.test(status)),
		);

		cluster.balancer.shouldBroadcast = false;
		simulator.faults.setSwitches({ callbacks: { copies: 1 } });

		const results = [...getAllReturnedItems().values()].flat();
		expect(simulator.jobs).toHaveLength(JOB_COUNT);
		expect(new Set(simulator.jobs.map(({ parameters }) => parameters.prompt)).size).toBe(JOB_COUNT);
		expect(getFinishedIds(results)).toEqual(simulator.jobs.map(({ id }) => id).sort());
		// Every execution was resumed once, whichever process received its callbacks.
		expect(listAllExecutions().filter(({ mode }) => mode === 'error')).toHaveLength(lost.length);
		const lostJobs = simulator.jobs.filter((job) =>
			lost.some(({ id }) => String(id) === getExecutionId(job)),
		);
		const reportedJobs = simulator.jobs.filter((job) => !lostJobs.includes(job));
		expect(getReportedIds(receiver)).toEqual(getExpectedIds(reportedJobs));
		for (const [at] of cluster.webhookProcessors.entries()) {
			const resumptions = cluster.balancer.forwarded.filter(
				({ path, targetIndex, status }) =>
					path.startsWith('/webhook-waiting/') && targetIndex === at && status === 200,
			);
			expect(resumptions.length).toBeGreaterThan(CONCURRENCY);
		}
		// A worker downloaded the files, and every process can read them.
		const withFile = results.filter(({ binary }) => binary);
		expect(withFile.length).toBeGreaterThanOrEqual(suspended.length);
		for (const { json, binary } of withFile.slice(0, 3)) {
			const file = await cluster.rest.downloadBinary(binary?.data?.id ?? '');
			expect(file.equals(simulator.media.getBytes(String(json.id)))).toBe(true);
		}
		// n8n rejects callbacks for crashed executions, and all callbacks except the one that resumes an execution.
		expect(
			[...callbackStatuses].filter((status) => ![200, 401, 409, 500].includes(status)),
		).toEqual([]);
	}, 900_000);

	it('should return nothing twice when a worker crashes while a resumed execution runs', async () => {
		const [oldJobCount, last] = [
			simulator.jobs.length,
			Math.max(...listAllExecutions().map(({ id }) => id)),
		];
		const oldReportCount = receiver.received.length;
		const release = receiver.hold();
		for (let at = 0; at < RESUMED_EXECUTIONS; at++) await callWebhook([`resumed ${at}`]);
		const listNewExecutions = () =>
			listAllExecutions().filter(({ id, mode }) => id > last && mode !== 'error');
		await waitUntil(
			() =>
				listNewExecutions().filter(({ status }) => status === 'waiting').length ===
				RESUMED_EXECUTIONS,
			200,
		);
		const jobs = simulator.jobs.slice(oldJobCount);
		await finishJobs(jobs);
		// All executions are at the node after PixVerse.
		await waitUntil(() => receiver.received.length === oldReportCount + RESUMED_EXECUTIONS, 50);
		await cluster.workers[0]?.kill();
		release();
		await waitUntil(() => !listNewExecutions().some(isUnfinished));
		const lost = listNewExecutions().filter(({ status }) => status !== 'success');
		expect(lost.length).toBeGreaterThan(0);
		expect(lost.length).toBeLessThanOrEqual(CONCURRENCY);

		// n8n gives them up without storing their data, so a retry fails immediately and costs nothing.
		for (const { id } of lost) {
			const execution = await cluster.rest.getExecution(String(id));
			expect(execution.error?.message).toContain('failed to be processed too many times');
			expect(execution.hasRun(CREATE_NODE)).toBe(false);
			const retried = await cluster.rest.retry(String(id));
			expect((await cluster.rest.getExecution(retried)).status).toBe('error');
		}
		const listRecoveries = () =>
			listAllExecutions().filter(({ id, mode }) => id > last && mode === 'error');
		await waitUntil(
			() =>
				listRecoveries().filter(({ status }) => status === 'success').length === 2 * lost.length,
		);
		// No job is left for the recovery workflow.
		const recoveredItems = listRecoveries().flatMap(
			({ id }) => getAllReturnedItems().get(id) ?? [],
		);
		expect(recoveredItems).toEqual([]);
		expect(simulator.jobs).toHaveLength(oldJobCount + RESUMED_EXECUTIONS);
		const reportedIds = getReportedIds(receiver).filter(
			(each) => Number(each.split(' ')[0]) > last,
		);
		expect(reportedIds).toEqual(getExpectedIds(jobs));

		// PixVerse still has the videos of the killed worker.
		const accounts = [...new Set(jobs.map(({ email }) => email))];
		const listedIds = await listFinishedVideoIds(cluster.rest, credential, accounts);
		expect(listedIds).toEqual(expect.arrayContaining(jobs.map(({ id }) => id)));
	}, 900_000);

	it('should pay nothing twice when the executions of a crashed machine are retried', async () => {
		const [oldJobCount, last] = [
			simulator.jobs.length,
			Math.max(...listAllExecutions().map(({ id }) => id)),
		];
		const listNewExecutions = () => listAllExecutions().filter(({ id }) => id > last);
		const slow = simulator.faults.add({ ...SLOW_POLLS, ms: 10_000 });
		for (let at = 0; at < CONCURRENCY; at++) await callWebhook([`crashed ${at}`]);
		await waitUntil(() => simulator.jobs.length === oldJobCount + CONCURRENCY, 50);
		// The processes that received the calls, which would notice the crash, and those that run the executions.
		await Promise.all(
			[...cluster.webhookProcessors, ...cluster.workers].map(async (n8n) => await n8n.kill()),
		);
		simulator.faults.remove(slow);
		const crashed = listNewExecutions();
		expect(crashed.map(({ status }) => status)).toEqual(crashed.map(() => 'running'));
		await cluster.addWorker();
		while (listNewExecutions().some(({ status }) => status === 'running')) {
			await sleep(LOCK_TIMEOUT_MS);
			await cluster.restartMain();
			await sleep(STARTUP_RECOVERY_MS);
		}
		expect(listNewExecutions().map(({ status }) => status)).toEqual(crashed.map(() => 'crashed'));

		const jobs = simulator.jobs.slice(oldJobCount).map(({ id }) => id);
		const oldReadCount = getSchedulerReads().length;
		const retries = Promise.all(
			crashed.map(async ({ id }) => await cluster.rest.retry(String(id))),
		);
		await waitUntil(() => getSchedulerReads().length >= oldReadCount + crashed.length);
		for (const id of jobs) simulator.lifecycle.finishById(id);
		const ids = await retries;
		const results = getAllReturnedItems();
		const items = ids.flatMap((id) => results.get(Number(id)) ?? []);
		expect(getFinishedIds(items)).toEqual(jobs.sort());
		expect(simulator.jobs).toHaveLength(oldJobCount + CONCURRENCY);
	}, 900_000);
});
