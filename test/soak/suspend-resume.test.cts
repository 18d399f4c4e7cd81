import { FormData, request } from 'undici';
import type { Execution } from '../e2e/n8n/execution.cts';
import type { Workflow, WorkflowNode } from '../e2e/n8n/rest.cts';
import { START_TIMEOUT_MS, startEnvironment, type TestEnvironment } from '../e2e/environment.cts';
import { waitFor } from '../e2e/wait-for.cts';
import { chainNodes, codeNode, pixVerseNode, START } from '../e2e/workflows.cts';

/** Long enough for a busy machine, and far below the timeout of a suspended execution. */
const WAIT_TIMEOUT_MS = 120_000;
const VIDEO_NODE = 'Video';
let environment: TestEnvironment;
beforeAll(async () => {
	environment = await startEnvironment('suspend-resume', { simulator: { speed: 1 } });
}, START_TIMEOUT_MS);
afterAll(async () => await environment?.close());
beforeEach(() => environment.simulator.reset());

const createPromptsNode = (...prompts: string[]) =>
	codeNode('Prompts', `return ${JSON.stringify(prompts.map((prompt) => ({ json: { prompt } })))};`);

/** Creates a PixVerse node that suspends the execution until its videos are finished. */
const createVideoNode = (
	parameters: object = {},
	settings: Partial<WorkflowNode> = {},
): WorkflowNode => ({
	...pixVerseNode(VIDEO_NODE, environment.credential, {
		resource: 'video',
		operation: 'create',
		prompt: '={{ $json.prompt }}',
		waitMode: 'callback',
		...parameters,
	}),
	...settings,
});

async function save(workflow: Workflow, settings = {}): Promise<string> {
	const saved = { ...workflow, settings: { executionOrder: 'v1', ...settings } };
	return (await environment.rest.createWorkflow(saved)).id;
}

const start = async (...nodes: WorkflowNode[]) =>
	await environment.rest.start(await save(chainNodes('Test', START, ...nodes)), START.name);

const waitUntil = async <T,>(find: () => Promise<T | undefined> | T | undefined) =>
	await waitFor(find, { timeoutMs: WAIT_TIMEOUT_MS, intervalMs: 100 });

const waitForJobs = async (count: number) =>
	await waitUntil(() => environment.simulator.jobs.length >= count);
const waitForSuspension = async (id: string) =>
	await waitUntil(async () => (await environment.rest.getExecution(id)).status === 'waiting');

/** Finishes the job with a prompt, and returns the status of n8n's response to the callback. */
async function finishJob(prompt: string): Promise<number | undefined> {
	const { jobs, lifecycle, webhooks } = environment.simulator;
	const job = jobs.find(({ parameters }) => parameters.prompt === prompt);
	if (!job) throw new Error(`There is no job for "${prompt}"`);
	const before = webhooks.deliveries.length;
	lifecycle.finishById(job.id);
	const delivery = webhooks.deliveries.slice(before).find(({ jobId }) => jobId === job.id);
	await waitUntil(() => delivery?.status ?? delivery?.error);
	return delivery?.status;
}

async function waitForSuccess(id: string): Promise<Execution> {
	const execution = await environment.rest.waitForExecution(id, WAIT_TIMEOUT_MS);
	if (execution.status !== 'success') throw new Error(execution.getSummary());
	return execution;
}

const getResults = (execution: Execution, node = VIDEO_NODE) =>
	execution.getItems(node).map(({ json }) => [json.prompt, json.status ?? json.error]);

async function expectFiles(execution: Execution, node = VIDEO_NODE): Promise<void> {
	for (const { json, binary } of execution.getItems(node)) {
		const file = await environment.rest.downloadBinary(binary?.data?.id ?? '');
		expect(file.equals(environment.simulator.media.getBytes(String(json.id)))).toBe(true);
	}
}

