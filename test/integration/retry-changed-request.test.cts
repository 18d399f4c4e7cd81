import type { INodeParameters } from 'n8n-workflow';
import { run, type RunOptions } from './harness/harness.cts';
import { loadCredential, loadTool } from './harness/sources.cts';
import { videoCreate } from './parameters.cts';
import { createTestBed } from './test-bed.cts';

const testBed = createTestBed();
/** What n8n keeps between an execution and its retry. */
const same = { workflowId: '78', resumeToken: 'c3'.repeat(32) };
const LONG = { afterMs: 5 * 60_000 };
const each = { prompt: '={{ $json.prompt }}' };
const asking = (...texts: string[]) => texts.map((prompt) => ({ json: { prompt } }));
const prompts = () => testBed.simulator.jobs.map(({ parameters }) => parameters.prompt);
const ids = () => testBed.simulator.jobs.map(({ id }) => id);

/** An execution that dies when its jobs are made: n8n keeps nothing of it but how it began. */
const dies = async (...texts: string[]) =>
	await testBed.run(videoCreate({ ...each, waitMode: 'none' }), {
		items: asking(...texts),
		...same,
	});

const asTool = async (parameters: INodeParameters, more: Partial<RunOptions> = {}) =>
	await run({
		...testBed.use(parameters),
		node: loadTool(),
		credentialTypes: [loadCredential('pixVerseApi')],
		...more,
	});

describe('A retry after a crash', () => {
	beforeEach(() => testBed.simulator.plannedResults.add({ ...LONG, count: 6 }));

	it('should create what is requested now instead of what was requested before', async () => {
		await dies('a lighthouse', 'a red kite');
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
