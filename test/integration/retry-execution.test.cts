import { ExecutionStore } from './harness/harness.cts';
import { imageCreate, videoCreate } from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();
/** The values that an execution and its retry share. */
const sameExecution = { workflowId: '77', resumeToken: 'a1'.repeat(32) };
/** The jobs finish after the retry has started, although time is accelerated. */
const LONG_RESULT = { afterMs: 5 * 60_000 };
const items = ['one', 'two', 'three'].map((prompt) => ({ json: { prompt } }));
const promptOfItem = { prompt: '={{ $json.prompt }}' };
const createFromItem = videoCreate(promptOfItem);

/** Executes the creates of an execution that crashes afterward, so n8n has not stored its jobs. */
const createJobsAndCrash = async (options = {}) =>
	await testBed.run(videoCreate({ ...promptOfItem, waitMode: 'none' }), {
		items,
		...sameExecution,
		...options,
	});

/** Sorted, because creates that are sent at the same time may arrive in any order. */
const getSortedPrompts = () =>
	testBed.simulator.jobs.map(({ parameters }) => String(parameters.prompt)).sort();

const buildItems = (...texts: string[]) => texts.map((prompt) => ({ json: { prompt } }));
const getPrompts = () => testBed.simulator.jobs.map(({ parameters }) => parameters.prompt);
const getIds = () => testBed.simulator.jobs.map(({ id }) => id);