describe('A job that finishes while the file of another job is downloaded', () => {
	const ONE_HOUR = '[takes 3600s]';

	/** Runs two jobs. The first one is finished at the first poll, and `duringDownload` runs while its file is downloaded. */
	const run = async (
		duringDownload: (id: string) => Promise<void>,
		afterSuspension?: () => Promise<void>,
	) => {
		const { simulator } = environment;
		simulator.plannedResults.add({ afterMs: 0, promptIncludes: 'first' });
		const slow = simulator.faults.add({
			kind: 'delay',
			ms: 15_000,
			match: { host: 'media', method: 'GET' },
		});
		const id = await start(
			createPromptsNode('first', `second ${ONE_HOUR}`),
			createVideoNode({ download: true }),
		);
		await waitForJobs(2);
		await waitUntil(() =>
			simulator.faults.list().find((each) => each.id === slow && each.hits > 0),
		);
		await duringDownload(id);
		if (afterSuspension) {
			await waitForSuspension(id);
			await afterSuspension();
		}
		const execution = await waitForSuccess(id);
		expect(getResults(execution)).toEqual([
			['first', 'COMPLETED'],
			[`second ${ONE_HOUR}`, 'COMPLETED'],
		]);
		await expectFiles(execution);
		expect(simulator.jobs).toHaveLength(2);
	};

	it('should be returned as finished when n8n rejects its callback', async () => {
		await run(async (id) => {
			expect(await finishJob(`second ${ONE_HOUR}`)).toBeGreaterThanOrEqual(400);
			expect((await environment.rest.getExecution(id)).status).toBe('running');
		});
	}, 240_000);

	it('should be returned as finished when its callback comes after the download', async () => {
		await run(
			async () => {},
			async () => expect(await finishJob(`second ${ONE_HOUR}`)).toBe(200),
		);
	}, 240_000);

	it('should be returned as finished long before the timeout when its callback is lost', async () => {
		environment.simulator.faults.setSwitches({ callbacks: { lost: true } });
		const id = await start(
			createPromptsNode(`lost ${ONE_HOUR}`),
			createVideoNode({ download: true }),
		);
		await waitForJobs(1);
		await waitForSuspension(id);
		environment.simulator.lifecycle.finishById(environment.simulator.jobs[0]?.id ?? '');
		const execution = await environment.rest.waitForExecution(id, 300_000);
		expect(getResults(execution)).toEqual([[`lost ${ONE_HOUR}`, 'COMPLETED']]);
		await expectFiles(execution);
	}, 400_000);

	it('should be returned as finished at the timeout when all callbacks are lost', async () => {
		environment.simulator.faults.setSwitches({ callbacks: { lost: true } });
		const id = await start(
			createPromptsNode(`one ${ONE_HOUR}`, `two ${ONE_HOUR}`),
			createVideoNode({ options: { timeout: 0.5 } }),
		);
		await waitForJobs(2);
		await waitForSuspension(id);
		await finishJob(`one ${ONE_HOUR}`).catch(() => {});
		expect(getResults(await environment.rest.waitForExecution(id, 300_000))).toEqual([
			[`one ${ONE_HOUR}`, 'COMPLETED'],
			[`two ${ONE_HOUR}`, 'PENDING'],
		]);
	}, 400_000);
});

describe('Retry On Fail with On Error: Continue', () => {
	it.each([
		['is rejected, and the second ends later', 'blocked [rejected]', 'good [takes 12s]'],
		[
			'is moderated, and the second ends later',
			'blocked [moderated][takes 0s]',
			'good [takes 12s]',
		],
		[
			'is rejected, and the second ends before the next try',
			'blocked [rejected]',
			'good [takes 3s]',
		],
	])(
		'should create each item once when the first %s',
		async (_case, blocked, good) => {
			const id = await start(
				createPromptsNode(blocked, good),
				createVideoNode(
					{},
					{
						retryOnFail: true,
						maxTries: 3,
						waitBetweenTries: 5000,
						onError: 'continueRegularOutput',
					},
				),
			);
			const execution = await waitForSuccess(id);
			expect(getResults(execution)).toEqual([
				[undefined, expect.stringMatching(/moderation|rejected/)],
				[good, 'COMPLETED'],
			]);
			const creates = environment.simulator.requests.filter(
				({ method, path }) => method === 'POST' && path.endsWith('/videos/create'),
			);
			expect(creates).toHaveLength(2);
		},
		240_000,
	);

	it('should run the node for the second of two branches after the first', async () => {
		const workflow = chainNodes(
			'Branches',
			START,
			createPromptsNode('a [takes 6s]'),
			createVideoNode(),
		);
		const from = { node: VIDEO_NODE, type: 'main', index: 0 };
		const id = await save({
			...workflow,
			connections: { ...workflow.connections, Prompts: { main: [[from, from]] } },
		});
		await waitForSuccess(await environment.rest.start(id, START.name));
		expect(environment.simulator.jobs).toHaveLength(2);
	}, 240_000);
});

