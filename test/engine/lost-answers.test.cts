import { videoCreate } from './parameters.cts';
import { onlyJson, studio } from './studio.cts';

const here = studio();
const post = { match: { method: 'POST', path: 'videos/create' } } as const;

describe('A create', () => {
	it.each([
		['the connection was cut after the API took it', { kind: 'cutAfter' }],
		['the gateway gave up after the API took it (504)', { kind: 'statusAfter', status: 504 }],
		['the API failed after it took it (500)', { kind: 'statusAfter', status: 500 }],
		['half of the answer arrived', { kind: 'truncatedJson' }],
		['the answer is unreadable', { kind: 'malformedJson' }],
		['a web page answered for it', { kind: 'html' }],
		['the answer was empty', { kind: 'empty', status: 200 }],
	] as const)('is adopted, not sent again, when %s', async (_what, fault) => {
		here.simulator.faults.add({ ...fault, ...post });
		const json = onlyJson(await here.run(videoCreate()));
		expect(here.creates()).toHaveLength(1);
		expect(here.simulator.jobs).toHaveLength(1);
		expect(json).toMatchObject({ id: here.simulator.jobs[0]?.id, status: 'COMPLETED' });
	});

	it('is adopted without waiting, too', async () => {
		here.simulator.faults.add({ kind: 'cutAfter', ...post });
		const json = onlyJson(await here.run(videoCreate({ waitMode: 'none' })));
		expect(json).toMatchObject({ id: here.simulator.jobs[0]?.id });
	});

	it('of a batch is adopted by the item it belongs to', async () => {
		here.simulator.faults.add({ kind: 'cutAfter', count: 3, ...post });
		const items = ['one', 'two', 'three', 'four'].map((prompt) => ({ json: { prompt } }));
		const out = await here.run(videoCreate({ prompt: '={{ $json.prompt }}' }), { items });
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.prompt)).toEqual(['one', 'two', 'three', 'four']);
		expect(here.creates()).toHaveLength(4);
		expect(here.simulator.jobs).toHaveLength(4);
	});

	it('is not confused with the job of another execution with the same prompt', async () => {
		const other = onlyJson(await here.run(videoCreate({ waitMode: 'none' })));
		here.simulator.faults.add({ kind: 'cutAfter', ...post });
		const own = onlyJson(await here.run(videoCreate()));
		expect(own.id).not.toBe(other.id);
		expect(own.id).toBe(here.simulator.jobs[1]?.id);
	});

	it('that the API never took is not sent again when that cannot be known, and says so', async () => {
		here.simulator.faults.add({ kind: 'cutBefore', ...post });
		const { error } = await here.run(videoCreate());
		expect(here.creates()).toHaveLength(1);
		expect(here.simulator.jobs).toHaveLength(0);
		expect(error?.message).toMatch(/not known/i);
		expect(error?.description).toMatch(/twice/);
		const { replyRef } = here.creates()[0]?.body as { replyRef: string };
		expect(error?.description).toContain(replyRef);
	});

	it('whose making is not known says so in a field, for workflows that run failed items again', async () => {
		here.simulator.faults.add({ kind: 'cutBefore', ...post });
		const out = await here.run(videoCreate(), { onError: 'continueRegularOutput' });
		expect(out.items[0]?.json.details).toMatchObject({ id: null, status: 'UNKNOWN' });
	});

	it('is tried again by Retry On Fail only after looking for the job', async () => {
		here.simulator.faults.add({ kind: 'cutAfter', ...post });
		here.simulator.outcomes.plan({ afterMs: 10 * 60_000 });
		// For the first try the job is nowhere to be found; the second finds it.
		here.simulator.faults.add({ kind: 'status', status: 503, match: { method: 'GET' }, count: 20 });
		const out = await here.run(videoCreate(), { retryOnFail: true, maxTries: 5 });
		expect(here.creates()).toHaveLength(1);
		expect(here.simulator.jobs).toHaveLength(1);
		expect(onlyJson(out)).toMatchObject({ id: here.simulator.jobs[0]?.id });
	});

	it('is not sent again even when its job is over before anybody could look', async () => {
		here.simulator.faults.add({ kind: 'cutAfter', ...post });
		here.simulator.outcomes.plan({ afterMs: 100 });
		const out = await here.run(videoCreate(), { retryOnFail: true, maxTries: 3 });
		expect(here.creates()).toHaveLength(1);
		expect(out.error?.message ?? '').toMatch(/^$|not known/);
	});
});
