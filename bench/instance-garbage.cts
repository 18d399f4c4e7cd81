import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startReceiver } from '../test/e2e/example-receiver.cts';
import { startN8n } from '../test/e2e/n8n/instance.cts';
import { type Credential, RestClient, type WorkflowNode } from '../test/e2e/n8n/rest.cts';
import { chainToWebhook, sendPrompts } from '../test/e2e/webhook-workflow.cts';
import { httpRequest } from '../test/e2e/workflows.cts';
import { repeat, round } from './figure.cts';
import type { SimulatorProcess } from './simulator-process.cts';

/** Memory on n8n's JavaScript heap, in MB. */
export interface Garbage {
	/** Everything that was allocated during an execution. */
	readonly allocated: number;
	/** The maximum, compared with the heap before the execution. */
	readonly peak: number;
}

interface GarbageOptions {
	readonly simulator: SimulatorProcess;
	/** The node that gets one item for each prompt. */
	readonly createNode: (credential: Credential) => WorkflowNode;
	readonly prompts: readonly string[];
	readonly runs: number;
	/** Called before each run. */
	readonly prepare: (run: number) => Promise<void>;
	/** The folder for n8n's log and the measurements. */
	readonly folder: string;
}

/** Whether the process of n8n can be found on this operating system. */
export const canMeasureGarbage = () => existsSync('/proc/self/task');

const OWNER = { email: 'owner@example.com', password: 'Sunny-day-1' };
const PATH = 'garbage';
/** After n8n responds, and after the last node, n8n still works for a moment. */
const SETTLE_MS = 8000;
const RUN_TIMEOUT_MS = 180_000;
const MEASUREMENT_TIMEOUT_MS = 30_000;
const BYTES_PER_MB = 1024 * 1024;

/**
 * Measures how much memory a new n8n instance allocates in each execution of a workflow with a node. Nothing reads the
 * execution meanwhile, because each read allocates memory, too.
 */
export async function measureInstanceGarbage(options: GarbageOptions): Promise<Garbage[]> {
	const { simulator, createNode, prompts, runs, prepare, folder } = options;
	const file = join(folder, 'garbage.json');
	const settings = {
		NODE_OPTIONS: `--require ${join(__dirname, 'garbage-meter.cjs')}`,
		GARBAGE_FILE: file,
	};
	const [n8n, receiver] = await Promise.all([
		startN8n({ log: join(folder, 'garbage.n8n.log'), settings }),
		startReceiver(),
	]);
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
		const results = await repeat(runs, async (run) => {
			await prepare(run);
			return await measureGarbage(pid, file, async () => {
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
		return results;
	} finally {
		await Promise.all([n8n.stop(), receiver.stop()]);
	}
}

/** Measures with garbage-meter.cjs in a process. */
async function measureGarbage(
	pid: number,
	file: string,
	task: () => Promise<void>,
): Promise<Garbage> {
	process.kill(pid, 'SIGUSR2');
	await task();
	process.kill(pid, 'SIGUSR2');
	const deadline = Date.now() + MEASUREMENT_TIMEOUT_MS;
	while (!existsSync(file)) {
		if (Date.now() > deadline) throw new Error('n8n measured nothing');
		await sleep(200);
	}
	const { allocated, peak } = JSON.parse(readFileSync(file, 'utf8')) as Garbage;
	return { allocated: round(allocated / BYTES_PER_MB, 0), peak: round(peak / BYTES_PER_MB, 0) };
}

function findChild(pid: number): number {
	const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
	if (!child) throw new Error(`Process ${pid} has no child process`);
	return Number(child);
}
