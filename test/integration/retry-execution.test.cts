import type { INodeParameters } from 'n8n-workflow';
import { ExecutionStore, run, type RunOptions } from './harness/harness.cts';
import { loadCredential, loadTool } from './harness/sources.cts';
import { imageCreate, videoCreate } from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();
/** What n8n keeps between an execution and its retry. */
const same = { workflowId: '77', resumeToken: 'a1'.repeat(32) };
/** So long that the clock, which is in a hurry, does not end them before the retry. */
const LONG = { afterMs: 5 * 60_000 };
const items = ['one', 'two', 'three'].map((prompt) => ({ json: { prompt } }));
const created = videoCreate({ prompt: '={{ $json.prompt }}' });

/** An execution that dies when its jobs are made: n8n keeps nothing of it but how it began. */
const dies = async (options = {}) =>
	await testBed.run(videoCreate({ prompt: '={{ $json.prompt }}', waitMode: 'none' }), {
		items,
		...same,
		...options,
	});

/** Prompts of all jobs, sorted, because creates that are sent at the same time may arrive in any order. */
const made = () => testBed.simulator.jobs.map(({ parameters }) => String(parameters.prompt)).sort();

const each = { prompt: '={{ $json.prompt }}' };
const asking = (...texts: string[]) => texts.map((prompt) => ({ json: { prompt } }));
const prompts = () => testBed.simulator.jobs.map(({ parameters }) => parameters.prompt);
const ids = () => testBed.simulator.jobs.map(({ id }) => id);

const asTool = async (parameters: INodeParameters, more: Partial<RunOptions> = {}) =>
	await run({
		...testBed.use(parameters),
		node: loadTool(),
		credentialTypes: [loadCredential('pixVerseApi')],
		...more,
	});