const createTriggerNode = (
	type: string,
	typeVersion: number,
	path: string,
	parameters: object,
): WorkflowNode => ({
	name: 'Call',
	type,
	typeVersion,
	webhookId: path,
	position: [0, 0],
	parameters: { ...parameters },
});

const createWebhookNode = (path: string, responseMode: string) =>
	createTriggerNode('n8n-nodes-base.webhook', 2, path, { httpMethod: 'POST', path, responseMode });

/** Calls a workflow. Retries while n8n is still publishing it. */
async function callWorkflow(path: string, body: object | FormData): Promise<string> {
	const answer = await waitUntil(async () => {
		const isForm = body instanceof FormData;
		const response = await request(`${environment.n8n.url}/${path}`, {
			method: 'POST',
			...(isForm
				? { body }
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
			headersTimeout: WAIT_TIMEOUT_MS,
		});
		const text = await response.body.text();
		if (response.statusCode === 404) return undefined;
		expect([response.statusCode, text]).toEqual([200, expect.any(String)]);
		return { text };
	});
	return answer.text;
}

describe('A caller that waits for the response of the workflow', () => {
	const getExecutionText = async (id: string) => await environment.rest.getExecutionText(id);

	async function publish(workflow: Workflow): Promise<string> {
		const id = await save(workflow);
		await environment.rest.activate(id);
		return id;
	}

	async function waitForLastExecution(workflow: string): Promise<Execution> {
		const id = await waitUntil(async () =>
			(await environment.rest.listExecutionIds(workflow)).at(-1),
		);
		return await waitForSuccess(id);
	}

	it.each<[string, () => WorkflowNode, string, () => object | FormData]>([
		[
			'a webhook',
			() => createWebhookNode('answer-webhook', 'lastNode'),
			'webhook/answer-webhook',
			() => ({}),
		],
		[
			'a chat',
			() =>
				createTriggerNode('@n8n/n8n-nodes-langchain.chatTrigger', 1.1, 'answer-chat', {
					public: true,
					mode: 'webhook',
					options: {},
				}),
			'webhook/answer-chat/chat',
			() => ({ action: 'sendMessage', chatInput: 'a video', sessionId: '1' }),
		],
		[
			'a form',
			() =>
				createTriggerNode('n8n-nodes-base.formTrigger', 2.2, 'answer-form', {
					path: 'answer-form',
					formTitle: 'Video',
					formFields: { values: [{ fieldLabel: 'Prompt' }] },
					responseMode: 'lastNode',
				}),
			'form/answer-form',
			() => {
				const form = new FormData();
				form.set('field-0', 'a video');
				return form;
			},
		],
	])(
		'should get the finished result from %s',
		async (kind, createTrigger, path, createBody) => {
			const workflow = await publish(
				chainNodes(kind, createTrigger(), createPromptsNode('asked [takes 8s]'), createVideoNode()),
			);
			const answer = await callWorkflow(path, createBody());
			expect(environment.simulator.jobs.map(({ status }) => status)).toEqual(['COMPLETED']);
			if (kind !== 'a form') expect(JSON.parse(answer)).toMatchObject({ status: 'COMPLETED' });
			expect(answer).not.toContain('PENDING');
			const execution = await waitForLastExecution(workflow);
			expect(getResults(execution)).toEqual([['asked [takes 8s]', 'COMPLETED']]);
			expect(await getExecutionText(execution.id)).toContain(
				'The node polled instead of suspending',
			);
		},
		240_000,
	);

	it('should get the finished result from a Respond to Webhook node, and the execution is suspended', async () => {
		const respond: WorkflowNode = {
			name: 'Answer',
			type: 'n8n-nodes-base.respondToWebhook',
			typeVersion: 1.1,
			position: [0, 0],
			parameters: { respondWith: 'firstIncomingItem' },
		};
		const workflow = await publish(
			chainNodes(
				'Answer',
				createWebhookNode('answer-node', 'responseNode'),
				createPromptsNode('asked [takes 8s]'),
				createVideoNode(),
				respond,
			),
		);
		const answer = await callWorkflow('webhook/answer-node', {});
		expect(JSON.parse(answer)).toMatchObject({ status: 'COMPLETED' });
		const execution = await waitForLastExecution(workflow);
		expect(await getExecutionText(execution.id)).not.toContain(
			'The node polled instead of suspending',
		);
	}, 240_000);
});

describe('A sub-workflow', () => {
	const PROMPTS = ['one [takes 8s]', 'two [takes 12s]', 'three [takes 10s]'];
	const subTrigger: WorkflowNode = {
		name: 'Called',
		type: 'n8n-nodes-base.executeWorkflowTrigger',
		typeVersion: 1.1,
		position: [0, 0],
		parameters: { inputSource: 'passthrough' },
	};
	const createCallNode = (workflow: string, mode: string): WorkflowNode => ({
		name: 'Sub-workflow',
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		position: [0, 0],
		parameters: { workflowId: { __rl: true, mode: 'id', value: workflow }, mode, options: {} },
	});
	const saveSubworkflow = async (parameters = {}, settings = {}) =>
		await save(chainNodes('Sub', subTrigger, createVideoNode(parameters)), settings);
	const expected = PROMPTS.map((prompt) => [prompt, 'COMPLETED']);

	it('should return all results when it is called once for each item', async () => {
		const sub = await saveSubworkflow();
		const execution = await waitForSuccess(
			await start(createPromptsNode(...PROMPTS), createCallNode(sub, 'each')),
		);
		expect(getResults(execution, 'Sub-workflow')).toEqual(expected);
		const [first = ''] = await environment.rest.listExecutionIds(sub);
		expect(await environment.rest.getExecutionText(first)).toContain('polled instead');
	}, 240_000);

	it('should suspend the execution and return all results when it is called once with all items', async () => {
		// With files, the node polls unless the sub-workflow's settings save its executions.
		const sub = await saveSubworkflow({ download: false });
		const id = await start(createPromptsNode(...PROMPTS), createCallNode(sub, 'once'));
		await waitForSuspension(id);
		expect(getResults(await waitForSuccess(id), 'Sub-workflow')).toEqual(expected);
	}, 240_000);

	it.each([
		['is not saved', { saveDataSuccessExecution: 'none' }],
		['may not be saved', {}],
		['is saved', { saveDataSuccessExecution: 'all' }],
	])(
		'should return all files when its execution %s',
		async (_case, settings) => {
			const sub = await saveSubworkflow({ download: true }, settings);
			const id = await start(createPromptsNode(...PROMPTS), createCallNode(sub, 'once'));
			const execution = await waitForSuccess(id);
			expect(getResults(execution, 'Sub-workflow')).toEqual(expected);
			await expectFiles(execution, 'Sub-workflow');
		},
		240_000,
	);

	it('should return the finished results to the webhook of the calling workflow', async () => {
		const sub = await saveSubworkflow();
		await environment.rest.activate(sub);
		const caller = await save(
			chainNodes(
				'Caller',
				createWebhookNode('answer-sub', 'lastNode'),
				createPromptsNode(...PROMPTS),
				createCallNode(sub, 'once'),
			),
		);
		await environment.rest.activate(caller);
		const answer = await callWorkflow('webhook/answer-sub', {});
		expect(JSON.parse(answer)).toMatchObject({ status: 'COMPLETED' });
		expect(environment.simulator.jobs).toHaveLength(3);
	}, 240_000);
});
