import { setTimeout as sleep } from 'node:timers/promises';
import { FormData, request } from 'undici';
import type { Execution } from '../e2e/n8n/execution.cts';
import type { Workflow, WorkflowNode } from '../e2e/n8n/rest.cts';
import { START_TIMEOUT_MS, startEnvironment, type TestEnvironment } from '../e2e/environment.cts';
import { chainNodes, codeNode, pixVerseNode, START } from '../e2e/workflows.cts';

/** Long enough on a busy machine. Far below the time limit of a suspended execution. */
const WITHIN_MS = 120_000;
const VIDEO = 'Video';
let environment: TestEnvironment;
beforeAll(async () => {
	environment = await startEnvironment('suspend-resume', { simulator: { speed: 1 } });
}, START_TIMEOUT_MS);
afterAll(async () => await environment?.close());
beforeEach(() => environment.simulator.reset());

const promptsNode = (...prompts: string[]) =>
	codeNode('Prompts', `return ${JSON.stringify(prompts.map((prompt) => ({ json: { prompt } })))};`);

/** Suspends the execution until its videos are finished. */
const videoNode = (
	parameters: object = {},
	settings: Partial<WorkflowNode> = {},
): WorkflowNode => ({
	...pixVerseNode(VIDEO, environment.credential, {
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

async function until<T>(find: () => Promise<T | undefined> | T | undefined): Promise<T> {
	const deadline = Date.now() + WITHIN_MS;
	for (;;) {
		const found = await find();
		if (found) return found;
		if (Date.now() > deadline) throw new Error(`It did not come to that: ${String(find)}`);
		await sleep(100);
	}
}

const untilJobs = async (count: number) =>
	await until(() => environment.simulator.jobs.length >= count);
const untilWaiting = async (id: string) =>
	await until(async () => (await environment.rest.execution(id)).status === 'waiting');

/** Finishes the job for a prompt, and returns what n8n answered to the callback. */
async function finish(prompt: string): Promise<number | undefined> {
	const { jobs, lifecycle, webhooks } = environment.simulator;
	const job = jobs.find(({ parameters }) => parameters.prompt === prompt);
	if (!job) throw new Error(`There is no job for "${prompt}"`);
	const before = webhooks.deliveries.length;
	lifecycle.finishById(job.id);
	const delivery = webhooks.deliveries.slice(before).find(({ jobId }) => jobId === job.id);
	await until(() => delivery?.status ?? delivery?.error);
	return delivery?.status;
}

async function end(id: string): Promise<Execution> {
	const execution = await environment.rest.ended(id, WITHIN_MS);
	if (execution.status !== 'success') throw new Error(execution.summary());
	return execution;
}

const results = (execution: Execution, node = VIDEO) =>
	execution.itemsOf(node).map(({ json }) => [json.prompt, json.status ?? json.error]);

async function expectFiles(execution: Execution, node = VIDEO): Promise<void> {
	for (const { json, binary } of execution.itemsOf(node)) {
		const file = await environment.rest.binary(binary?.data?.id ?? '');
		expect(file.equals(environment.simulator.media.getBytes(String(json.id)))).toBe(true);
	}
}

describe('A job that ends while the file of another is being downloaded', () => {
	const LONG = '[takes 3600s]';

	/** The first job is finished at the first poll, and its download takes until `meanwhile` has ended. */
	const run = async (meanwhile: (id: string) => Promise<void>, afterward?: () => Promise<void>) => {
		const { simulator } = environment;
		simulator.plannedResults.add({ afterMs: 0, promptIncludes: 'first' });
		const slow = simulator.faults.add({
			kind: 'delay',
			ms: 15_000,
			match: { host: 'media', method: 'GET' },
		});
		const id = await start(promptsNode('first', `second ${LONG}`), videoNode({ download: true }));
		await untilJobs(2);
		await until(() => simulator.faults.list().find((each) => each.id === slow && each.hits > 0));
		await meanwhile(id);
		if (afterward) {
			await untilWaiting(id);
			await afterward();
		}
		const execution = await end(id);
		expect(results(execution)).toEqual([
			['first', 'COMPLETED'],
			[`second ${LONG}`, 'COMPLETED'],
		]);
		await expectFiles(execution);
		expect(simulator.jobs).toHaveLength(2);
	};

	it('should come out finished when n8n refuses its callback', async () => {
		await run(async (id) => {
			expect(await finish(`second ${LONG}`)).toBeGreaterThanOrEqual(400);
			expect((await environment.rest.execution(id)).status).toBe('running');
		});
	}, 240_000);

	it('should come out finished when its callback comes after the download', async () => {
		await run(
			async () => {},
			async () => expect(await finish(`second ${LONG}`)).toBe(200),
		);
	}, 240_000);

	it('should come out finished, without a callback, long before the time limit', async () => {
		environment.simulator.faults.setSwitches({ callbacks: { lost: true } });
		const id = await start(promptsNode(`lost ${LONG}`), videoNode({ download: true }));
		await untilJobs(1);
		await untilWaiting(id);
		environment.simulator.lifecycle.finishById(environment.simulator.jobs[0]?.id ?? '');
		const execution = await environment.rest.ended(id, 300_000);
		expect(results(execution)).toEqual([[`lost ${LONG}`, 'COMPLETED']]);
		await expectFiles(execution);
	}, 400_000);

	it('should come out finished at the time limit when no callback came', async () => {
		environment.simulator.faults.setSwitches({ callbacks: { lost: true } });
		const id = await start(
			promptsNode(`one ${LONG}`, `two ${LONG}`),
			videoNode({ options: { timeout: 0.5 } }),
		);
		await untilJobs(2);
		await untilWaiting(id);
		await finish(`one ${LONG}`).catch(() => {});
		expect(results(await environment.rest.ended(id, 300_000))).toEqual([
			[`one ${LONG}`, 'COMPLETED'],
			[`two ${LONG}`, 'PENDING'],
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
				promptsNode(blocked, good),
				videoNode(
					{},
					{
						retryOnFail: true,
						maxTries: 3,
						waitBetweenTries: 5000,
						onError: 'continueRegularOutput',
					},
				),
			);
			const execution = await end(id);
			expect(results(execution)).toEqual([
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
		const workflow = chainNodes('Branches', START, promptsNode('a [takes 6s]'), videoNode());
		const from = { node: VIDEO, type: 'main', index: 0 };
		const id = await save({
			...workflow,
			connections: { ...workflow.connections, Prompts: { main: [[from, from]] } },
		});
		await end(await environment.rest.start(id, START.name));
		expect(environment.simulator.jobs).toHaveLength(2);
	}, 240_000);
});

const trigger = (
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

const webhook = (path: string, responseMode: string) =>
	trigger('n8n-nodes-base.webhook', 2, path, { httpMethod: 'POST', path, responseMode });

/** Calls a published workflow, whose publication may still be going on. */
async function call(path: string, body: object | FormData): Promise<string> {
	const answer = await until(async () => {
		const isForm = body instanceof FormData;
		const response = await request(`${environment.n8n.url}/${path}`, {
			method: 'POST',
			...(isForm
				? { body }
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
			headersTimeout: WITHIN_MS,
		});
		const text = await response.body.text();
		if (response.statusCode === 404) return undefined;
		expect([response.statusCode, text]).toEqual([200, expect.any(String)]);
		return { text };
	});
	return answer.text;
}

describe('A caller that waits for the end of the execution', () => {
	const hints = async (id: string) => await environment.rest.executionText(id);

	async function publish(workflow: Workflow): Promise<string> {
		const id = await save(workflow);
		await environment.rest.activate(id);
		return id;
	}

	async function lastExecution(workflow: string): Promise<Execution> {
		const id = await until(async () => (await environment.rest.executionsOf(workflow)).at(-1));
		return await end(id);
	}

	it.each<[string, () => WorkflowNode, string, () => object | FormData]>([
		[
			'a webhook',
			() => webhook('answer-webhook', 'lastNode'),
			'webhook/answer-webhook',
			() => ({}),
		],
		[
			'a chat',
			() =>
				trigger('@n8n/n8n-nodes-langchain.chatTrigger', 1.1, 'answer-chat', {
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
				trigger('n8n-nodes-base.formTrigger', 2.2, 'answer-form', {
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
				chainNodes(kind, createTrigger(), promptsNode('asked [takes 8s]'), videoNode()),
			);
			const answer = await call(path, createBody());
			expect(environment.simulator.jobs.map(({ status }) => status)).toEqual(['COMPLETED']);
			if (kind !== 'a form') expect(JSON.parse(answer)).toMatchObject({ status: 'COMPLETED' });
			expect(answer).not.toContain('PENDING');
			const execution = await lastExecution(workflow);
			expect(results(execution)).toEqual([['asked [takes 8s]', 'COMPLETED']]);
			expect(await hints(execution.id)).toContain('The node polled instead of suspending');
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
				webhook('answer-node', 'responseNode'),
				promptsNode('asked [takes 8s]'),
				videoNode(),
				respond,
			),
		);
		const answer = await call('webhook/answer-node', {});
		expect(JSON.parse(answer)).toMatchObject({ status: 'COMPLETED' });
		const execution = await lastExecution(workflow);
		expect(await hints(execution.id)).not.toContain('The node polled instead of suspending');
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
	const callNode = (workflow: string, mode: string): WorkflowNode => ({
		name: 'Sub-workflow',
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		position: [0, 0],
		parameters: { workflowId: { __rl: true, mode: 'id', value: workflow }, mode, options: {} },
	});
	const saveSub = async (parameters = {}, settings = {}) =>
		await save(chainNodes('Sub', subTrigger, videoNode(parameters)), settings);
	const expected = PROMPTS.map((prompt) => [prompt, 'COMPLETED']);

	it('should return all results when it is called once for each item', async () => {
		const sub = await saveSub();
		const execution = await end(await start(promptsNode(...PROMPTS), callNode(sub, 'each')));
		expect(results(execution, 'Sub-workflow')).toEqual(expected);
		const [first = ''] = await environment.rest.executionsOf(sub);
		expect(await environment.rest.executionText(first)).toContain('polled instead');
	}, 240_000);

	it('should suspend the execution and return all results when it is called once with all items', async () => {
		// With files, the node polls unless the settings of the sub-workflow say that its executions are saved.
		const sub = await saveSub({ download: false });
		const id = await start(promptsNode(...PROMPTS), callNode(sub, 'once'));
		await untilWaiting(id);
		expect(results(await end(id), 'Sub-workflow')).toEqual(expected);
	}, 240_000);

	it.each([
		['is not saved', { saveDataSuccessExecution: 'none' }],
		['may not be saved', {}],
		['is saved', { saveDataSuccessExecution: 'all' }],
	])(
		'should return all files when its execution %s',
		async (_case, settings) => {
			const sub = await saveSub({ download: true }, settings);
			const id = await start(promptsNode(...PROMPTS), callNode(sub, 'once'));
			const execution = await end(id);
			expect(results(execution, 'Sub-workflow')).toEqual(expected);
			await expectFiles(execution, 'Sub-workflow');
		},
		240_000,
	);

	it('should give the finished results to a webhook that called its caller', async () => {
		const sub = await saveSub();
		await environment.rest.activate(sub);
		const caller = await save(
			chainNodes(
				'Caller',
				webhook('answer-sub', 'lastNode'),
				promptsNode(...PROMPTS),
				callNode(sub, 'once'),
			),
		);
		await environment.rest.activate(caller);
		const answer = await call('webhook/answer-sub', {});
		expect(JSON.parse(answer)).toMatchObject({ status: 'COMPLETED' });
		expect(environment.simulator.jobs).toHaveLength(3);
	}, 240_000);
});