describe('A retry of an execution whose n8n crashed', () => {
	beforeEach(() => testBed.simulator.plannedResults.add({ ...LONG, count: 6 }));

	it('should recover running jobs instead of paying twice', async () => {
		await dies({ items: items.slice(0, 2) });
		const out = await testBed.run(created, { items, ...same, mode: 'retry' });
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.prompt)).toEqual(['one', 'two', 'three']);
		expect(made()).toEqual(['one', 'three', 'two']);
	});

	it('should read the running jobs once, however many items there are', async () => {
		await dies();
		const before = testBed.simulator.requests.length;
		await testBed.run(created, { items, ...same, mode: 'retry' });
		const asked = testBed.simulator.requests.slice(before);
		expect(asked.filter(({ path }) => /\/scheduler\/?$/.test(path))).toHaveLength(1);
	});

	it('should find its jobs after a reference of the user', async () => {
		const named = { options: { replyRef: 'order 7' } };
		await testBed.run(videoCreate({ waitMode: 'none', ...named }), same);
		const json = onlyJson(await testBed.run(videoCreate(named), { ...same, mode: 'retry' }));
		expect(testBed.simulator.jobs.map(({ id }) => id)).toEqual([json.id]);
	});

	it('should not use jobs of other executions', async () => {
		await dies({ resumeToken: 'b2'.repeat(32) });
		const out = await testBed.run(created, { items, ...same, mode: 'retry' });
		expect(testBed.simulator.jobs).toHaveLength(6);
		expect(out.items.map(({ json }) => json.id)).toEqual(['one', 'two', 'three'].map(testBed.idOf));
	});

	it("should send nothing when PixVerse doesn't return the running jobs", async () => {
		await dies();
		const match = { method: 'GET', path: 'scheduler' };
		testBed.simulator.faults.add({ kind: 'status', status: 503, count: 0, match });
		const { error } = await testBed.run(created, { items, ...same, mode: 'retry' });
		expect(error).toBeDefined();
		expect(testBed.simulator.jobs).toHaveLength(3);
	});

	it('should not be stopped by a signed-out account', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		testBed.simulator.accounts.setError('second@example.com', 'session expired');
		await dies({ items: items.slice(0, 2) });
		const out = await testBed.run(created, { items, ...same, mode: 'retry' });
		expect(out.error).toBeUndefined();
		expect(testBed.simulator.jobs).toHaveLength(3);
	});

	it('should be the only one that reads running jobs: other executions send at once', async () => {
		await testBed.run(videoCreate({ waitMode: 'none' }), same);
		await testBed.run(videoCreate({ waitMode: 'none' }), same);
		expect(testBed.simulator.jobs).toHaveLength(2);
		expect(testBed.simulator.requests.every(({ method }) => method === 'POST')).toBe(true);
	});

	it('should recover jobs of an unfinished step that n8n saved before the retry', async () => {
		await dies();
		const out = await testBed.run(created, { items, ...same, mode: 'retry', previousRuns: 1 });
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.id)).toEqual(['one', 'two', 'three'].map(testBed.idOf));
		expect(testBed.simulator.jobs).toHaveLength(3);
	});

	it('should poll recovered jobs, because PixVerse calls back the crashed execution', async () => {
		await dies();
		const executionStore = await ExecutionStore.open();
		const suspended = videoCreate({ prompt: '={{ $json.prompt }}', waitMode: 'callback' });
		const retry = { items, ...same, mode: 'retry', executions: executionStore } as const;
		const out = await testBed.run(suspended, retry);
		await executionStore.close();
		expect(out.items.map(({ json }) => json.status)).toEqual(new Array(3).fill('COMPLETED'));
		expect(testBed.simulator.jobs).toHaveLength(3);
		// The time limit of the suspended execution is 30 minutes. After that, n8n calls nothing.
		expect(out.durationMs).toBeLessThan(15 * 60_000);
	});

	it('should also poll what a failed execution has left running', async () => {
		testBed.simulator.reset();
		testBed.simulator.lifecycle.durations.video = LONG.afterMs;
		const texts = ['one', 'two [takes 5s]', 'three'];
		const items = texts.map((prompt) => ({ json: { prompt } }));
		const match = { method: 'POST', path: 'videos/create' };
		testBed.simulator.faults.add({ kind: 'status', status: 422, skip: 1, match });
		const executionStore = await ExecutionStore.open();
		const suspended = videoCreate({ prompt: '={{ $json.prompt }}', waitMode: 'callback' });
		const first = await testBed.run(suspended, { items, ...same, executions: executionStore });
		expect(first.error).toBeDefined();
		const retry = { ...same, mode: 'retry', executions: executionStore, retryOf: first } as const;
		const out = await testBed.run(suspended, { items, ...retry });
		await executionStore.close();
		expect(out.items.map(({ json }) => json.status)).toEqual(new Array(3).fill('COMPLETED'));
		expect(testBed.simulator.jobs).toHaveLength(3);
		expect(out.durationMs).toBeLessThan(15 * 60_000);
	});

	describe('where PixVerse shows the references of finished jobs', () => {
		beforeEach(() => testBed.simulator.faults.setSwitches({ showReplyRef: true }));

		it('should recover finished jobs, but not failed ones', async () => {
			await dies();
			const one = testBed.idOf('one');
			testBed.simulator.lifecycle.finishById(one);
			testBed.simulator.lifecycle.finishById(testBed.idOf('two'), 'FAILED');
			const out = await testBed.run(created, { items, ...same, mode: 'retry' });
			expect(made()).toEqual(['one', 'three', 'two', 'two']);
			expect(out.items.map(({ json }) => json.id)).toEqual(
				['one', 'two', 'three'].map(testBed.idOf),
			);
		});

		it('should recover all images of an item, finished or not', async () => {
			const three = imageCreate({ options: { createCount: 3 } });
			const noWait = { ...three, waitMode: 'none' } as never;
			await testBed.run(noWait, same);
			const ids = testBed.simulator.jobs.map(({ id }) => id);
			testBed.simulator.lifecycle.finishById(ids[1] ?? '');
			const out = await testBed.run(three, { ...same, mode: 'retry' });
			expect(out.items.map(({ json }) => json.id)).toEqual(ids);
			expect(testBed.simulator.jobs).toHaveLength(3);
		});
	});
});

