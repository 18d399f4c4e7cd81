import type { ReplyScript } from '../e2e/chat-model.cts';
import {
	AgentEnvironment,
	callInTurns,
	fromAi,
	parseToolResult,
	type Tools,
} from '../e2e/agent-environment.cts';
import { START_TIMEOUT_MS } from '../e2e/environment.cts';

let agent: AgentEnvironment;
beforeAll(async () => {
	agent = await AgentEnvironment.open('ai-agent');
}, START_TIMEOUT_MS);
afterAll(async () => await agent?.close());

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

describe.each([2.2, 3])('An AI agent of version %s', (version) => {
	const word = `v${version}`;
	const withVersion = (what: string) => `${what} ${word}`;
	const make = (what: string, more: object = {}) => ({
		tool: 'Make',
		arguments: { Prompt: withVersion(what), ...more },
	});
	const look = (id: unknown) => ({ tool: 'Look', arguments: { Video_ID: String(id) } });
	const wait = (id: unknown) => ({ tool: 'Wait', arguments: { Video: String(id) } });
	const findJobs = (what: string) => agent.findJobs(withVersion(what));
	const findJob = (what: string) => agent.findOnlyJob(withVersion(what));
	const planResult = (what: string, result: object) =>
		agent.simulator.plannedResults.add({ promptIncludes: withVersion(what), ...result });
	const run = async (tools: Tools, script: ReplyScript, people?: string[]) => {
		const execution = await agent.run(version, tools, script, people);
		expect(execution.getSummary()).toContain('"success"');
		return execution;
	};

	it('should get the descriptions of the tool and its parameters', async () => {
		await run({ 'Make a video': create }, () => 'Hello');

		expect(agent.model.tools).toMatchObject({
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
		const script = callInTurns([make('a heron')], ([item]) => [wait(item?.id)]);
		await run(tools, script);

		const toolFields = Object.values(agent.model.tools).map(
			({ name, parameters: { properties } }) => [
				name,
				Object.entries(properties).map(([field, { description }]) => `${field}: ${description}`),
			],
		);
		expect(Object.fromEntries(toolFields)).toEqual({
			Make: [expect.stringMatching(/^Prompt: Description of the video/)],
			Wait: ['Video: ID of the video, as returned by another tool'],
			Extend: [
				'Source_Video: ID of the source video, as returned by another tool',
				expect.stringMatching(/^Prompt: Description of what happens next/),
			],
		});
		const heron = findJob('a heron');
		expect(agent.toolItems.map(({ id, status }) => [id, status])).toEqual([
			[heron.id, 'COMPLETED'],
			[heron.id, 'COMPLETED'],
		]);
	});

	it('should make a video from one sentence, wait for a running one, and explain a failure', async () => {
		const tools = {
			Make: { resource: 'video', operation: 'create' },
			Begin: { resource: 'video', operation: 'create', waitMode: 'none' },
			Wait: { resource: 'video', operation: 'wait' },
		};
		const execution = await run(tools, (toolResults) => {
			const [created, running, waited, failed] = toolResults.map(parseToolResult);
			if (!created) return [make('a stork')];
			if (!running) return [{ ...make('a crane'), tool: 'Begin' }];
			if (!waited) return [wait(running.id)];
			if (!failed) return [make('a [rejected] one')];
			return `${String(created.url)} and ${String(waited.url)}, but: ${String(failed.error)}`;
		});

		const stork = findJob('a stork');
		const crane = findJob('a crane');
		const [created, running, waited] = agent.toolItems;
		expect([created, running, waited].map((result) => [result?.id, result?.status])).toEqual([
			[stork.id, 'COMPLETED'],
			[crane.id, expect.not.stringMatching('COMPLETED')],
			[crane.id, 'COMPLETED'],
		]);
		// The reply in the chat.
		expect(execution.getItems('Agent')[0]?.json.output).toMatch(
			/^http\S+\.mp4 and http\S+\.mp4, but: PixVerse's moderation rejected .*Rephrase the prompt/s,
		);
		for (const { parameters } of Object.values(agent.model.tools))
			expect(Object.keys(parameters.properties)).toHaveLength(1);
		// Results are short because models charge for their input.
		for (const result of agent.model.toolResults) expect(result.length).toBeLessThan(900);
	});

	it('should create two videos at the same time, each of them once, and get one in a later turn', async () => {
		await run(
			{ Make: create, Look: get },
			callInTurns([make('a kite'), make('a boat')], ([, boat]) => [look(boat?.id)]),
		);

		const kite = findJob('a kite');
		const boat = findJob('a boat');
		expect(agent.toolItems.map(({ id, status }) => [id, status])).toEqual(
			[kite, boat, boat].map(({ id }) => [id, 'COMPLETED']),
		);
		for (const result of agent.toolItems) {
			expect(result.url).toMatch(/^http.+\.mp4$/);
			expect(result.next).toMatch(/give the user the url/);
			expect(result).not.toHaveProperty('account');
		}
	});

	it('should create a separate video for each of several people, all at the same time', async () => {
		const people = ['Cleo', 'Dora', 'Emil'].map(withVersion);
		await run(
			{ Make: { ...create, options: { creditLimit: 60 } } },
			(toolResults, { messages }) => {
				const person = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
				return toolResults.length === 0
					? [{ tool: 'Make', arguments: { Prompt: `for ${String(person.at(-1))}` } }]
					: 'Done';
			},
			people,
		);

		const createdJobs = agent.simulator.jobs.filter(({ parameters }) =>
			people.some((person) => parameters.prompt === `for ${person}`),
		);
		const results = agent.model.requests.flatMap(({ messages }) => {
			const person = messages.findLast(({ role }) => role === 'user')?.content;
			return messages
				.filter(({ role }) => role === 'tool')
				.map(({ content }) => ({ person, id: parseToolResult(String(content)).id }));
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
		const tool = {
			...create,
			model: { __rl: true, mode: 'id', value: fromAi('Model', 'Model') },
			quality: fromAi('Quality', 'e.g. 720p'),
			duration: fromAi('Duration', 'In seconds'),
			aspectRatio: fromAi('Aspect_Ratio', 'Width to height'),
		};
		const args = { Model: 'PixVerse V6', Quality: '360P', Aspect_Ratio: '16x9' };
		await run(
			{ Make: tool },
			callInTurns(
				[make('a mill', { ...args, Duration: '99 s' })],
				[make('a mill', { ...args, Duration: '5 seconds' })],
			),
		);

		expect(agent.toolItems).toEqual([
			{
				error: expect.stringMatching(
					/"Duration" is 99 s, but v6 makes 1 to 15 s\. Choose 15 s or less.*Nothing was sent\.$/,
				),
			},
			expect.objectContaining({ status: 'COMPLETED' }),
		]);
		expect(findJobs('a mill')).toMatchObject([
			{ request: { model: 'v6', quality: '360p', duration: 5, aspect_ratio: '16:9' } },
		]);
	});

	it('should pass values of any type in an object, and the default if the model sends nothing', async () => {
		const fromAiExpression = `$fromAI('Settings', 'Object with the key duration', 'json', '{"duration":5}').duration`;
		const settingsToSend = [{ duration: 8 }, { duration: '8' }, { duration: null }, undefined];
		await run(
			{ Make: { ...create, duration: `={{ ${fromAiExpression} }}` } },
			callInTurns(
				...settingsToSend.map((Settings, at) => [make(`a swan ${at}`, Settings && { Settings })]),
			),
		);

		expect(agent.toolItems.map(({ status }) => status)).toEqual(
			settingsToSend.map(() => 'COMPLETED'),
		);
		const durations = agent.simulator.jobs
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
		const script = callInTurns([make('an owl', { Duration: 8 })]);
		const execution = await agent.run(version, { Make: { ...create, duration } }, script);

		expect(execution.status).toBe(version < 3 ? 'error' : 'success');
		expect(findJobs('an owl').map(({ request }) => request.duration)).toEqual(
			version < 3 ? [] : [8],
		);
	});

	it('should continue after failures and get the next step', async () => {
		planResult('a wreck', { status: 'FAILED' });
		await run(
			{ Make: create, Look: get },
			callInTurns([make('[rejected]'), make('a wreck'), look('the first one')]),
		);

		const [rejected, wreck, looked] = agent.toolItems;
		expect(rejected?.error).toMatch(
			/^PixVerse's moderation rejected the input\. .*Rephrase the prompt/,
		);
		expect(wreck?.error).toMatch(/^PixVerse couldn't generate the video\. /);
		expect(wreck?.id).toBe(findJob('a wreck').id);
		expect(looked?.error).toMatch(/"Video" is not a PixVerse ID\. The ID of a video looks like/);
		expect(agent.model.toolResults.join()).not.toContain(agent.simulator.token);
	});

	it('should keep the credit limit over all calls of an execution', async () => {
		await run(
			{ Make: { ...create, options: { creditLimit: 30 } } },
			callInTurns([make('a rose 0')], [make('a rose 1')]),
		);

		expect(agent.toolItems).toEqual([
			expect.objectContaining({ status: 'COMPLETED' }),
			{
				error: expect.stringMatching(
					/"Credit Limit" of 30 credits would be exceeded.*Nothing was created\./,
				),
			},
		]);
		expect([0, 1].map((count) => findJobs(`a rose ${count}`).length)).toEqual([1, 0]);
	});

	it('should wait for a limited time without suspending, and get the ID and a link instead of a file', async () => {
		planResult('a glacier', { afterMs: 3_600_000 });
		const tool = { ...create, waitMode: 'callback', download: true };
		await run(
			{
				Make: { ...tool, options: { timeout: 0.1 } },
				Fetch: { ...get, operation: 'download' },
				Brief: { ...tool, output: 'selected', outputFields: ['url'] },
			},
			callInTurns([make('a glacier'), { ...make('a brook'), tool: 'Brief' }], () => [
				{ ...look(findJob('a brook').id), tool: 'Fetch' },
			]),
		);

		const glacier = findJob('a glacier');
		const brook = findJob('a brook');
		const [pending, brief, fetched] = agent.toolItems;
		expect(pending).toMatchObject({ id: glacier.id, url: null });
		expect(pending?.next).toMatch(
			/already paid for\. Do not create it again: wait for it or get it later by its id/,
		);
		expect(brief).toEqual({ url: expect.stringMatching(/\.mp4$/) });
		expect(fetched).toMatchObject({ id: brook.id, url: expect.stringMatching(/\.mp4$/) });
	});
});
