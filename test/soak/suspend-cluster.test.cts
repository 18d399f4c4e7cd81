import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../simulator/jobs.cts';
import {
	isUnfinished,
	getExecutionId,
	listFinishedVideoIds,
	getReportedIds,
	getExpectedIds,
} from '../e2e/execution-records.cts';
import type { Item } from '../e2e/n8n/execution.cts';
import { CREATE_NODE } from '../e2e/webhook-workflow.cts';
import { START_TIMEOUT_MS } from '../e2e/environment.cts';
import { OrderCluster } from '../e2e/order-cluster.cts';

const CONCURRENCY = 5;
/** 60 executions with one video and 8 with five: several times as many as the workers can run at the same time. */
const PROMPT_SETS = [
	...Array.from({ length: 60 }, (_none, at) => [`order ${at}`]),
	...Array.from({ length: 8 }, (_none, at) => [1, 2, 3, 4, 5].map((each) => `set ${at}, ${each}`)),
];
const JOB_COUNT = 100;
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

let orders: OrderCluster;
beforeAll(async () => {
	orders = await OrderCluster.open(CONCURRENCY);
}, START_TIMEOUT_MS);
afterAll(async () => await orders?.close(), START_TIMEOUT_MS);

const getFinishedIds = (items: Item[]) =>
	items.map(({ json }) => (json.status === 'COMPLETED' ? json.id : json)).sort();

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
		const slow = orders.simulator.faults.add(SLOW_POLLS);
		const calls = runConcurrently(
			PROMPT_SETS.map((prompts) => async () => await orders.callWebhook(prompts)),
			4,
		);
		await orders.waitUntil(() => orders.simulator.jobs.length >= JOB_COUNT / 3, 50);
		await orders.cluster.workers[0]?.kill();
		await calls;
		const newWorker = orders.cluster.addWorker();
		await orders.waitUntil(() => !orders.listAllExecutions().some(isUnfinished));
		await newWorker;
		orders.simulator.faults.remove(slow);

		// n8n gives up the executions of the killed worker and doesn't store their data.
		const lost = orders
			.listAllExecutions()
			.filter(({ status, mode }) => status === 'error' && mode !== 'error');
		expect(lost.length).toBeGreaterThan(0);
		expect(lost.length).toBeLessThanOrEqual(CONCURRENCY);
		const suspended = orders.listAllExecutions().filter(({ status }) => status === 'waiting');
		expect(suspended).toHaveLength(PROMPT_SETS.length - lost.length);
		expect(suspended.length).toBeGreaterThan(3 * 2 * CONCURRENCY);
		// The error workflow searches for their running jobs.
		await orders.waitUntil(() => orders.getSchedulerReads().length >= lost.length);
		// The caller requests missing videos again.
		const createdPrompts = new Set(
			orders.simulator.jobs.map(({ parameters }) => parameters.prompt),
		);
		for (const prompts of PROMPT_SETS) {
			const missingPrompts = prompts.filter((prompt) => !createdPrompts.has(prompt));
			if (missingPrompts.length > 0) await orders.callWebhook(missingPrompts);
		}
		await orders.waitUntil(
			() =>
				orders.simulator.jobs.length >= JOB_COUNT && !orders.listAllExecutions().some(isUnfinished),
		);

		const byExecution = new Map<unknown, Job[]>();
		for (const job of orders.simulator.jobs) {
			const execution = getExecutionId(job);
			byExecution.set(execution, [...(byExecution.get(execution) ?? []), job]);
		}
		const jobGroups = [...byExecution.values()];
		const callbackStatuses = new Set<number>();
		const finishAndRecord = async (jobs: Job[]) => {
			for (const status of await orders.finishJobs(jobs)) callbackStatuses.add(status);
		};
		const singleJobs = jobGroups.filter(({ length }) => length === 1);
		await runConcurrently(
			singleJobs.map((jobs) => async () => await finishAndRecord(jobs)),
			4,
		);
		// For each execution, PixVerse calls each webhook processor several times at the same time.
		orders.simulator.faults.setSwitches({ callbacks: { copies: 2 } });
		orders.cluster.balancer.shouldBroadcast = true;
		for (const jobs of jobGroups) if (jobs.length > 1) await finishAndRecord(jobs);
		await orders.waitUntil(
			() =>
				!orders.listAllExecutions().some(({ status }) => /^(new|running|waiting)$/.test(status)),
		);

		orders.cluster.balancer.shouldBroadcast = false;
		orders.simulator.faults.setSwitches({ callbacks: { copies: 1 } });

		const results = [...orders.getAllReturnedItems().values()].flat();
		expect(orders.simulator.jobs).toHaveLength(JOB_COUNT);
		expect(new Set(orders.simulator.jobs.map(({ parameters }) => parameters.prompt)).size).toBe(
			JOB_COUNT,
		);
		expect(getFinishedIds(results)).toEqual(orders.simulator.jobs.map(({ id }) => id).sort());
		// Every execution was resumed once, whichever process received its callbacks.
		expect(orders.listAllExecutions().filter(({ mode }) => mode === 'error')).toHaveLength(
			lost.length,
		);
		const lostJobs = orders.simulator.jobs.filter((job) =>
			lost.some(({ id }) => String(id) === getExecutionId(job)),
		);
		const reportedJobs = orders.simulator.jobs.filter((job) => !lostJobs.includes(job));
		expect(getReportedIds(orders.receiver)).toEqual(getExpectedIds(reportedJobs));
		for (const [at] of orders.cluster.webhookProcessors.entries()) {
			const resumptions = orders.cluster.balancer.forwarded.filter(
				({ path, targetIndex, status }) =>
					path.startsWith('/webhook-waiting/') && targetIndex === at && status === 200,
			);
			expect(resumptions.length).toBeGreaterThan(CONCURRENCY);
		}
		// A worker downloaded the files, and every process can read them.
		const withFile = results.filter(({ binary }) => binary);
		expect(withFile.length).toBeGreaterThanOrEqual(suspended.length);
		for (const { json, binary } of withFile.slice(0, 3)) {
			const file = await orders.cluster.rest.downloadBinary(binary?.data?.id ?? '');
			expect(file.equals(orders.simulator.media.getBytes(String(json.id)))).toBe(true);
		}
		// n8n rejects callbacks for crashed executions, and all callbacks except the one that resumes an execution.
		expect(
			[...callbackStatuses].filter((status) => ![200, 401, 409, 500].includes(status)),
		).toEqual([]);
	}, 900_000);

	it('should return nothing twice when a worker crashes while a resumed execution runs', async () => {
		const oldJobCount = orders.simulator.jobs.length;
		const last = Math.max(...orders.listAllExecutions().map(({ id }) => id));
		const oldReportCount = orders.receiver.received.length;
		const release = orders.receiver.hold();
		for (let at = 0; at < RESUMED_EXECUTIONS; at++) await orders.callWebhook([`resumed ${at}`]);
		const listNewExecutions = () =>
			orders.listAllExecutions().filter(({ id, mode }) => id > last && mode !== 'error');
		await orders.waitUntil(
			() =>
				listNewExecutions().filter(({ status }) => status === 'waiting').length ===
				RESUMED_EXECUTIONS,
			200,
		);
		const jobs = orders.simulator.jobs.slice(oldJobCount);
		await orders.finishJobs(jobs);
		// All executions are at the node after PixVerse.
		await orders.waitUntil(
			() => orders.receiver.received.length === oldReportCount + RESUMED_EXECUTIONS,
			50,
		);
		await orders.cluster.workers[0]?.kill();
		release();
		await orders.waitUntil(() => !listNewExecutions().some(isUnfinished));
		const lost = listNewExecutions().filter(({ status }) => status !== 'success');
		expect(lost.length).toBeGreaterThan(0);
		expect(lost.length).toBeLessThanOrEqual(CONCURRENCY);

		// n8n gives them up without storing their data, so a retry fails immediately and costs nothing.
		for (const { id } of lost) {
			const execution = await orders.cluster.rest.getExecution(String(id));
			expect(execution.error?.message).toContain('failed to be processed too many times');
			expect(execution.hasRun(CREATE_NODE)).toBe(false);
			const retried = await orders.cluster.rest.retry(String(id));
			expect((await orders.cluster.rest.getExecution(retried)).status).toBe('error');
		}
		const listRecoveries = () =>
			orders.listAllExecutions().filter(({ id, mode }) => id > last && mode === 'error');
		await orders.waitUntil(
			() =>
				listRecoveries().filter(({ status }) => status === 'success').length === 2 * lost.length,
		);
		// No job is left for the recovery workflow.
		const recoveredItems = listRecoveries().flatMap(
			({ id }) => orders.getAllReturnedItems().get(id) ?? [],
		);
		expect(recoveredItems).toEqual([]);
		expect(orders.simulator.jobs).toHaveLength(oldJobCount + RESUMED_EXECUTIONS);
		const reportedIds = getReportedIds(orders.receiver).filter(
			(each) => Number(each.split(' ')[0]) > last,
		);
		expect(reportedIds).toEqual(getExpectedIds(jobs));

		// PixVerse still has the videos of the killed worker.
		const accounts = [...new Set(jobs.map(({ email }) => email))];
		const listedIds = await listFinishedVideoIds(orders.cluster.rest, orders.credential, accounts);
		expect(listedIds).toEqual(expect.arrayContaining(jobs.map(({ id }) => id)));
	}, 900_000);

	it('should pay nothing twice when the executions of a crashed machine are retried', async () => {
		const oldJobCount = orders.simulator.jobs.length;
		const last = Math.max(...orders.listAllExecutions().map(({ id }) => id));
		const listNewExecutions = () => orders.listAllExecutions().filter(({ id }) => id > last);
		const slow = orders.simulator.faults.add({ ...SLOW_POLLS, ms: 10_000 });
		for (let at = 0; at < CONCURRENCY; at++) await orders.callWebhook([`crashed ${at}`]);
		await orders.waitUntil(() => orders.simulator.jobs.length === oldJobCount + CONCURRENCY, 50);
		// The processes that received the calls, which would notice the crash, and those that run the executions.
		await Promise.all(
			[...orders.cluster.webhookProcessors, ...orders.cluster.workers].map(
				async (n8n) => await n8n.kill(),
			),
		);
		orders.simulator.faults.remove(slow);
		const crashed = listNewExecutions();
		expect(crashed.map(({ status }) => status)).toEqual(crashed.map(() => 'running'));
		await orders.cluster.addWorker();
		while (listNewExecutions().some(({ status }) => status === 'running')) {
			await sleep(LOCK_TIMEOUT_MS);
			await orders.cluster.restartMain();
			await sleep(STARTUP_RECOVERY_MS);
		}
		expect(listNewExecutions().map(({ status }) => status)).toEqual(crashed.map(() => 'crashed'));

		const jobs = orders.simulator.jobs.slice(oldJobCount).map(({ id }) => id);
		const oldReadCount = orders.getSchedulerReads().length;
		const retries = Promise.all(
			crashed.map(async ({ id }) => await orders.cluster.rest.retry(String(id))),
		);
		await orders.waitUntil(
			() => orders.getSchedulerReads().length >= oldReadCount + crashed.length,
		);
		for (const id of jobs) orders.simulator.lifecycle.finishById(id);
		const ids = await retries;
		const results = orders.getAllReturnedItems();
		const items = ids.flatMap((id) => results.get(Number(id)) ?? []);
		expect(getFinishedIds(items)).toEqual(jobs.sort());
		expect(orders.simulator.jobs).toHaveLength(oldJobCount + CONCURRENCY);
	}, 900_000);
});