describe('A retry of an execution whose n8n crashed', () => {
	beforeEach(() => testBed.simulator.plannedResults.add({ ...LONG_RESULT, count: 6 }));

	it('should recover running jobs instead of paying twice', async () => {
		await createJobsAndCrash({ items: items.slice(0, 2) });
		const out = await testBed.run(createFromItem, { items, ...sameExecution, mode: 'retry' });
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.prompt)).toEqual(['one', 'two', 'three']);
		expect(getSortedPrompts()).toEqual(['one', 'three', 'two']);
	});

	it('should read the running jobs once, however many items there are', async () => {
		await createJobsAndCrash();
		const before = testBed.simulator.requests.length;
		await testBed.run(createFromItem, { items, ...sameExecution, mode: 'retry' });
		const requests = testBed.simulator.requests.slice(before);
		expect(requests.filter(({ path }) => /\/scheduler\/?$/.test(path))).toHaveLength(1);
	});

	it('should find its jobs after a reference of the user', async () => {
		const named = { options: { replyRef: 'order 7' } };
		await testBed.run(videoCreate({ waitMode: 'none', ...named }), sameExecution);
		const json = onlyJson(
			await testBed.run(videoCreate(named), { ...sameExecution, mode: 'retry' }),
		);
		expect(testBed.simulator.jobs.map(({ id }) => id)).toEqual([json.id]);
	});

	it('should not use jobs of other executions', async () => {
		await createJobsAndCrash({ resumeToken: 'b2'.repeat(32) });
		const out = await testBed.run(createFromItem, { items, ...sameExecution, mode: 'retry' });
		expect(testBed.simulator.jobs).toHaveLength(6);
		expect(out.items.map(({ json }) => json.id)).toEqual(['one', 'two', 'three'].map(testBed.idOf));
	});

	it("should send nothing when PixVerse doesn't return the running jobs", async () => {
		await createJobsAndCrash();
		const match = { method: 'GET', path: 'scheduler' };
		testBed.simulator.faults.add({ kind: 'status', status: 503, count: 0, match });
		const { error } = await testBed.run(createFromItem, { items, ...sameExecution, mode: 'retry' });
		expect(error).toBeDefined();
		expect(testBed.simulator.jobs).toHaveLength(3);
	});

	it('should not be stopped by a signed-out account', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		testBed.simulator.accounts.setError('second@example.com', 'session expired');
		await createJobsAndCrash({ items: items.slice(0, 2) });
		const out = await testBed.run(createFromItem, { items, ...sameExecution, mode: 'retry' });
		expect(out.error).toBeUndefined();
		expect(testBed.simulator.jobs).toHaveLength(3);
	});

	it('should be the only execution that reads running jobs before it sends a create', async () => {
		await testBed.run(videoCreate({ waitMode: 'none' }), sameExecution);
		await testBed.run(videoCreate({ waitMode: 'none' }), sameExecution);
		expect(testBed.simulator.jobs).toHaveLength(2);
		expect(testBed.simulator.requests.every(({ method }) => method === 'POST')).toBe(true);
	});

	it('should recover the jobs of an unfinished run that n8n stored before the retry', async () => {
		await createJobsAndCrash();
		const out = await testBed.run(createFromItem, {
			items,
			...sameExecution,
			mode: 'retry',
			previousRuns: 1,
		});
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.id)).toEqual(['one', 'two', 'three'].map(testBed.idOf));
		expect(testBed.simulator.jobs).toHaveLength(3);
	});

	it('should poll recovered jobs, because PixVerse calls back the crashed execution', async () => {
		await createJobsAndCrash();
		const executionStore = await ExecutionStore.open();
		const suspended = videoCreate({ ...promptOfItem, waitMode: 'callback' });
		const retry = { items, ...sameExecution, mode: 'retry', executions: executionStore } as const;
		const out = await testBed.run(suspended, retry);
		await executionStore.close();
		expect(out.items.map(({ json }) => json.status)).toEqual(new Array(3).fill('COMPLETED'));
		expect(testBed.simulator.jobs).toHaveLength(3);
		// The time limit of the suspended execution is 30 minutes. After that, n8n calls nothing.
		expect(out.durationMs).toBeLessThan(15 * 60_000);
	});

	it('should also poll what a failed execution has left running', async () => {
		testBed.simulator.reset();
		testBed.simulator.lifecycle.durations.video = LONG_RESULT.afterMs;
		const texts = ['one', 'two [takes 5s]', 'three'];
		const items = texts.map((prompt) => ({ json: { prompt } }));
		const match = { method: 'POST', path: 'videos/create' };
		testBed.simulator.faults.add({ kind: 'status', status: 422, skip: 1, match });
		const executionStore = await ExecutionStore.open();
		const suspended = videoCreate({ ...promptOfItem, waitMode: 'callback' });
		const first = await testBed.run(suspended, {
			items,
			...sameExecution,
			executions: executionStore,
		});
		expect(first.error).toBeDefined();
		const retry = {
			...sameExecution,
			mode: 'retry',
			executions: executionStore,
			retryOf: first,
		} as const;
		const out = await testBed.run(suspended, { items, ...retry });
		await executionStore.close();
		expect(out.items.map(({ json }) => json.status)).toEqual(new Array(3).fill('COMPLETED'));
		expect(testBed.simulator.jobs).toHaveLength(3);
		expect(out.durationMs).toBeLessThan(15 * 60_000);
	});

	describe('where PixVerse shows the references of finished jobs', () => {
		beforeEach(() => testBed.simulator.faults.setSwitches({ showReplyRef: true }));

		it('should recover finished jobs, but not failed ones', async () => {
			await createJobsAndCrash();
			const one = testBed.idOf('one');
			testBed.simulator.lifecycle.finishById(one);
			testBed.simulator.lifecycle.finishById(testBed.idOf('two'), 'FAILED');
			const out = await testBed.run(createFromItem, { items, ...sameExecution, mode: 'retry' });
			expect(getSortedPrompts()).toEqual(['one', 'three', 'two', 'two']);
			expect(out.items.map(({ json }) => json.id)).toEqual(
				['one', 'two', 'three'].map(testBed.idOf),
			);
		});

		it('should recover all images of an item, finished or not', async () => {
			const three = imageCreate({ options: { createCount: 3 } });
			const noWait = { ...three, waitMode: 'none' } as never;
			await testBed.run(noWait, sameExecution);
			const getIds = testBed.simulator.jobs.map(({ id }) => id);
			testBed.simulator.lifecycle.finishById(getIds[1] ?? '');
			const out = await testBed.run(three, { ...sameExecution, mode: 'retry' });
			expect(out.items.map(({ json }) => json.id)).toEqual(getIds);
			expect(testBed.simulator.jobs).toHaveLength(3);
		});
	});
});

