import type { WorkflowNode } from '../e2e/n8n/rest.cts';
import { CALLERS, callWorkflow, createWebhookNode } from '../e2e/callers.cts';
import { START_TIMEOUT_MS } from '../e2e/environment.cts';
import {
	createPromptsNode,
	getResults,
	SuspendEnvironment,
	VIDEO_NODE,
	WAIT_TIMEOUT_MS,
	waitUntil,
} from '../e2e/suspend-environment.cts';
import { chainNodes, START } from '../e2e/workflows.cts';

let environment: SuspendEnvironment;
beforeAll(async () => {
	environment = await SuspendEnvironment.open('suspend-resume');
}, START_TIMEOUT_MS);
afterAll(async () => await environment?.close());
beforeEach(() => environment.simulator.reset());

/** Calls a published workflow, and returns its response. */
const call = async (path: string, body: Parameters<typeof callWorkflow>[1]) =>
	await callWorkflow(`${environment.url}/${path}`, body, WAIT_TIMEOUT_MS);

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
		const id = await environment.start(
			createPromptsNode('first', `second ${ONE_HOUR}`),
			environment.createVideoNode({ download: true }),
		);
		await environment.waitForJobs(2);
		await waitUntil(() =>
			simulator.faults.list().find((each) => each.id === slow && each.hits > 0),
		);
		await duringDownload(id);
		if (afterSuspension) {
			await environment.waitForSuspension(id);
			await afterSuspension();
		}
		const execution = await environment.waitForSuccess(id);
		expect(getResults(execution)).toEqual([
			['first', 'COMPLETED'],
			[`second ${ONE_HOUR}`, 'COMPLETED'],
		]);
		await environment.expectFiles(execution);
		expect(simulator.jobs).toHaveLength(2);
	};

	it('should be returned as finished when n8n rejects its callback', async () => {
		await run(async (id) => {
			expect(await environment.finishJob(`second ${ONE_HOUR}`)).toBeGreaterThanOrEqual(400);
			expect((await environment.rest.getExecution(id)).status).toBe('running');
		});
	}, 240_000);

	it('should be returned as finished when its callback comes after the download', async () => {
		await run(
			async () => {},
			async () => expect(await environment.finishJob(`second ${ONE_HOUR}`)).toBe(200),
		);
	}, 240_000);

	it('should be returned as finished long before the timeout when its callback is lost', async () => {
		environment.simulator.faults.setSwitches({ callbacks: { lost: true } });
		const id = await environment.start(
			createPromptsNode(`lost ${ONE_HOUR}`),
			environment.createVideoNode({ download: true }),
		);
		await environment.waitForJobs(1);
		await environment.waitForSuspension(id);
		environment.simulator.lifecycle.finishById(environment.simulator.jobs[0]?.id ?? '');
		const execution = await environment.rest.waitForExecution(id, 300_000);
		expect(getResults(execution)).toEqual([[`lost ${ONE_HOUR}`, 'COMPLETED']]);
		await environment.expectFiles(execution);
	}, 400_000);

	it('should be returned as finished at the timeout when all callbacks are lost', async () => {
		environment.simulator.faults.setSwitches({ callbacks: { lost: true } });
		const id = await environment.start(
			createPromptsNode(`one ${ONE_HOUR}`, `two ${ONE_HOUR}`),
			environment.createVideoNode({ options: { timeout: 0.5 } }),
		);
		await environment.waitForJobs(2);
		await environment.waitForSuspension(id);
		await environment.finishJob(`one ${ONE_HOUR}`).catch(() => {});
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
			const id = await environment.start(
				createPromptsNode(blocked, good),
				environment.createVideoNode(
					{},
					{
						retryOnFail: true,
						maxTries: 3,
						waitBetweenTries: 5000,
						onError: 'continueRegularOutput',
					},
				),
			);
			const execution = await environment.waitForSuccess(id);
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
			environment.createVideoNode(),
		);
		const from = { node: VIDEO_NODE, type: 'main', index: 0 };
		const id = await environment.save({
			...workflow,
			connections: { ...workflow.connections, Prompts: { main: [[from, from]] } },
		});
		await environment.waitForSuccess(await environment.rest.start(id, START.name));
		expect(environment.simulator.jobs).toHaveLength(2);
	}, 240_000);
});

