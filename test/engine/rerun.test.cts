import { videoCreate } from './parameters.cts';
import { onlyJson, studio } from './studio.cts';

const here = studio();
/** What n8n keeps between an execution and its retry. */
const same = { workflowId: '77', resumeToken: 'a1'.repeat(32) };
/** So long that the clock, which is in a hurry, does not end them before the retry. */
const LONG = { afterMs: 5 * 60_000 };
const items = ['one', 'two', 'three'].map((prompt) => ({ json: { prompt } }));
const created = videoCreate({ prompt: '={{ $json.prompt }}' });

/** An execution that dies when its jobs are made: n8n keeps nothing of it but how it began. */
const dies = async (options = {}) =>
	await here.run(videoCreate({ prompt: '={{ $json.prompt }}', waitMode: 'none' }), {
		items,
		...same,
		...options,
	});

beforeEach(() => here.simulator.outcomes.plan({ ...LONG, count: 6 }));

describe('The retry of an execution whose n8n died', () => {
	it('takes up the jobs that are still running instead of paying twice', async () => {
		await dies({ items: items.slice(0, 2) });
		const out = await here.run(created, { items, ...same, mode: 'retry' });
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.prompt)).toEqual(['one', 'two', 'three']);
		expect(here.simulator.jobs.map(({ wanted }) => wanted.prompt)).toEqual(['one', 'two', 'three']);
	});

	it('asks once which jobs are running, however many items there are', async () => {
		await dies();
		const before = here.simulator.requests.length;
		await here.run(created, { items, ...same, mode: 'retry' });
		const asked = here.simulator.requests.slice(before);
		expect(asked.filter(({ path }) => /\/scheduler\/?$/.test(path))).toHaveLength(1);
	});

	it('knows its jobs behind a reference of the user', async () => {
		const named = { options: { replyRef: 'order 7' } };
		await here.run(videoCreate({ waitMode: 'none', ...named }), same);
		const json = onlyJson(await here.run(videoCreate(named), { ...same, mode: 'retry' }));
		expect(here.simulator.jobs.map(({ id }) => id)).toEqual([json.id]);
	});

	it('leaves the jobs of other executions alone', async () => {
		await dies({ resumeToken: 'b2'.repeat(32) });
		const out = await here.run(created, { items, ...same, mode: 'retry' });
		const ids = here.simulator.jobs.map(({ id }) => id);
		expect(ids).toHaveLength(6);
		expect(out.items.map(({ json }) => json.id)).toEqual(ids.slice(3));
	});

	it('sends nothing when PixVerse does not say which jobs are running', async () => {
		await dies();
		const match = { method: 'GET', path: 'scheduler' };
		here.simulator.faults.add({ kind: 'status', status: 503, count: 0, match });
		const { error } = await here.run(created, { items, ...same, mode: 'retry' });
		expect(error).toBeDefined();
		expect(here.simulator.jobs).toHaveLength(3);
	});

	it('is the only one that asks: other executions send at once', async () => {
		await here.run(videoCreate({ waitMode: 'none' }), same);
		await here.run(videoCreate({ waitMode: 'none' }), same);
		expect(here.simulator.jobs).toHaveLength(2);
		expect(here.simulator.requests.every(({ method }) => method === 'POST')).toBe(true);
	});
});
