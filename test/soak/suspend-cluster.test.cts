import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../simulator/jobs.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import {
	isRunning,
	getExecutionId,
	getExecutions,
	waitUntilFinished,
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
import { httpRequest } from '../e2e/workflows.cts';

const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
const PATH = 'orders';
const CONCURRENCY = 5;
/** 60 executions of one video, 8 of five: several times as many as there are places in workers. */
const CALLS = [
	...Array.from({ length: 60 }, (_none, at) => [`order ${at}`]),
	...Array.from({ length: 8 }, (_none, at) => [1, 2, 3, 4, 5].map((each) => `set ${at}, ${each}`)),
];
const JOBS = 100;
const DAY = 24 * 3_600_000;
/** Generous: the machine may be busy. */
const COMES_WITHIN_MS = 180_000;
const LOOKS_ARE_SLOW = {
	kind: 'delay',
	ms: 1000,
	count: 0,
	match: { method: 'GET', path: '/videos/' },
} as const;
/** After it, n8n's queue gives up the jobs of a dead worker. */
const LOCKS_LAST_MS = 30_000;
/** As many as both workers have places for, less two. */
const WOKEN = 2 * CONCURRENCY - 2;
const SETTLES_MS = 5_000;
let simulator: Simulator;
let cluster: Cluster;
/** Receives each result from the next node. */
let shop: Receiver;
let credential: Credential;
let workflow = '';

beforeAll(async () => {
	// 13 accounts of 8 slots each: all videos are made at the same time.
	const accounts = Array.from({ length: 13 }, (_none, at) => ({
		email: `studio-${at}@example.com`,
	}));
	simulator = await startReportedSimulator({ accounts });
	// They end when the test says so.
	simulator.lifecycle.durations.video = DAY;
	shop = await startReceiver();
	cluster = await startCluster({
		receivers: 2,
		workers: 2,
		concurrency: CONCURRENCY,
		owner,
		log: (name) => join(ARTIFACTS, `suspend-cluster-${name}.n8n.log`),
		settings: {
			// n8n notices a dead worker after half a minute instead of one and a half.
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
			httpRequest('Shop', shop.url, REPORT_EXPRESSION),
		),
	));
	await rest.activate(workflow);
}, START_TIMEOUT_MS);
afterAll(async () => {
	await cluster?.stop();
	await simulator?.stop();
	await shop?.stop();
}, START_TIMEOUT_MS);

const executions = () => getExecutions(cluster.services, workflow);
const handedOver = () => getReturnedItems(cluster.services, workflow);
const finishedIn = (items: Item[]) =>
	items.map(({ json }) => (json.status === 'COMPLETED' ? json.id : json)).sort();

async function until(holds: () => boolean, everyMs = 1000): Promise<void> {
	const deadline = Date.now() + COMES_WITHIN_MS;
	while (!holds()) {
		if (Date.now() > deadline)
			throw new Error(`It did not come to that: ${JSON.stringify(executions())}`);
		await sleep(everyMs);
	}
}

const call = async (prompts: readonly string[]) =>
	await sendPrompts(cluster.webhookUrl, PATH, prompts);
/** Looks at what is running. */
const looks = () => simulator.requests.filter(({ path }) => /\/scheduler\/?$/.test(path));

/** Ends the videos of an execution at the same time, and returns the responses to the callbacks that were in time. */
async function end(jobs: readonly Job[]): Promise<number[]> {
	for (const { id } of jobs) simulator.lifecycle.finishById(id);
	const ids = new Set(jobs.map(({ id }) => id));
	const calls = () => simulator.webhooks.deliveries.filter(({ jobId }) => ids.has(jobId));
	await until(() => calls().every(({ status, error }) => status ?? error), 50);
	return calls().flatMap(({ status }) => status ?? []);
}

/** Runs tasks with limited concurrency. */
async function inLanes(tasks: Array<() => Promise<void>>, lanes: number): Promise<void> {
	const lane = async () => {
		for (let task = tasks.shift(); task; task = tasks.shift()) await task();
	};
	await Promise.all(Array.from({ length: lanes }, lane));
}

describe("n8n's queue mode", () => {
	it('should return 100 videos of suspended executions, each once, while a worker is killed', async () => {
		// Every execution has made its videos, and is not suspended yet, for a second.
		const slow = simulator.faults.add(LOOKS_ARE_SLOW);
		const calling = inLanes(
			CALLS.map((prompts) => async () => await call(prompts)),
			4,
		);
		await until(() => simulator.jobs.length >= JOBS / 3, 50);
		await cluster.workers[0]?.kill();
		await calling;
		const successor = cluster.addWorker();
		await until(() => !executions().some(isRunning));
		await successor;
		simulator.faults.remove(slow);

		// n8n gives up what the dead worker was at, and keeps nothing of it.
		const lost = executions().filter(({ status, mode }) => status === 'error' && mode !== 'error');
		expect(lost.length).toBeGreaterThan(0);
		expect(lost.length).toBeLessThanOrEqual(CONCURRENCY);
		const suspended = executions().filter(({ status }) => status === 'waiting');
		expect(suspended).toHaveLength(CALLS.length - lost.length);
		expect(suspended.length).toBeGreaterThan(3 * 2 * CONCURRENCY);
		// The workflow looks after what they have left running.
		await until(() => looks().length >= lost.length);
		// The caller creates missing jobs again.
		const made = new Set(simulator.jobs.map(({ parameters }) => parameters.prompt));
		for (const prompts of CALLS) {
			const unmade = prompts.filter((prompt) => !made.has(prompt));
			if (unmade.length > 0) await call(unmade);
		}
		await until(() => simulator.jobs.length >= JOBS && !executions().some(isRunning));

		const byExecution = new Map<unknown, Job[]>();
		for (const job of simulator.jobs) {
			const execution = getExecutionId(job);
			byExecution.set(execution, [...(byExecution.get(execution) ?? []), job]);
		}
		const groups = [...byExecution.values()];
		const answers = new Set<number>();
		const endThese = async (jobs: Job[]) => {
			for (const status of await end(jobs)) answers.add(status);
		};
		const alone = groups.filter(({ length }) => length === 1);
		await inLanes(
			alone.map((jobs) => async () => await endThese(jobs)),
			4,
		);
		// Twenty calls of one execution at the same time, each to both that receive them.
		simulator.faults.setSwitches({ callbacks: { copies: 2 } });
		cluster.balancer.toAll = true;
		for (const jobs of groups) if (jobs.length > 1) await endThese(jobs);
		await until(() => !executions().some(({ status }) => /^(new|running|waiting)$/.test(status)));

		cluster.balancer.toAll = false;
		simulator.faults.setSwitches({ callbacks: { copies: 1 } });

		const results = [...handedOver().values()].flat();
		expect(simulator.jobs).toHaveLength(JOBS);
		expect(new Set(simulator.jobs.map(({ parameters }) => parameters.prompt)).size).toBe(JOBS);
		expect(finishedIn(results)).toEqual(simulator.jobs.map(({ id }) => id).sort());
		// Every execution has gone on once, whichever process has received its calls.
		expect(executions().filter(({ mode }) => mode === 'error')).toHaveLength(lost.length);
		const gone = simulator.jobs.filter((job) =>
			lost.some(({ id }) => String(id) === getExecutionId(job)),
		);
		const told = simulator.jobs.filter((job) => !gone.includes(job));
		expect(getReportedIds(shop)).toEqual(getExpectedIds(told));
		for (const [at] of cluster.receivers.entries()) {
			const taken = cluster.balancer.passed.filter(
				({ path, to, status }) =>
					path.startsWith('/webhook-waiting/') && to === at && status === 200,
			);
			expect(taken.length).toBeGreaterThan(CONCURRENCY);
		}
		// A worker has downloaded them, and every process can read them.
		const withFile = results.filter(({ binary }) => binary);
		expect(withFile.length).toBeGreaterThanOrEqual(suspended.length);
		for (const { json, binary } of withFile.slice(0, 3)) {
			const file = await cluster.rest.binary(binary?.data?.id ?? '');
			expect(file.equals(simulator.media.getBytes(String(json.id)))).toBe(true);
		}
		// n8n rejects callbacks for crashed executions, and all callbacks except the one that resumes an execution.
		expect([...answers].filter((status) => ![200, 401, 409, 500].includes(status))).toEqual([]);
	}, 900_000);

	it('should return nothing twice when a worker crashes while a resumed execution runs', async () => {
		const [before, last] = [simulator.jobs.length, Math.max(...executions().map(({ id }) => id))];
		const toldBefore = shop.received.length;
		const release = shop.hold();
		for (let at = 0; at < WOKEN; at++) await call([`woken ${at}`]);
		const own = () => executions().filter(({ id, mode }) => id > last && mode !== 'error');
		await until(() => own().filter(({ status }) => status === 'waiting').length === WOKEN, 200);
		const jobs = simulator.jobs.slice(before);
		await end(jobs);
		// All are at the node behind.
		await until(() => shop.received.length === toldBefore + WOKEN, 50);
		await cluster.workers[0]?.kill();
		release();
		await until(() => !own().some(isRunning));
		const lost = own().filter(({ status }) => status !== 'success');
		expect(lost.length).toBeGreaterThan(0);
		expect(lost.length).toBeLessThanOrEqual(CONCURRENCY);

		// n8n gives them up and keeps nothing of them: a retry has nothing to begin with, and costs nothing.
		for (const { id } of lost) {
			const execution = await cluster.rest.execution(String(id));
			expect(execution.error?.message).toContain('failed to be processed too many times');
			expect(execution.ran(CREATE_NODE)).toBe(false);
			const retried = await cluster.rest.retry(String(id));
			expect((await cluster.rest.execution(retried)).status).toBe('error');
		}
		const recoveries = () => executions().filter(({ id, mode }) => id > last && mode === 'error');
		await until(
			() => recoveries().filter(({ status }) => status === 'success').length === 2 * lost.length,
		);
		// No job is left for the recovery workflow.
		const recoveredItems = recoveries().flatMap(({ id }) => handedOver().get(id) ?? []);
		expect(recoveredItems).toEqual([]);
		expect(simulator.jobs).toHaveLength(before + WOKEN);
		const told = getReportedIds(shop).filter((each) => Number(each.split(' ')[0]) > last);
		expect(told).toEqual(getExpectedIds(jobs));

		// PixVerse still has what the dead worker was at.
		const accounts = [...new Set(jobs.map(({ email }) => email))];
		const listed = await waitUntilFinished(cluster.rest, credential, accounts);
		expect(listed).toEqual(expect.arrayContaining(jobs.map(({ id }) => id)));
	}, 900_000);

	it('should pay nothing twice when the executions of a crashed machine are retried', async () => {
		const [before, last] = [simulator.jobs.length, Math.max(...executions().map(({ id }) => id))];
		const died = () => executions().filter(({ id }) => id > last);
		const slow = simulator.faults.add({ ...LOOKS_ARE_SLOW, ms: 10_000 });
		for (let at = 0; at < CONCURRENCY; at++) await call([`left ${at}`]);
		await until(() => simulator.jobs.length === before + CONCURRENCY, 50);
		// The one that received the calls and would notice, and those that were at it.
		await Promise.all(
			[...cluster.receivers, ...cluster.workers].map(async (n8n) => await n8n.kill()),
		);
		simulator.faults.remove(slow);
		const left = died();
		expect(left.map(({ status }) => status)).toEqual(left.map(() => 'running'));
		await cluster.addWorker();
		while (died().some(({ status }) => status === 'running')) {
			await sleep(LOCKS_LAST_MS);
			await cluster.restartMain();
			await sleep(SETTLES_MS);
		}
		expect(died().map(({ status }) => status)).toEqual(left.map(() => 'crashed'));

		const jobs = simulator.jobs.slice(before).map(({ id }) => id);
		const lookedBefore = looks().length;
		const retried = Promise.all(left.map(async ({ id }) => await cluster.rest.retry(String(id))));
		await until(() => looks().length >= lookedBefore + left.length);
		for (const id of jobs) simulator.lifecycle.finishById(id);
		const ids = await retried;
		const results = handedOver();
		const items = ids.flatMap((id) => results.get(Number(id)) ?? []);
		expect(finishedIn(items)).toEqual(jobs.sort());
		expect(simulator.jobs).toHaveLength(before + CONCURRENCY);
	}, 900_000);
});
