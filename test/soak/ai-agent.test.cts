import { ChatModel, type ReplyScript } from '../e2e/chat-model.cts';
import type { Execution } from '../e2e/n8n/execution.cts';
import type { Credential, Workflow, WorkflowNode } from '../e2e/n8n/rest.cts';
import { START_TIMEOUT_MS, startEnvironment, type TestEnvironment } from '../e2e/environment.cts';
import { START } from '../e2e/workflows.cts';

let environment: TestEnvironment;
let model: ChatModel;
let modelCredential: Credential;

beforeAll(async () => {
	environment = await startEnvironment('ai-agent', {
		simulator: { accounts: [{ email: 'studio@example.com', maxJobs: 8, genSimultaneously: 8 }] },
	});
	model = await ChatModel.start();
	const key = { apiKey: 'sk-1', url: model.url };
	modelCredential = await environment.rest.createCredential('Chat model', 'openAiApi', key);
}, START_TIMEOUT_MS);
afterAll(async () => {
	await environment?.close();
	await model?.stop();
});

/** The expression that n8n writes when the user lets the model define a parameter. */
const fromAi = (key: string, description: string, type = 'string') =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, '${type}') }}`;

const create = {
	resource: 'video',
	operation: 'create',
	prompt: fromAi('Prompt', 'What the video shows'),
	quality: '360p',
};
const get = {
	resource: 'video',
	operation: 'get',
	videoId: fromAi('Video_ID', 'ID of the video'),
};

/** Creates a workflow with an agent that has the given tools and gets one item per person. */
function createAgentWorkflow(
	typeVersion: number,
	tools: Record<string, Record<string, unknown>>,
	people = ['Ann'],
): Workflow {
	const options = people.length > 1 ? { batching: { batchSize: people.length } } : {};
	const createNode = (
		name: string,
		type: string,
		version: number,
		more: Partial<WorkflowNode>,
	) => ({
		name,
		type,
		typeVersion: version,
		position: [0, 0] as [number, number],
		parameters: {},
		...more,
	});
	const { id, name } = environment.credential;
	const nodes = [
		START,
		// Not a Code node, whose task runner starts slowly on a busy machine.
		createNode('All people', 'n8n-nodes-base.set', 3.4, {
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ person: people }), options: {} },
		}),
		createNode('People', 'n8n-nodes-base.splitOut', 1, {
			parameters: { fieldToSplitOut: 'person', options: {} },
		}),
		createNode('Agent', '@n8n/n8n-nodes-langchain.agent', typeVersion, {
			parameters: { promptType: 'define', text: '={{ $json.person }}', options },
		}),
		createNode('Chat model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
			parameters: { model: { __rl: true, mode: 'list', value: 'gpt-4.1-mini' }, options: {} },
			credentials: { openAiApi: { id: modelCredential.id, name: modelCredential.name } },
		}),
		...Object.entries(tools).map(([tool, parameters]) =>
			createNode(tool, 'n8n-nodes-pixverse.pixVerseTool', 1, {
				parameters,
				credentials: { pixVerseApi: { id, name } },
			}),
		),
	];
	const connectTo = (node: string, type: string) => ({ [type]: [[{ node, type, index: 0 }]] });
	return {
		name: `Agent ${typeVersion}`,
		nodes: nodes.map((node, index) => ({ ...node, id: `node-${index}` })),
		connections: {
			Start: connectTo('All people', 'main'),
			'All people': connectTo('People', 'main'),
			People: connectTo('Agent', 'main'),
			'Chat model': connectTo('Agent', 'ai_languageModel'),
			...Object.fromEntries(
				Object.keys(tools).map((tool) => [tool, connectTo('Agent', 'ai_tool')]),
			),
		},
		settings: { executionOrder: 'v1' },
	};
}

async function runAgent(workflow: Workflow, script: ReplyScript): Promise<Execution> {
	model.setScript(script);
	const { id } = await environment.rest.createWorkflow(workflow);
	const execution = await environment.rest.run(id, START.name, 120_000);
	expect(execution.getSummary()).toContain('"success"');
	return execution;
}

/** Returns the tool results in the model's last request. */
const getToolResults = () => model.toolResults.map((text) => getOnlyItem(JSON.parse(text)));

/** Returns the item of a tool result. Both agent versions pass tool results as a list. */
function getOnlyItem(result: unknown): Record<string, unknown> {
	expect(result).toEqual([expect.any(Object)]);
	return (result as [Record<string, unknown>])[0];
}

/** Finds the jobs whose prompt contains a text. */
const findJobs = (word: string) =>
	environment.simulator.jobs.filter(({ parameters }) => parameters.prompt?.includes(word));

describe.each([2.2, 3])('An AI agent of version %s', (version) => {
	const word = `v${version}`;
	const withVersion = (what: string) => `${what} ${word}`;

	it('should get the descriptions of the tool and its parameters', async () => {
		await runAgent(createAgentWorkflow(version, { 'Make a video': create }), () => 'Hello');

		expect(model.tools).toMatchObject({
			Make_a_video: {
				description: 'Create a video in PixVerse',
				parameters: {
					properties: { Prompt: { type: 'string', description: 'What the video shows' } },
					required: ['Prompt'],
				},
			},
		});
	});

	it('should get the prompt and IDs as parameters by default, each with a description', async () => {
		const tools = {
			Make: { resource: 'video', operation: 'create' },
			Wait: { resource: 'video', operation: 'wait' },
			Extend: { resource: 'video', operation: 'extend' },
		};
		await runAgent(createAgentWorkflow(version, tools), (toolResults) => {
			if (toolResults.length === 0)
				return [{ tool: 'Make', arguments: { Prompt: withVersion('a heron') } }];
			if (toolResults.length > 1) return 'Done';
			return [
				{
					tool: 'Wait',
					arguments: { Video: String(getOnlyItem(JSON.parse(toolResults[0] ?? '')).id) },
				},
			];
		});

		const toolFields = Object.values(model.tools).map(({ name, parameters: { properties } }) => [
			name,
			Object.entries(properties).map(([field, { description }]) => `${field}: ${description}`),
		]);
		expect(Object.fromEntries(toolFields)).toEqual({
			Make: [expect.stringMatching(/^Prompt: Description of the video/)],
			Wait: ['Video: ID of the video, as returned by another tool'],
			Extend: [
				'Source_Video: ID of the source video, as returned by another tool',
				expect.stringMatching(/^Prompt: Description of what happens next/),
			],
		});
		const [heron, second] = findJobs(withVersion('a heron'));
		expect(second).toBeUndefined();
		expect(getToolResults().map(({ id, status }) => [id, status])).toEqual([
			[heron?.id, 'COMPLETED'],
			[heron?.id, 'COMPLETED'],
		]);
	});

	it('should make a video from one sentence, wait for a running one, and explain a failure', async () => {
		const tools = {
			Make: { resource: 'video', operation: 'create' },
			Begin: { resource: 'video', operation: 'create', waitMode: 'none' },
			Wait: { resource: 'video', operation: 'wait' },
		};
		const execution = await runAgent(createAgentWorkflow(version, tools), (toolResults) => {
			const [created, running, waited, failed] = toolResults.map((text) =>
				getOnlyItem(JSON.parse(text)),
			);
			if (!created) return [{ tool: 'Make', arguments: { Prompt: withVersion('a stork') } }];
			if (!running) return [{ tool: 'Begin', arguments: { Prompt: withVersion('a crane') } }];
			if (!waited) return [{ tool: 'Wait', arguments: { Video: String(running.id) } }];
			if (!failed)
				return [{ tool: 'Make', arguments: { Prompt: withVersion('a [rejected] one') } }];
			return `${String(created.url)} and ${String(waited.url)}, but: ${String(failed.error)}`;
		});

		const [stork, crane] = [findJobs(withVersion('a stork')), findJobs(withVersion('a crane'))];
		expect([stork, crane]).toEqual([[expect.anything()], [expect.anything()]]);
		const [created, running, waited] = getToolResults();
		expect([created, running, waited].map((result) => [result?.id, result?.status])).toEqual([
			[stork[0]?.id, 'COMPLETED'],
			[crane[0]?.id, expect.not.stringMatching('COMPLETED')],
			[crane[0]?.id, 'COMPLETED'],
		]);
		// The reply in the chat.
		expect(execution.getItems('Agent')[0]?.json.output).toMatch(
			/^http\S+\.mp4 and http\S+\.mp4, but: PixVerse's moderation rejected .*Rephrase the prompt/s,
		);
		for (const { parameters } of Object.values(model.tools))
			expect(Object.keys(parameters.properties)).toHaveLength(1);
		// Results are short because models charge for their input.
		for (const result of model.toolResults) expect(result.length).toBeLessThan(900);
	});

	it('should create two videos at the same time, each of them once, and get one in a later turn', async () => {
		await runAgent(createAgentWorkflow(version, { Make: create, Look: get }), (toolResults) => {
			if (toolResults.length === 0)
				return [
					{ tool: 'Make', arguments: { Prompt: withVersion('a kite') } },
					{ tool: 'Make', arguments: { Prompt: withVersion('a boat') } },
				];
			if (toolResults.length > 2) return 'Done';
			return [
				{
					tool: 'Look',
					arguments: { Video_ID: String(getOnlyItem(JSON.parse(toolResults[1] ?? '')).id) },
				},
			];
		});

		const [kite, boat] = [findJobs(withVersion('a kite')), findJobs(withVersion('a boat'))];
		expect([kite, boat]).toEqual([[expect.anything()], [expect.anything()]]);
		expect(getToolResults().map(({ id, status }) => [id, status])).toEqual(
			[kite, boat, boat].map(([job]) => [job?.id, 'COMPLETED']),
		);
		for (const result of getToolResults()) {
			expect(result.url).toMatch(/^http.+\.mp4$/);
			expect(result.next).toMatch(/give the user the url/);
			expect(result).not.toHaveProperty('account');
		}
	});

	it('should create a separate video for each of several people, all at the same time', async () => {
		const people = ['Cleo', 'Dora', 'Emil'].map(withVersion);
		const make = { ...create, options: { creditLimit: 60 } };
		await runAgent(
			createAgentWorkflow(version, { Make: make }, people),
			(toolResults, { messages }) => {
				const person = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
				return toolResults.length === 0
					? [{ tool: 'Make', arguments: { Prompt: `for ${String(person.at(-1))}` } }]
					: 'Done';
			},
		);

		const createdJobs = environment.simulator.jobs.filter(({ parameters }) =>
			people.some((person) => parameters.prompt === `for ${person}`),
		);
		const results = model.requests.flatMap(({ messages }) => {
			const person = messages.findLast(({ role }) => role === 'user')?.content;
			return messages
				.filter(({ role }) => role === 'tool')
				.map(({ content }) => ({ person, id: getOnlyItem(JSON.parse(String(content))).id }));
		});
		expect(results.map(({ id }) => id).sort()).toEqual(createdJobs.map(({ id }) => id).sort());
		expect(createdJobs).toHaveLength(people.length);
		const getPrompt = (id: unknown) => createdJobs.find((job) => job.id === id)?.parameters.prompt;
		// In agents of version 2 that process several items in parallel, n8n uses the values of the first item for all.
		if (version >= 3)
			expect(results.map(({ id }) => getPrompt(id))).toEqual(
				results.map(({ person }) => `for ${String(person)}`),
			);
	});

	it('should accept display names and other formats, and get the valid values in errors', async () => {
		const make = {
			...create,
			model: { __rl: true, mode: 'id', value: fromAi('Model', 'Model') },
			quality: fromAi('Quality', 'e.g. 720p'),
			duration: fromAi('Duration', 'In seconds'),
			aspectRatio: fromAi('Aspect_Ratio', 'Width to height'),
		};
		const args = {
			Prompt: withVersion('a mill'),
			Model: 'PixVerse V6',
			Quality: '360P',
			Aspect_Ratio: '16x9',
		};
		await runAgent(createAgentWorkflow(version, { Make: make }), (toolResults) => {
			if (toolResults.length === 0)
				return [{ tool: 'Make', arguments: { ...args, Duration: '99 s' } }];
			if (toolResults.length === 1)
				return [{ tool: 'Make', arguments: { ...args, Duration: '5 seconds' } }];
			return 'Done';
		});

		expect(getToolResults()).toEqual([
			{
				error: expect.stringMatching(
					/"Duration" is 99 s, but v6 makes 1 to 15 s\. Choose 15 s or less.*Nothing was sent\.$/,
				),
			},
			expect.objectContaining({ status: 'COMPLETED' }),
		]);
		expect(findJobs(withVersion('a mill'))).toMatchObject([
			{ request: { model: 'v6', quality: '360p', duration: 5, aspect_ratio: '16:9' } },
		]);
	});

	it('should pass values of any type in an object, and the default if the model sends nothing', async () => {
		const fromAiExpression = `$fromAI('Settings', 'Object with the key duration', 'json', '{"duration":5}').duration`;
		const make = { ...create, duration: `={{ ${fromAiExpression} }}` };
		const settingsToSend = [{ duration: 8 }, { duration: '8' }, { duration: null }, undefined];
		await runAgent(createAgentWorkflow(version, { Make: make }), (toolResults) => {
			if (toolResults.length === settingsToSend.length) return 'Done';
			const Settings = settingsToSend[toolResults.length];
			const Prompt = withVersion(`a swan ${toolResults.length}`);
			return [{ tool: 'Make', arguments: { Prompt, ...(Settings && { Settings }) } }];
		});

		expect(getToolResults().map(({ status }) => status)).toEqual(
			settingsToSend.map(() => 'COMPLETED'),
		);
		const durations = environment.simulator.jobs
			.filter(
				({ parameters }) =>
					parameters.prompt?.startsWith('a swan') && parameters.prompt.endsWith(word),
			)
			.map(({ request }) => request.duration);
		// With agents of version 3, n8n doesn't use the default.
		expect(durations).toEqual([8, 8, undefined, version < 3 ? 5 : undefined]);
	}, 300_000);

	it('should accept a number as text in version 3, and stop the execution in version 2', async () => {
		const duration = "={{ $fromAI('Duration', 'Length in seconds, 1 to 15', 'string') }}";
		model.setScript((toolResults) =>
			toolResults.length === 0
				? [{ tool: 'Make', arguments: { Prompt: withVersion('an owl'), Duration: 8 } }]
				: 'Done',
		);
		const workflow = createAgentWorkflow(version, { Make: { ...create, duration } });
		const { id } = await environment.rest.createWorkflow(workflow);
		const execution = await environment.rest.run(id, START.name, 120_000);

		expect(execution.status).toBe(version < 3 ? 'error' : 'success');
		expect(findJobs(withVersion('an owl')).map(({ request }) => request.duration)).toEqual(
			version < 3 ? [] : [8],
		);
	});

	it('should continue after failures and get the next step', async () => {
		environment.simulator.plannedResults.add({
			promptIncludes: withVersion('a wreck'),
			status: 'FAILED',
		});
		await runAgent(createAgentWorkflow(version, { Make: create, Look: get }), (toolResults) =>
			toolResults.length === 0
				? [
						{ tool: 'Make', arguments: { Prompt: withVersion('[rejected]') } },
						{ tool: 'Make', arguments: { Prompt: withVersion('a wreck') } },
						{ tool: 'Look', arguments: { Video_ID: 'the first one' } },
					]
				: 'I am sorry',
		);

		const [rejected, wreck, look] = getToolResults();
		expect(rejected?.error).toMatch(
			/^PixVerse's moderation rejected the input\. .*Rephrase the prompt/,
		);
		expect(wreck?.error).toMatch(/^PixVerse couldn't generate the video\. /);
		expect(wreck?.id).toBe(findJobs(withVersion('a wreck'))[0]?.id);
		expect(look?.error).toMatch(/"Video" is not a PixVerse ID\. The ID of a video looks like/);
		expect(model.toolResults.join()).not.toContain(environment.simulator.token);
	});

	it('should keep the credit limit over all calls of an execution', async () => {
		const make = { ...create, options: { creditLimit: 30 } };
		await runAgent(createAgentWorkflow(version, { Make: make }), (toolResults) =>
			toolResults.length < 2
				? [{ tool: 'Make', arguments: { Prompt: withVersion(`a rose ${toolResults.length}`) } }]
				: 'Done',
		);

		expect(getToolResults()).toEqual([
			expect.objectContaining({ status: 'COMPLETED' }),
			{
				error: expect.stringMatching(
					/"Credit Limit" of 30 credits would be exceeded.*Nothing was created\./,
				),
			},
		]);
		expect([0, 1].map((count) => findJobs(withVersion(`a rose ${count}`)).length)).toEqual([1, 0]);
	});

	it('should wait for a limited time without suspending, and get the ID and a link instead of a file', async () => {
		environment.simulator.plannedResults.add({
			promptIncludes: withVersion('a glacier'),
			afterMs: 3_600_000,
		});
		const make = { ...create, waitMode: 'callback', download: true };
		await runAgent(
			createAgentWorkflow(version, {
				Make: { ...make, options: { timeout: 0.1 } },
				Fetch: { ...get, operation: 'download' },
				Brief: { ...make, output: 'selected', outputFields: ['url'] },
			}),
			(toolResults) => {
				if (toolResults.length === 0)
					return [
						{ tool: 'Make', arguments: { Prompt: withVersion('a glacier') } },
						{ tool: 'Brief', arguments: { Prompt: withVersion('a brook') } },
					];
				if (toolResults.length > 2) return 'Done';
				return [
					{
						tool: 'Fetch',
						arguments: { Video_ID: String(findJobs(withVersion('a brook'))[0]?.id) },
					},
				];
			},
		);

		const [glacier] = findJobs(withVersion('a glacier'));
		const [brook] = findJobs(withVersion('a brook'));
		const [pending, brief, fetched] = getToolResults();
		expect(pending).toMatchObject({ id: glacier?.id, url: null });
		expect(pending?.next).toMatch(
			/already paid for\. Do not create it again: wait for it or get it later by its id/,
		);
		expect(brief).toEqual({ url: expect.stringMatching(/\.mp4$/) });
		expect(fetched).toMatchObject({ id: brook?.id, url: expect.stringMatching(/\.mp4$/) });
	});
});
