import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../simulator/jobs.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import { startN8n, type N8n } from '../e2e/n8n/instance.cts';
import { findFreePort } from '../e2e/n8n/ports.cts';
import { RestClient, type Credential, type WorkflowNode } from '../e2e/n8n/rest.cts';
import { CREATE_NODE, sendPrompts, createWebhookWorkflow } from '../e2e/webhook-workflow.cts';
import { ARTIFACTS, START_TIMEOUT_MS } from '../e2e/environment.cts';
import { waitFor } from '../e2e/wait-for.cts';

const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-suspend-'));
const DAY_MS = 24 * 3_600_000;
/** Generous: the machine may be busy. */
const WAIT_TIMEOUT_MS = 180_000;
let simulator: Simulator;
let n8n: N8n;
let rest: RestClient;
let credential: Credential;
let port = 0;
let startCount = 0;

/** Starts n8n on the same port each time, because PixVerse calls back to its URL. */
async function start(): Promise<void> {
	port ||= await findFreePort();
	const log = join(ARTIFACTS, `suspend-restart-${++startCount}.n8n.log`);
	n8n = await startN8n({ userFolder, port, log, graceMs: 60_000 });
	// n8n responds before it has recovered the executions of its last run. Until then, suspended executions count as crashed.
	await waitUntil(() => n8n.getLogTail().includes('Editor is now accessible'));
	rest = await RestClient.logIn(n8n.url, owner);
}

beforeAll(async () => {
	simulator = await startReportedSimulator();
	// The test finishes the jobs.
	simulator.lifecycle.durations.video = DAY_MS;
	await start();
	credential = await rest.createCredential('PixVerse account', 'pixVerseApi', {
		apiToken: simulator.token,
		baseUrl: simulator.url,
	});
}, START_TIMEOUT_MS);
afterAll(async () => {
	await n8n?.stop();
	await simulator?.stop();
	rmSync(userFolder, { recursive: true, force: true });
}, START_TIMEOUT_MS);

const waitUntil = async (isDone: () => Promise<boolean> | boolean) =>
	await waitFor(isDone, { timeoutMs: WAIT_TIMEOUT_MS });

/** An execution that waits for its jobs, and their IDs. */
interface StartedExecution {
	readonly id: string;
	readonly jobs: readonly string[];
}

/** Publishes a workflow that creates two videos, calls it, and returns when the execution waits for the videos. */
async function startExecution(
	path: string,
	parameters: Record<string, unknown>,
	...nextNodes: WorkflowNode[]
): Promise<StartedExecution> {
	const oldJobCount = simulator.jobs.length;
	const workflow = await rest.createWorkflow(
		createWebhookWorkflow(path, credential, parameters, ...nextNodes),
	);
	await rest.activate(workflow.id);
	await sendPrompts(n8n.url, path, [`${path} one`, `${path} two`]);
	const expectedStatus = parameters.waitMode === 'callback' ? 'waiting' : 'running';
	let id = '';
	await waitUntil(async () => {
		[id = ''] = await rest.listExecutionIds(workflow.id);
		const createdCount = simulator.jobs.length - oldJobCount;
		return (
			id !== '' && createdCount === 2 && (await rest.getExecution(id)).status === expectedStatus
		);
	});
	// Creates that are sent at the same time may arrive in any order. The prompts are in alphabetical order.
	const getPrompt = ({ parameters }: Job) => parameters.prompt ?? '';
	const created = simulator.jobs.slice(oldJobCount);
	const sorted = created.sort((a, b) => getPrompt(a).localeCompare(getPrompt(b)));
	return { id, jobs: sorted.map((job) => job.id) };
}

const finishJobs = (...jobs: Array<string | undefined>) => {
	for (const job of jobs) simulator.lifecycle.finishById(job ?? '');
};

/** Waits for the end of an execution, and returns the IDs and statuses in the PixVerse node's output. */
async function getReturnedStatuses(id: string) {
	const execution = await rest.waitForExecution(id, WAIT_TIMEOUT_MS);
	if (execution.status !== 'success') throw new Error(execution.getSummary());
	return execution.getItems(CREATE_NODE).map(({ json }) => [json.id, json.status]);
}

const expectAllWith = (status: string, { jobs }: StartedExecution) =>
	jobs.map((job) => [job, status]);

describe('Restart of a real n8n', () => {
	it('should resume suspended executions on a callback or at their timeout, and create nothing twice in retries', async () => {
		const suspended = { waitMode: 'callback' };
		const stopped = await startExecution('stopped', suspended);
		const withLostCallbacks = await startExecution('unheard', {
			...suspended,
			options: { timeout: 1 },
		});

		await n8n.stop();
		// n8n can't receive these callbacks.
		finishJobs(...withLostCallbacks.jobs);
		await start();
		finishJobs(...stopped.jobs);
		expect(await getReturnedStatuses(stopped.id)).toEqual(expectAllWith('COMPLETED', stopped));
		expect(await getReturnedStatuses(withLostCallbacks.id)).toEqual(
			expectAllWith('COMPLETED', withLostCallbacks),
		);

		const killed = await startExecution('killed', suspended);
		const polling = await startExecution('polling', { waitMode: 'poll' });
		await n8n.kill();
		await start();
		finishJobs(...killed.jobs);
		expect(await getReturnedStatuses(killed.id)).toEqual(expectAllWith('COMPLETED', killed));
		expect((await rest.waitForExecution(polling.id)).status).toBe('crashed');
		const oldRequestCount = simulator.requests.length;
		const retried = rest.retry(polling.id);
		const getNewPaths = () => simulator.requests.slice(oldRequestCount).map(({ path }) => path);
		await waitUntil(() => getNewPaths().some((path) => /\/scheduler\/?$/.test(path)));
		finishJobs(...polling.jobs);
		expect(await getReturnedStatuses(await retried)).toEqual(expectAllWith('COMPLETED', polling));

		expect(simulator.jobs).toHaveLength(8);
	}, 900_000);
});