describe('A retry with another request', () => {
	beforeEach(() => testBed.simulator.plannedResults.add({ ...LONG, count: 6 }));

	it('should create what is requested now instead of what was requested before', async () => {
		await dies({ items: asking('a lighthouse', 'a red kite') });
		const items = asking('a lighthouse', 'a calm sea');
		const out = await testBed.run(videoCreate(each), { items, ...same, mode: 'retry' });
		expect(out.error).toBeUndefined();
		expect(prompts().sort()).toEqual(['a calm sea', 'a lighthouse', 'a red kite']);
		expect(out.items.map(({ json }) => json.id)).toEqual(
			['a lighthouse', 'a calm sea'].map(testBed.idOf),
		);
	});

	it.each([
		['quality', { quality: '360p' }, { quality: '720p' }],
		['duration', { duration: 5 }, { duration: 8 }],
	])('should create a new job for another %s', async (_what, then, now) => {
		await testBed.run(videoCreate({ ...then, waitMode: 'none' }), same);
		const out = await testBed.run(videoCreate(now), { ...same, mode: 'retry' });
		expect(ids()).toHaveLength(2);
		expect(out.items[0]?.json.id).toBe(ids()[1]);
	});

	it('should reuse jobs when only account, seed, or reply reference differ', async () => {
		await testBed.run(
			videoCreate({ waitMode: 'none', options: { replyRef: 'one', seed: 1 } }),
			same,
		);
		const options = { replyRef: 'two', seed: 2 };
		const out = await testBed.run(videoCreate({ options }), { ...same, mode: 'retry' });
		expect(out.items.map(({ json }) => json.id)).toEqual(ids());
		expect(ids()).toHaveLength(1);
	});

	it('should create what an agent requests from its tool this time', async () => {
		await asTool(videoCreate({ prompt: 'a lighthouse', waitMode: 'none' }), same);
		const again = { ...same, mode: 'retry' } as const;
		const out = await asTool(videoCreate({ prompt: 'a calm sea' }), again);
		expect(prompts()).toEqual(['a lighthouse', 'a calm sea']);
		expect(out.items[0]?.json).toMatchObject({ id: ids()[1] });
	});
});

describe('A retry after a failure', () => {
	/** The second of two creates is rejected, so that n8n stores the job of the first one. */
	const fails = async () => {
		const match = { method: 'POST', path: 'videos/create' };
		testBed.simulator.faults.add({ kind: 'status', status: 422, skip: 1, match });
		const items = asking('a lighthouse', 'a red kite');
		return await testBed.run(videoCreate(each), { items, ...same });
	};

	it('should keep existing jobs and create the rest', async () => {
		const first = await fails();
		expect(first.error).toBeDefined();
		const made = [...prompts()];
		expect(made).toHaveLength(1);
		const items = asking('a lighthouse', 'a red kite');
		const out = await testBed.run(videoCreate(each), {
			items,
			...same,
			mode: 'retry',
			retryOf: first,
		});
		expect(out.error).toBeUndefined();
		expect([...prompts()].sort()).toEqual(['a lighthouse', 'a red kite']);
	});
});

describe('The same request twice', () => {
	it('should create two videos in two runs of the node, as in a loop', async () => {
		const items = asking('a lighthouse', 'a lighthouse', 'a red kite', 'a lighthouse');
		const out = await testBed.run(videoCreate(each), { items, branches: 2 });
		expect(out.error).toBeUndefined();
		const wanted = ['a lighthouse', 'a lighthouse', 'a lighthouse', 'a red kite'];
		expect(prompts().sort()).toEqual(wanted);
		const runs = out.runData['Node under Test'] ?? [];
		const made = runs.flatMap(({ data }) => data?.main?.[0]?.map(({ json }) => json.id) ?? []);
		expect(runs).toHaveLength(2);
		expect(made.sort()).toEqual(ids().sort());
	});

	it('should create two videos in two executions of a workflow', async () => {
		const once = { workflowId: '78', resumeToken: 'd4'.repeat(32) };
		await testBed.run(videoCreate(each), { items: asking('a lighthouse'), ...once });
		await testBed.run(videoCreate(each), { items: asking('a lighthouse'), ...same });
		expect(new Set(ids()).size).toBe(2);
	});
});
