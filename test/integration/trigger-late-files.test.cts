import { createTestBed, testAccount } from './test-bed.cts';
import { TriggerWorkflow } from './polling-workflow.cts';

/** Downloads are cut short in real time, so nothing is hurried here. */
const testBed = createTestBed({ speedUp: 1, speed: 0 });

const watch = (budget: number) => {
	const { token, url } = testBed.simulator;
	return new TriggerWorkflow({ apiToken: token, baseUrl: url }, { download: true }, { budget });
};

async function video(): Promise<string> {
	await fetch(`${testBed.simulator.url}/v2/pixverse/videos/create`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${testBed.simulator.token}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ email: testAccount, prompt: 'a lighthouse' }),
	});
	return testBed.simulator.jobs.at(-1)?.id ?? '';
}

const neverComes = (id: string) =>
	testBed.simulator.faults.add({
		kind: 'noResponse',
		count: 0,
		match: { host: 'media', path: id.slice(id.lastIndexOf(':') + 1) },
	});
const ids = (items: Array<{ json: { id?: unknown } }>) => items.map(({ json }) => json.id);

describe('A file there is no time for', () => {
	it('comes with the next poll, and the others do not wait for it', async () => {
		const workflow = watch(2500);
		await workflow.activate();
		const slow = await video();
		const fast = await video();
		testBed.simulator.clock.advance(60_000);
		neverComes(slow);
		expect(ids(await workflow.poll())).toEqual([fast]);
		testBed.simulator.faults.clear();
		const [item, ...more] = await workflow.poll();
		expect(more).toEqual([]);
		expect(item?.json.id).toBe(slow);
		expect(item?.binary?.data).toBeDefined();
		expect(await workflow.poll()).toEqual([]);
	});

	it('is not lost when n8n restarts before the next poll', async () => {
		const workflow = watch(2500);
		await workflow.activate();
		const slow = await video();
		await video();
		testBed.simulator.clock.advance(60_000);
		neverComes(slow);
		await workflow.poll();
		testBed.simulator.faults.clear();
		expect(ids(await workflow.restart())).toEqual([slow]);
	});

	it('does not hold its item back for ever', async () => {
		const workflow = watch(2500);
		await workflow.activate();
		const slow = await video();
		testBed.simulator.clock.advance(60_000);
		neverComes(slow);
		const [item] = await workflow.poll();
		expect(item?.json).toMatchObject({
			id: slow,
			downloadProblem: expect.stringContaining('no time'),
		});
		expect(await workflow.poll()).toEqual([]);
	});
});
