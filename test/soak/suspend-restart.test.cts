import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../simulator/jobs.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import { startN8n, type N8n } from '../e2e/n8n/instance.cts';
import { freePort } from '../e2e/n8n/ports.cts';
import { Rest, type Credential, type WorkflowNode } from '../e2e/n8n/rest.cts';
import { CREATE_NODE, sendPrompts, createWebhookWorkflow } from '../e2e/webhook-workflow.cts';
import { ARTIFACTS, START_TIMEOUT_MS } from '../e2e/environment.cts';

const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-suspend-'));
const DAY = 24 * 3_600_000;
/** Generous: the machine may be busy. */
const COMES_WITHIN_MS = 180_000;
let simulator: Simulator;
let n8n: N8n;
let rest: Rest;
let credential: Credential;
let port = 0;
let starts = 0;

/** Always under the same address: PixVerse calls sleeping executions there. */
async function start(): Promise<void> {
	port ||= await freePort();
	const log = join(ARTIFACTS, `suspend-restart-${++starts}.n8n.log`);
	n8n = await startN8n({ userFolder, port, log, graceMs: 60_000 });
	// It answers before it has gone through the executions of its last life; until then, those that sleep count as crashed.
	await until(() => n8n.logTail().includes('Editor is now accessible'));
	rest = await Rest.logIn(n8n.url, owner);
}

beforeAll(async () => {
	simulator = await startReportedSimulator();
	// Jobs end when the test says so.
	simulator.lifecycle.durations.video = DAY;
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

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
	const deadline = Date.now() + COMES_WITHIN_MS;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error('It did not come to that in time');
		await sleep(500);
	}
}

/** An execution that waits for its jobs. */
interface Begun {
	readonly id: string;
	readonly jobs: readonly string[];
}

/** Publishes a workflow and has it make two videos; returns when it waits for them. */
async function begin(
	path: string,
	parameters: Record<string, unknown>,
	...behind: WorkflowNode[]
): Promise<Begun> {
	const before = simulator.jobs.length;
	const workflow = await rest.createWorkflow(
		createWebhookWorkflow(path, credential, parameters, ...behind),
	);
	await rest.activate(workflow.id);
	await sendPrompts(n8n.url, path, [`${path} one`, `${path} two`]);
	const waits = parameters.waitMode === 'callback' ? 'waiting' : 'running';
	let id = '';
	await until(async () => {
		[id = ''] = await rest.executionsOf(workflow.id);
		const made = simulator.jobs.length - before;
		return id !== '' && made === 2 && (await rest.execution(id)).status === waits;
	});
	// Sent at the same time, they may arrive in any order. "one" is before "two" in the alphabet, too.
	const prompt = ({ parameters }: Job) => parameters.prompt ?? '';
	const made = simulator.jobs.slice(before);
	const inOrder = made.sort((a, b) => prompt(a).localeCompare(prompt(b)));
	return { id, jobs: inOrder.map((job) => job.id) };
}

const finish = (...jobs: Array<string | undefined>) => {
	for (const job of jobs) simulator.lifecycle.finishById(job ?? '');
};

/** What the PixVerse node has returned in the end. */
async function handedOver(id: string) {
	const execution = await rest.ended(id, COMES_WITHIN_MS);
	if (execution.status !== 'success') throw new Error(execution.summary());
	return execution.itemsOf(CREATE_NODE).map(({ json }) => [json.id, json.status]);
}

const all = (status: string, { jobs }: Begun) => jobs.map((job) => [job, status]);

describe('A real n8n that is restarted', () => {
	it('should resume suspended executions when PixVerse calls back, or at their timeout, and pay nothing twice in retries', async () => {
		const suspended = { waitMode: 'callback' };
		const stopped = await begin('stopped', suspended);
		const unheard = await begin('unheard', { ...suspended, options: { timeout: 1 } });

		await n8n.stop();
		// Of these calls, n8n hears nothing.
		finish(...unheard.jobs);
		await start();
		finish(...stopped.jobs);
		expect(await handedOver(stopped.id)).toEqual(all('COMPLETED', stopped));
		expect(await handedOver(unheard.id)).toEqual(all('COMPLETED', unheard));

		const killed = await begin('killed', suspended);
		const polling = await begin('polling', { waitMode: 'poll' });
		await n8n.kill();
		await start();
		finish(...killed.jobs);
		expect(await handedOver(killed.id)).toEqual(all('COMPLETED', killed));
		expect((await rest.ended(polling.id)).status).toBe('crashed');
		const before = simulator.requests.length;
		const retried = rest.retry(polling.id);
		const looked = () => simulator.requests.slice(before).map(({ path }) => path);
		await until(() => looked().some((path) => /\/scheduler\/?$/.test(path)));
		finish(...polling.jobs);
		expect(await handedOver(await retried)).toEqual(all('COMPLETED', polling));

		expect(simulator.jobs).toHaveLength(8);
	}, 900_000);
});
