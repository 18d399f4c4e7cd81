import { videoCreate } from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const createRequests = { match: { method: 'POST', path: 'videos/create' } } as const;

describe('A create whose response was lost', () => {
	it.each([
		['the connection is cut after the API accepted it', { kind: 'cutAfter' }],
		['the gateway times out after the API accepted it (504)', { kind: 'statusAfter', status: 504 }],
		['the API fails after it accepted it (500)', { kind: 'statusAfter', status: 500 }],
		['half of the response arrives', { kind: 'truncatedJson' }],
		['the response is unreadable', { kind: 'malformedJson' }],
		['the response is a web page', { kind: 'html' }],
		['the response is empty', { kind: 'empty', status: 200 }],
	] as const)('should be recovered, not sent again, when %s', async (_what, fault) => {
		testBed.simulator.faults.add({ ...fault, ...createRequests });
		const json = onlyJson(await testBed.run(videoCreate()));
		expect(testBed.creates()).toHaveLength(1);
		expect(testBed.simulator.jobs).toHaveLength(1);
		expect(json).toMatchObject({ id: testBed.simulator.jobs[0]?.id, status: 'COMPLETED' });
	});

	it('should be recovered when the API never responds although the video finishes before the timeout', async () => {
		testBed.simulator.faults.add({ kind: 'noResponseAfter', ...createRequests });
		testBed.simulator.plannedResults.add({ afterMs: 24_000 });
		const json = onlyJson(await testBed.run(videoCreate()));
		expect(testBed.creates()).toHaveLength(1);
		expect(json).toMatchObject({ id: testBed.simulator.jobs[0]?.id, status: 'COMPLETED' });
	});

	it('should not be treated as lost while the response is slow', async () => {
		testBed.simulator.faults.add({ kind: 'delay', ms: 150, ...createRequests });
		const json = onlyJson(await testBed.run(videoCreate()));
		expect(testBed.simulator.jobs).toHaveLength(1);
		expect(json).toMatchObject({ id: testBed.simulator.jobs[0]?.id, credits: expect.any(Number) });
	});

	it('should share the search with the other creates without a response', async () => {
		testBed.simulator.faults.add({ kind: 'noResponseAfter', count: 6, ...createRequests });
		const out = await testBed.run(videoCreate(), { items: new Array(6).fill({}) });
		expect(out.items).toHaveLength(6);
		const schedulerReads = testBed.calls().filter((call) => /GET scheduler\/?$/.test(call));
		expect(schedulerReads.length).toBeLessThan(6);
	});

	it('should be recovered with Do Not Wait too', async () => {
		testBed.simulator.faults.add({ kind: 'cutAfter', ...createRequests });
		const json = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
		expect(json).toMatchObject({ id: testBed.simulator.jobs[0]?.id });
	});

	it('should be recovered by its own item of a batch', async () => {
		testBed.simulator.faults.add({ kind: 'cutAfter', count: 3, ...createRequests });
		const items = ['one', 'two', 'three', 'four'].map((prompt) => ({ json: { prompt } }));
		const out = await testBed.run(videoCreate({ prompt: '={{ $json.prompt }}' }), { items });
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.prompt)).toEqual(['one', 'two', 'three', 'four']);
		expect(testBed.creates()).toHaveLength(4);
		expect(testBed.simulator.jobs).toHaveLength(4);
	});

	it('should not be mistaken for the job of another execution with the same prompt', async () => {
		const other = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
		testBed.simulator.faults.add({ kind: 'cutAfter', ...createRequests });
		const own = onlyJson(await testBed.run(videoCreate()));
		expect(own.id).not.toBe(other.id);
		expect(own.id).toBe(testBed.simulator.jobs[1]?.id);
	});

	it('should not be sent again when it is unknown whether the API received it, and say so', async () => {
		testBed.simulator.faults.add({ kind: 'cutBefore', ...createRequests });
		const { error } = await testBed.run(videoCreate());
		expect(testBed.creates()).toHaveLength(1);
		expect(testBed.simulator.jobs).toHaveLength(0);
		expect(error?.message).toMatch(/was lost/i);
		expect(error?.description).toMatch(/twice/);
		const { replyRef } = testBed.creates()[0]?.body as { replyRef: string };
		expect(error?.description).toContain(replyRef);
	});

	it('should mark the unknown result in a field for workflows that run failed items again', async () => {
		testBed.simulator.faults.add({ kind: 'cutBefore', ...createRequests });
		const out = await testBed.run(videoCreate(), { onError: 'continueRegularOutput' });
		expect(out.items[0]?.json.details).toMatchObject({ id: null, status: 'UNKNOWN' });
	});

	it('should only be tried again by Retry On Fail after a search for the job', async () => {
		testBed.simulator.faults.add({ kind: 'cutAfter', ...createRequests });
		testBed.simulator.plannedResults.add({ afterMs: 10 * 60_000 });
		// The first try can't find the job, the second one can.
		testBed.simulator.faults.add({
			kind: 'status',
			status: 503,
			match: { method: 'GET' },
			count: 20,
		});
		const out = await testBed.run(videoCreate(), { retryOnFail: true, maxTries: 5 });
		expect(testBed.creates()).toHaveLength(1);
		expect(testBed.simulator.jobs).toHaveLength(1);
		expect(onlyJson(out)).toMatchObject({ id: testBed.simulator.jobs[0]?.id });
	});

	it('should not be sent again even when its job finished before the search', async () => {
		testBed.simulator.faults.add({ kind: 'cutAfter', ...createRequests });
		testBed.simulator.plannedResults.add({ afterMs: 0 });
		const out = await testBed.run(videoCreate(), { retryOnFail: true, maxTries: 3 });
		expect(testBed.creates()).toHaveLength(1);
		expect(out.error?.message ?? '').toMatch(/^$|was lost/);
	});

	it('should find its own job, not that of another execution, when both finished before the search', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 0, count: 2 });
		// Another execution requests the same video at the same time.
		const other = onlyJson(await testBed.run(videoCreate()));
		testBed.simulator.faults.add({ kind: 'cutAfter', ...createRequests });
		const own = onlyJson(await testBed.run(videoCreate()));
		const ids = testBed.simulator.jobs.map(({ id }) => id);
		expect([other.id, own.id]).toEqual(ids);
		expect(other).not.toHaveProperty('recovered');
		expect(own).toHaveProperty('recovered');
	});

	it('should be reported with its reference by another item that stops the run', async () => {
		testBed.simulator.faults.add({ kind: 'cutBefore', ...createRequests, skip: 1 });
		const items = ['one [failed] [takes 60s]', 'two'].map((prompt) => ({ json: { prompt } }));
		testBed.simulator.faults.add({ kind: 'status', status: 400, ...createRequests });
		const { error } = await testBed.run(videoCreate({ prompt: '={{ $json.prompt }}' }), { items });
		const references = testBed.creates().map(({ body }) => (body as { replyRef: string }).replyRef);
		expect(error?.message).toMatch(/rejected/);
		expect(error?.description).toContain(references[1]);
	});
});
