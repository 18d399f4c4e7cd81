import { startEnvironment, type TestEnvironment } from './environment.cts';
import type { Execution } from './n8n/execution.cts';
import type { RestClient, Workflow, WorkflowNode } from './n8n/rest.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { waitFor } from './wait-for.cts';
import { chainNodes, codeNode, pixVerseNode, START } from './workflows.cts';

/** Long enough for a busy machine, and far below the timeout of a suspended execution. */
export const WAIT_TIMEOUT_MS = 120_000;
export const VIDEO_NODE = 'Video';

export const createPromptsNode = (...prompts: string[]): WorkflowNode =>
	codeNode('Prompts', `return ${JSON.stringify(prompts.map((prompt) => ({ json: { prompt } })))};`);

/** The prompt and the status or error of each item of a node. */
export const getResults = (execution: Execution, node = VIDEO_NODE) =>
	execution.getItems(node).map(({ json }) => [json.prompt, json.status ?? json.error]);

export const waitUntil = async <T,>(find: () => Promise<T | undefined> | T | undefined) =>
	await waitFor(find, { timeoutMs: WAIT_TIMEOUT_MS, intervalMs: 100 });

/** n8n with workflows whose executions are suspended until their videos are finished. */
export class SuspendEnvironment {
	readonly simulator: Simulator;
	readonly rest: RestClient;

	private constructor(private readonly environment: TestEnvironment) {
		({ simulator: this.simulator, rest: this.rest } = environment);
	}

	static async open(name: string): Promise<SuspendEnvironment> {
		return new SuspendEnvironment(await startEnvironment(name, { simulator: { speed: 1 } }));
	}

	/** The base URL of n8n. */
	get url(): string {
		return this.environment.n8n.url;
	}

	async close(): Promise<void> {
		await this.environment.close();
	}

	/** Creates a PixVerse node that suspends the execution until its videos are finished. */
	createVideoNode(parameters: object = {}, settings: Partial<WorkflowNode> = {}): WorkflowNode {
		return {
			...pixVerseNode(VIDEO_NODE, this.environment.credential, {
				resource: 'video',
				operation: 'create',
				prompt: '={{ $json.prompt }}',
				waitMode: 'callback',
				...parameters,
			}),
			...settings,
		};
	}

	/** Saves a workflow and returns its ID. */
	async save(workflow: Workflow, settings = {}): Promise<string> {
		const saved = { ...workflow, settings: { executionOrder: 'v1', ...settings } };
		return (await this.rest.createWorkflow(saved)).id;
	}

	/** Saves and publishes a workflow, and returns its ID. */
	async publish(workflow: Workflow): Promise<string> {
		const id = await this.save(workflow);
		await this.rest.activate(id);
		return id;
	}

	/** Starts a workflow with these nodes, and returns the ID of the execution. */
	async start(...nodes: WorkflowNode[]): Promise<string> {
		return await this.rest.start(await this.save(chainNodes('Test', START, ...nodes)), START.name);
	}

	async waitForJobs(count: number): Promise<void> {
		await waitUntil(() => this.simulator.jobs.length >= count);
	}

	async waitForSuspension(id: string): Promise<void> {
		await waitUntil(async () => (await this.rest.getExecution(id)).status === 'waiting');
	}

	async waitForSuccess(id: string): Promise<Execution> {
		const execution = await this.rest.waitForExecution(id, WAIT_TIMEOUT_MS);
		if (execution.status !== 'success') throw new Error(execution.getSummary());
		return execution;
	}

	/** Waits until the newest execution of a workflow has succeeded. */
	async waitForLastExecution(workflow: string): Promise<Execution> {
		const id = await waitUntil(async () => (await this.rest.listExecutionIds(workflow)).at(-1));
		return await this.waitForSuccess(id);
	}

	/** Finishes the job with a prompt, and returns the status of n8n's response to the callback. */
	async finishJob(prompt: string): Promise<number | undefined> {
		const { jobs, lifecycle, webhooks } = this.simulator;
		const job = jobs.find(({ parameters }) => parameters.prompt === prompt);
		if (!job) throw new Error(`There is no job for "${prompt}"`);
		const before = webhooks.deliveries.length;
		lifecycle.finishById(job.id);
		const delivery = webhooks.deliveries.slice(before).find(({ jobId }) => jobId === job.id);
		await waitUntil(() => delivery?.status ?? delivery?.error);
		return delivery?.status;
	}

	/** Expects that each item of a node has the file of its job. */
	async expectFiles(execution: Execution, node = VIDEO_NODE): Promise<void> {
		for (const { json, binary } of execution.getItems(node)) {
			const file = await this.rest.downloadBinary(binary?.data?.id ?? '');
			expect(file.equals(this.simulator.media.getBytes(String(json.id)))).toBe(true);
		}
	}
}
