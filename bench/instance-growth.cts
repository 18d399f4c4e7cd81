import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startReceiver } from '../test/e2e/example-receiver.cts';
import { startN8n } from '../test/e2e/n8n/instance.cts';
import { type Credential, RestClient, type WorkflowNode } from '../test/e2e/n8n/rest.cts';
import { chainToWebhook, sendPrompts } from '../test/e2e/webhook-workflow.cts';
import { httpRequest } from '../test/e2e/workflows.cts';
import { repeat, round } from './figure.cts';
import type { SimulatorProcess } from './simulator-process.cts';

interface GrowthOptions {
	readonly simulator: SimulatorProcess;
	/** The node that gets one item for each prompt. */
	readonly createNode: (credential: Credential) => WorkflowNode;
	readonly prompts: readonly string[];
	readonly runs: number;
	/** Called before each run. */
	readonly prepare: (run: number) => Promise<void>;
	/** The path of n8n's log file. */
	readonly log: string;
}

/** Whether this machine shows the memory of other processes. */
export const canMeasureGrowth = () => existsSync('/proc/self/status');

const OWNER = { email: 'owner@example.com', password: 'Sunny-day-1' };
const PATH = 'growth';
/** After n8n responds, and after the last node, n8n still works for a moment. */
const SETTLE_MS = 8000;
const SAMPLE_MS = 20;
const RUN_TIMEOUT_MS = 180_000;
const KB_PER_MB = 1024;

/**
 * Measures how much the process of a new n8n instance grows while a node processes items: the maximum of its resident set
 * size, compared with the size before the run, in MB. Nothing reads the execution meanwhile, because each read makes about
 * one MB of garbage, whatever the node is.
 */
export async function measureInstanceGrowth(options: GrowthOptions): Promise<number[]> {
	const { simulator, createNode, prompts, runs, prepare, log } = options;
	const [n8n, receiver] = await Promise.all([startN8n({ log }), startReceiver()]);
	try {
		const rest = await RestClient.logIn(n8n.url, OWNER);
		const credential = await rest.createCredential('PixVerse account', 'pixVerseApi', {
			apiToken: simulator.token,
			baseUrl: simulator.url,
		});
		const node = createNode(credential);
		const end = { ...httpRequest('End', receiver.url, '={{ ({}) }}'), executeOnce: true };
		const { id } = await rest.createWorkflow(chainToWebhook(PATH, node, end));
		await rest.activate(id);
		const pid = findChild(n8n.parentPid);
		await sleep(SETTLE_MS);
		const growth = await repeat(runs, async (run) => {
			await prepare(run);
			return await measureMaximumGrowth(pid, async () => {
				await sendPrompts(n8n.url, PATH, prompts);
				await receiver.waitForRequests(run + 1, RUN_TIMEOUT_MS);
				await sleep(SETTLE_MS);
			});
		});
		for (const executionId of await rest.listExecutionIds(id)) {
			const execution = await rest.getExecution(executionId);
			const { length } = execution.getItems(node.name);
			if (execution.status !== 'success' || length !== prompts.length)
				throw new Error(`${node.name} returned ${length} items: ${execution.error?.message}`);
		}
		return growth;
	} finally {
		await Promise.all([n8n.stop(), receiver.stop()]);
	}
}

async function measureMaximumGrowth(pid: number, task: () => Promise<void>): Promise<number> {
	const before = readMemory(pid);
	let maximum = before;
	const timer = setInterval(() => {
		maximum = Math.max(maximum, readMemory(pid));
	}, SAMPLE_MS);
	try {
		await task();
	} finally {
		clearInterval(timer);
	}
	return round((maximum - before) / KB_PER_MB, 1);
}

/** Returns the resident set size of a process, in KB. */
function readMemory(pid: number): number {
	const [, size = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(size);
}

function findChild(pid: number): number {
	const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
	if (!child) throw new Error(`Process ${pid} has no child process`);
	return Number(child);
}