describe('A retry with another request', () => {
	beforeEach(() => testBed.simulator.plannedResults.add({ ...LONG_RESULT, count: 6 }));

	it('should create what is requested now instead of what was requested before', async () => {
		await createJobsAndCrash({ items: buildItems('a lighthouse', 'a red kite') });
		const items = buildItems('a lighthouse', 'a calm sea');
		const out = await testBed.run(createFromItem, { items, ...sameExecution, mode: 'retry' });
		expect(out.error).toBeUndefined();
		expect(getPrompts().sort()).toEqual(['a calm sea', 'a lighthouse', 'a red kite']);
		expect(out.items.map(({ json }) => json.id)).toEqual(
			['a lighthouse', 'a calm sea'].map(testBed.idOf),
		);
	});

	it.each([
		['quality', { quality: '360p' }, { quality: '720p' }],
		['duration', { duration: 5 }, { duration: 8 }],
	])('should create a new job for another %s', async (_what, then, now) => {
		await testBed.run(videoCreate({ ...then, waitMode: 'none' }), sameExecution);
		const out = await testBed.run(videoCreate(now), { ...sameExecution, mode: 'retry' });
		expect(getIds()).toHaveLength(2);
		expect(out.items[0]?.json.id).toBe(getIds()[1]);
	});

	it('should reuse jobs when only account, seed, or reply reference differ', async () => {
		await testBed.run(
			videoCreate({ waitMode: 'none', options: { replyRef: 'one', seed: 1 } }),
			sameExecution,
		);
		const options = { replyRef: 'two', seed: 2 };
		const out = await testBed.run(videoCreate({ options }), { ...sameExecution, mode: 'retry' });
		expect(out.items.map(({ json }) => json.id)).toEqual(getIds());
		expect(getIds()).toHaveLength(1);
	});

	it('should create what an agent requests from its tool this time', async () => {
		await testBed.runTool(videoCreate({ prompt: 'a lighthouse', waitMode: 'none' }), sameExecution);
		const again = { ...sameExecution, mode: 'retry' } as const;
		const out = await testBed.runTool(videoCreate({ prompt: 'a calm sea' }), again);
		expect(getPrompts()).toEqual(['a lighthouse', 'a calm sea']);
		expect(out.items[0]?.json).toMatchObject({ id: getIds()[1] });
	});
});

describe('A retry after a failure', () => {
	/** The second of two creates is rejected, so that n8n stores the job of the first one. */
	const runFailing = async () => {
		const match = { method: 'POST', path: 'videos/create' };
		testBed.simulator.faults.add({ kind: 'status', status: 422, skip: 1, match });
		const items = buildItems('a lighthouse', 'a red kite');
		return await testBed.run(createFromItem, { items, ...sameExecution });
	};

	it('should keep existing jobs and create the rest', async () => {
		const first = await runFailing();
		expect(first.error).toBeDefined();
		const made = [...getPrompts()];
		expect(made).toHaveLength(1);
		const items = buildItems('a lighthouse', 'a red kite');
		const out = await testBed.run(createFromItem, {
			items,
			...sameExecution,
			mode: 'retry',
			retryOf: first,
		});
		expect(out.error).toBeUndefined();
		expect([...getPrompts()].sort()).toEqual(['a lighthouse', 'a red kite']);
	});
});

describe('The same request twice', () => {
	it('should create two videos in two runs of the node, as in a loop', async () => {
		const items = buildItems('a lighthouse', 'a lighthouse', 'a red kite', 'a lighthouse');
		const out = await testBed.run(createFromItem, { items, branches: 2 });
		expect(out.error).toBeUndefined();
		const expected = ['a lighthouse', 'a lighthouse', 'a lighthouse', 'a red kite'];
		expect(getPrompts().sort()).toEqual(expected);
		const runs = out.runData['Node under Test'] ?? [];
		const made = runs.flatMap(({ data }) => data?.main?.[0]?.map(({ json }) => json.id) ?? []);
		expect(runs).toHaveLength(2);
		expect(made.sort()).toEqual(getIds().sort());
	});

	it('should create two videos in two executions of a workflow', async () => {
		const once = { workflowId: '78', resumeToken: 'd4'.repeat(32) };
		await testBed.run(createFromItem, { items: buildItems('a lighthouse'), ...once });
		await testBed.run(createFromItem, { items: buildItems('a lighthouse'), ...sameExecution });
		expect(new Set(getIds()).size).toBe(2);
	});
});