describe('A caller that waits for the response of the workflow', () => {
	it.each(CALLERS)(
		'should get the finished result from %s',
		async (kind, createTrigger, path, createBody) => {
			const workflow = await environment.publish(
				chainNodes(
					kind,
					createTrigger(),
					createPromptsNode('asked [takes 8s]'),
					environment.createVideoNode(),
				),
			);
			const answer = await call(path, createBody());
			expect(environment.simulator.jobs.map(({ status }) => status)).toEqual(['COMPLETED']);
			if (kind !== 'a form') expect(JSON.parse(answer)).toMatchObject({ status: 'COMPLETED' });
			expect(answer).not.toContain('PENDING');
			const execution = await environment.waitForLastExecution(workflow);
			expect(getResults(execution)).toEqual([['asked [takes 8s]', 'COMPLETED']]);
			expect(await environment.rest.getExecutionText(execution.id)).toContain(
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
		const workflow = await environment.publish(
			chainNodes(
				'Answer',
				createWebhookNode('answer-node', 'responseNode'),
				createPromptsNode('asked [takes 8s]'),
				environment.createVideoNode(),
				respond,
			),
		);
		const answer = await call('webhook/answer-node', {});
		expect(JSON.parse(answer)).toMatchObject({ status: 'COMPLETED' });
		const execution = await environment.waitForLastExecution(workflow);
		expect(await environment.rest.getExecutionText(execution.id)).not.toContain(
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
		await environment.save(
			chainNodes('Sub', subTrigger, environment.createVideoNode(parameters)),
			settings,
		);
	const expected = PROMPTS.map((prompt) => [prompt, 'COMPLETED']);

	it('should return all results when it is called once for each item', async () => {
		const sub = await saveSubworkflow();
		const execution = await environment.waitForSuccess(
			await environment.start(createPromptsNode(...PROMPTS), createCallNode(sub, 'each')),
		);
		expect(getResults(execution, 'Sub-workflow')).toEqual(expected);
		const [first = ''] = await environment.rest.listExecutionIds(sub);
		expect(await environment.rest.getExecutionText(first)).toContain('polled instead');
	}, 240_000);

	it('should suspend the execution and return all results when it is called once with all items', async () => {
		// With files, the node polls unless the sub-workflow's settings save its executions.
		const sub = await saveSubworkflow({ download: false });
		const id = await environment.start(createPromptsNode(...PROMPTS), createCallNode(sub, 'once'));
		await environment.waitForSuspension(id);
		expect(getResults(await environment.waitForSuccess(id), 'Sub-workflow')).toEqual(expected);
	}, 240_000);

	it.each([
		['is not saved', { saveDataSuccessExecution: 'none' }],
		['may not be saved', {}],
		['is saved', { saveDataSuccessExecution: 'all' }],
	])(
		'should return all files when its execution %s',
		async (_case, settings) => {
			const sub = await saveSubworkflow({ download: true }, settings);
			const id = await environment.start(
				createPromptsNode(...PROMPTS),
				createCallNode(sub, 'once'),
			);
			const execution = await environment.waitForSuccess(id);
			expect(getResults(execution, 'Sub-workflow')).toEqual(expected);
			await environment.expectFiles(execution, 'Sub-workflow');
		},
		240_000,
	);

	it('should return the finished results to the webhook of the calling workflow', async () => {
		const sub = await saveSubworkflow();
		await environment.rest.activate(sub);
		await environment.publish(
			chainNodes(
				'Caller',
				createWebhookNode('answer-sub', 'lastNode'),
				createPromptsNode(...PROMPTS),
				createCallNode(sub, 'once'),
			),
		);
		const answer = await call('webhook/answer-sub', {});
		expect(JSON.parse(answer)).toMatchObject({ status: 'COMPLETED' });
		expect(environment.simulator.jobs).toHaveLength(3);
	}, 240_000);
});
