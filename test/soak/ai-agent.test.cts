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

/** What the button with the stars writes into a field. */
const byModel = (key: string, description: string, type = 'string') =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, '${type}') }}`;

const create = {
	resource: 'video',
	operation: 'create',
	prompt: byModel('Prompt', 'What the video shows'),
	quality: '360p',
};
const get = {
	resource: 'video',
	operation: 'get',
	videoId: byModel('Video_ID', 'ID of the video'),
};

/** An agent with these tools that gets one request, or one request per person. */
function agent(
	typeVersion: number,
	tools: Record<string, Record<string, unknown>>,
	people = ['Ann'],
): Workflow {
	const options = people.length > 1 ? { batching: { batchSize: people.length } } : {};
	const sub = (name: string, type: string, version: number, more: Partial<WorkflowNode>) => ({
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
		// Not a Code node: its task runner takes long to start on a busy machine.
		sub('All people', 'n8n-nodes-base.set', 3.4, {
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ person: people }), options: {} },
		}),
		sub('People', 'n8n-nodes-base.splitOut', 1, {
			parameters: { fieldToSplitOut: 'person', options: {} },
		}),
		sub('Agent', '@n8n/n8n-nodes-langchain.agent', typeVersion, {
			parameters: { promptType: 'define', text: '={{ $json.person }}', options },
		}),
		sub('Chat model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
			parameters: { model: { __rl: true, mode: 'list', value: 'gpt-4.1-mini' }, options: {} },
			credentials: { openAiApi: { id: modelCredential.id, name: modelCredential.name } },
		}),
		...Object.entries(tools).map(([tool, parameters]) =>
			sub(tool, 'n8n-nodes-pixverse.pixVerseTool', 1, {
				parameters,
				credentials: { pixVerseApi: { id, name } },
			}),
		),
	];
	const to = (node: string, type: string) => ({ [type]: [[{ node, type, index: 0 }]] });
	return {
		name: `Agent ${typeVersion}`,
		nodes: nodes.map((node, index) => ({ ...node, id: `node-${index}` })),
		connections: {
			Start: to('All people', 'main'),
			'All people': to('People', 'main'),
			People: to('Agent', 'main'),
			'Chat model': to('Agent', 'ai_languageModel'),
			...Object.fromEntries(Object.keys(tools).map((tool) => [tool, to('Agent', 'ai_tool')])),
		},
		settings: { executionOrder: 'v1' },
	};
}

async function ask(workflow: Workflow, script: ReplyScript): Promise<Execution> {
	model.says(script);
	const { id } = await environment.rest.createWorkflow(workflow);
	const execution = await environment.rest.run(id, START.name, 120_000);
	expect(execution.summary()).toContain('"success"');
	return execution;
}

/** What the tools have answered, by the time the model has its last word. */
const answers = () => model.answers.map((text) => only(JSON.parse(text)));

/** Both kinds of agent hand an answer over as a list. */
function only(answer: unknown): Record<string, unknown> {
	expect(answer).toEqual([expect.any(Object)]);
	return (answer as [Record<string, unknown>])[0];
}

/** The jobs whose prompt has a word in it. */
const jobs = (word: string) =>
	environment.simulator.jobs.filter(({ parameters }) => parameters.prompt?.includes(word));

describe.each([2.2, 3])('An AI agent of version %s', (version) => {
	const word = `v${version}`;
	const said = (what: string) => `${what} ${word}`;

	it('should be told what the tool does and what to fill in', async () => {
		await ask(agent(version, { 'Make a video': create }), () => 'Hello');

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

	it('should be asked for the prompt and for IDs without any setting, each with a description', async () => {
		const tools = {
			Make: { resource: 'video', operation: 'create' },
			Wait: { resource: 'video', operation: 'wait' },
			Extend: { resource: 'video', operation: 'extend' },
		};
		await ask(agent(version, tools), (told) => {
			if (told.length === 0) return [{ tool: 'Make', with: { Prompt: said('a heron') } }];
			if (told.length > 1) return 'Done';
			return [{ tool: 'Wait', with: { Video: String(only(JSON.parse(told[0] ?? '')).id) } }];
		});

		const asked = Object.values(model.tools).map(({ name, parameters: { properties } }) => [
			name,
			Object.entries(properties).map(([field, { description }]) => `${field}: ${description}`),
		]);
		expect(Object.fromEntries(asked)).toEqual({
			Make: [expect.stringMatching(/^Prompt: Description of the video/)],
			Wait: ['Video: ID of the video, as returned by another tool'],
			Extend: [
				'Source_Video: ID of the source video, as returned by another tool',
				expect.stringMatching(/^Prompt: Description of what happens next/),
			],
		});
		const [heron, second] = jobs(said('a heron'));
		expect(second).toBeUndefined();
		expect(answers().map(({ id, status }) => [id, status])).toEqual([
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
		const execution = await ask(agent(version, tools), (told) => {
			const [made, running, waited, failed] = told.map((text) => only(JSON.parse(text)));
			if (!made) return [{ tool: 'Make', with: { Prompt: said('a stork') } }];
			if (!running) return [{ tool: 'Begin', with: { Prompt: said('a crane') } }];
			if (!waited) return [{ tool: 'Wait', with: { Video: String(running.id) } }];
			if (!failed) return [{ tool: 'Make', with: { Prompt: said('a [rejected] one') } }];
			return `${String(made.url)} and ${String(waited.url)}, but: ${String(failed.error)}`;
		});

		const [stork, crane] = [jobs(said('a stork')), jobs(said('a crane'))];
		expect([stork, crane]).toEqual([[expect.anything()], [expect.anything()]]);
		const [made, running, waited] = answers();
		expect([made, running, waited].map((answer) => [answer?.id, answer?.status])).toEqual([
			[stork[0]?.id, 'COMPLETED'],
			[crane[0]?.id, expect.not.stringMatching('COMPLETED')],
			[crane[0]?.id, 'COMPLETED'],
		]);
		// What the person reads in the chat.
		expect(execution.itemsOf('Agent')[0]?.json.output).toMatch(
			/^http\S+\.mp4 and http\S+\.mp4, but: PixVerse's moderation rejected .*Rephrase the prompt/s,
		);
		for (const { parameters } of Object.values(model.tools))
			expect(Object.keys(parameters.properties)).toHaveLength(1);
		// Short: models are billed by the length of what they read.
		for (const answer of model.answers) expect(answer.length).toBeLessThan(900);
	});

	it('should create two videos at once, each of them once, and get one in a later turn', async () => {
		await ask(agent(version, { Make: create, Look: get }), (told) => {
			if (told.length === 0)
				return [
					{ tool: 'Make', with: { Prompt: said('a kite') } },
					{ tool: 'Make', with: { Prompt: said('a boat') } },
				];
			if (told.length > 2) return 'Done';
			return [{ tool: 'Look', with: { Video_ID: String(only(JSON.parse(told[1] ?? '')).id) } }];
		});

		const [kite, boat] = [jobs(said('a kite')), jobs(said('a boat'))];
		expect([kite, boat]).toEqual([[expect.anything()], [expect.anything()]]);
		expect(answers().map(({ id, status }) => [id, status])).toEqual(
			[kite, boat, boat].map(([job]) => [job?.id, 'COMPLETED']),
		);
		for (const answer of answers()) {
			expect(answer.url).toMatch(/^http.+\.mp4$/);
			expect(answer.next).toMatch(/give the user the url/);
			expect(answer).not.toHaveProperty('account');
		}
	});

	it('should create a separate video for each of several people, all at the same time', async () => {
		const people = ['Cleo', 'Dora', 'Emil'].map(said);
		const make = { ...create, options: { creditLimit: 60 } };
		await ask(agent(version, { Make: make }, people), (told, { messages }) => {
			const person = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
			return told.length === 0
				? [{ tool: 'Make', with: { Prompt: `for ${String(person.at(-1))}` } }]
				: 'Done';
		});

		const made = environment.simulator.jobs.filter(({ parameters }) =>
			people.some((person) => parameters.prompt === `for ${person}`),
		);
		const told = model.requests.flatMap(({ messages }) => {
			const person = messages.findLast(({ role }) => role === 'user')?.content;
			return messages
				.filter(({ role }) => role === 'tool')
				.map(({ content }) => ({ person, id: only(JSON.parse(String(content))).id }));
		});
		expect(told.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
		expect(made).toHaveLength(people.length);
		const promptOf = (id: unknown) => made.find((job) => job.id === id)?.parameters.prompt;
		// In agents of version 2 that process several items in parallel, n8n uses the values of the first item for all.
		if (version >= 3)
			expect(told.map(({ id }) => promptOf(id))).toEqual(
				told.map(({ person }) => `for ${String(person)}`),
			);
	});

	it('should accept what models write, and tell them the valid values otherwise', async () => {
		const make = {
			...create,
			model: { __rl: true, mode: 'id', value: byModel('Model', 'Model') },
			quality: byModel('Quality', 'e.g. 720p'),
			duration: byModel('Duration', 'In seconds'),
			aspectRatio: byModel('Aspect_Ratio', 'Width to height'),
		};
		const wanted = {
			Prompt: said('a mill'),
			Model: 'PixVerse V6',
			Quality: '360P',
			Aspect_Ratio: '16x9',
		};
		await ask(agent(version, { Make: make }), (told) => {
			if (told.length === 0) return [{ tool: 'Make', with: { ...wanted, Duration: '99 s' } }];
			if (told.length === 1) return [{ tool: 'Make', with: { ...wanted, Duration: '5 seconds' } }];
			return 'Done';
		});

		expect(answers()).toEqual([
			{
				error: expect.stringMatching(
					/"Duration" is 99 s, but v6 makes 1 to 15 s\. Choose 15 s or less.*Nothing was sent\.$/,
				),
			},
			expect.objectContaining({ status: 'COMPLETED' }),
		]);
		expect(jobs(said('a mill'))).toMatchObject([
			{ request: { model: 'v6', quality: '360p', duration: 5, aspect_ratio: '16:9' } },
		]);
	});

	it('should pass values of any type in an object, and the default if the model sends nothing', async () => {
		const form = `$fromAI('Settings', 'Object with the key duration', 'json', '{"duration":5}').duration`;
		const make = { ...create, duration: `={{ ${form} }}` };
		const sent = [{ duration: 8 }, { duration: '8' }, { duration: null }, undefined];
		await ask(agent(version, { Make: make }), (told) => {
			if (told.length === sent.length) return 'Done';
			const Settings = sent[told.length];
			const Prompt = said(`a swan ${told.length}`);
			return [{ tool: 'Make', with: { Prompt, ...(Settings && { Settings }) } }];
		});

		expect(answers().map(({ status }) => status)).toEqual(sent.map(() => 'COMPLETED'));
		const durations = environment.simulator.jobs
			.filter(
				({ parameters }) =>
					parameters.prompt?.startsWith('a swan') && parameters.prompt.endsWith(word),
			)
			.map(({ request }) => request.duration);
		// With agents of version 3, n8n doesn't use the default.
		expect(durations).toEqual([8, 8, undefined, version < 3 ? 5 : undefined]);
	}, 300_000);

	it('should take a number for a text, unless it is of version 2: then, the execution stops', async () => {
		const duration = "={{ $fromAI('Duration', 'Length in seconds, 1 to 15', 'string') }}";
		model.says((told) =>
			told.length === 0
				? [{ tool: 'Make', with: { Prompt: said('an owl'), Duration: 8 } }]
				: 'Done',
		);
		const workflow = agent(version, { Make: { ...create, duration } });
		const { id } = await environment.rest.createWorkflow(workflow);
		const execution = await environment.rest.run(id, START.name, 120_000);

		expect(execution.status).toBe(version < 3 ? 'error' : 'success');
		expect(jobs(said('an owl')).map(({ request }) => request.duration)).toEqual(
			version < 3 ? [] : [8],
		);
	});

	it('should continue after failures and be told the next step', async () => {
		environment.simulator.plannedResults.add({ promptIncludes: said('a wreck'), status: 'FAILED' });
		await ask(agent(version, { Make: create, Look: get }), (told) =>
			told.length === 0
				? [
						{ tool: 'Make', with: { Prompt: said('[rejected]') } },
						{ tool: 'Make', with: { Prompt: said('a wreck') } },
						{ tool: 'Look', with: { Video_ID: 'the first one' } },
					]
				: 'I am sorry',
		);

		const [refused, wreck, look] = answers();
		expect(refused?.error).toMatch(
			/^PixVerse's moderation rejected the input\. .*Rephrase the prompt/,
		);
		expect(wreck?.error).toMatch(/^PixVerse couldn't generate the video\. /);
		expect(wreck?.id).toBe(jobs(said('a wreck'))[0]?.id);
		expect(look?.error).toMatch(/"Video" is not a PixVerse ID\. The ID of a video looks like/);
		expect(model.answers.join()).not.toContain(environment.simulator.token);
	});

	it('should keep the credit limit over all calls of an execution', async () => {
		const make = { ...create, options: { creditLimit: 30 } };
		await ask(agent(version, { Make: make }), (told) =>
			told.length < 2
				? [{ tool: 'Make', with: { Prompt: said(`a rose ${told.length}`) } }]
				: 'Done',
		);

		expect(answers()).toEqual([
			expect.objectContaining({ status: 'COMPLETED' }),
			{
				error: expect.stringMatching(
					/"Credit Limit" of 30 credits would be exceeded.*Nothing was created\./,
				),
			},
		]);
		expect([0, 1].map((count) => jobs(said(`a rose ${count}`)).length)).toEqual([1, 0]);
	});

	it('should wait for a limited time without suspending, and get the ID and a link instead of a file', async () => {
		environment.simulator.plannedResults.add({
			promptIncludes: said('a glacier'),
			afterMs: 3_600_000,
		});
		const make = { ...create, waitMode: 'callback', download: true };
		await ask(
			agent(version, {
				Make: { ...make, options: { timeout: 0.1 } },
				Fetch: { ...get, operation: 'download' },
				Brief: { ...make, output: 'selected', outputFields: ['url'] },
			}),
			(told) => {
				if (told.length === 0)
					return [
						{ tool: 'Make', with: { Prompt: said('a glacier') } },
						{ tool: 'Brief', with: { Prompt: said('a brook') } },
					];
				if (told.length > 2) return 'Done';
				return [{ tool: 'Fetch', with: { Video_ID: String(jobs(said('a brook'))[0]?.id) } }];
			},
		);

		const [glacier] = jobs(said('a glacier'));
		const [brook] = jobs(said('a brook'));
		const [pending, brief, fetched] = answers();
		expect(pending).toMatchObject({ id: glacier?.id, url: null });
		expect(pending?.next).toMatch(
			/already paid for\. Do not create it again: wait for it or get it later by its id/,
		);
		expect(brief).toEqual({ url: expect.stringMatching(/\.mp4$/) });
		expect(fetched).toMatchObject({ id: brook?.id, url: expect.stringMatching(/\.mp4$/) });
	});
});
