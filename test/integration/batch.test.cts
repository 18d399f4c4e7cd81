import { fromBinary, videoCreate, videoGet } from './parameters.cts';
import { createTestBed, testAccount } from './test-bed.cts';
import { MINUTE } from '../../nodes/shared/time';

const testBed = createTestBed();

/** Items with a prompt. */
const buildItems = (...texts: string[]) => texts.map((prompt) => ({ json: { prompt } }));
const promptOfItem = { prompt: '={{ $json.prompt }}' };

describe('A batch', () => {
	it('should be submitted before the first wait and return items in input order, each paired to its item', async () => {
		const texts = ['a', 'b [takes 50s]', 'c', 'd [takes 40s]', 'e', 'f', 'g', 'h'];
		const out = await testBed.run(videoCreate(promptOfItem), { items: buildItems(...texts) });
		expect(out.items.map(({ json }) => json.prompt)).toEqual(texts);
		expect(out.items.map(({ pairedItem }) => pairedItem)).toEqual(
			texts.map((_text, item) => ({ item })),
		);
		expect(out.origins).toEqual(texts.map((prompt) => ({ prompt })));

		const requestTypes = testBed
			.calls()
			.map((call) => (call.startsWith('POST') ? 'create' : 'read'));
		const firstRead = testBed.calls().findIndex((call) => call.startsWith('GET videos'));
		expect(requestTypes.lastIndexOf('create')).toBeLessThan(firstRead);
	});

	it('should take as long as its slowest video, not as long as all of them', async () => {
		testBed.simulator.plannedResults.add({ afterMs: MINUTE, count: 8 });
		const parameters = videoCreate({ download: false });
		const out = await testBed.run(parameters, { items: new Array(8).fill({}) });
		expect(out.items).toHaveLength(8);
		expect(out.durationMs).toBeLessThan(MINUTE + 25_000);
	});

	it('should be polled by lists, not video by video', async () => {
		testBed.simulator.plannedResults.add({ afterMs: MINUTE, count: 8 });
		await testBed.run(videoCreate(), { items: new Array(8).fill({}) });
		const reads = testBed.calls().filter((call) => call.startsWith('GET videos'));
		// For the last one or two videos, a list would not save requests.
		expect(reads.filter((call) => call.startsWith('GET videos/user')).length).toBeLessThan(3);
		expect(reads.length).toBeLessThan(8 * 4);
	});

	it('should be submitted in parts when it is larger than the free slots', async () => {
		testBed.simulator.accounts.add({ email: testAccount, maxJobs: 2 });
		const out = await testBed.run(videoCreate(), { items: new Array(5).fill({}) });
		expect(out.error).toBeUndefined();
		expect(out.items).toHaveLength(5);
		expect(testBed.simulator.jobs).toHaveLength(5);
	});

	it('should be created by the next try without a search when it found no free slot', async () => {
		testBed.simulator.faults.add({
			kind: 'status',
			status: 429,
			match: { method: 'POST' },
			count: 3,
		});
		const out = await testBed.run(videoCreate({ options: { timeout: 0.5 } }), {
			retryOnFail: true,
			maxTries: 5,
		});
		expect(out.error).toBeUndefined();
		expect(testBed.simulator.jobs).toHaveLength(1);
		expect(testBed.calls().filter((call) => /GET scheduler\/?$/.test(call))).toHaveLength(0);
	});

	it('should use the slots of all accounts', async () => {
		testBed.simulator.accounts.add({ email: testAccount, maxJobs: 2 });
		testBed.simulator.accounts.add({ email: 'second@example.com', maxJobs: 2 });
		const out = await testBed.run(videoCreate(), { items: new Array(4).fill({}) });
		const accounts = out.items.map(({ json }) => json.account);
		expect(accounts.filter((email) => email === testAccount)).toHaveLength(2);
		expect(out.durationMs).toBeLessThan(MINUTE);
	});

	it('should keep the other results when an item fails, with Continue on Fail', async () => {
		const items = buildItems('one', 'two [rejected]', 'three [failed]', 'four [moderated]', 'five');
		const out = await testBed.run(videoCreate(promptOfItem), {
			items,
			onError: 'continueRegularOutput',
		});
		expect(out.status).toBe('success');
		expect(out.items.map(({ json }) => json.status ?? 'failed')).toEqual([
			'COMPLETED',
			'failed',
			'failed',
			'failed',
			'COMPLETED',
		]);
		const [, rejected, failed, moderated] = out.items;
		expect(rejected?.json.error).toMatch(/moderation/i);
		expect(JSON.stringify(rejected?.json)).toContain('422');
		for (const [item, prompt] of [
			[failed, 'three [failed]'],
			[moderated, 'four [moderated]'],
		] as const) {
			expect(JSON.stringify(item?.json)).toContain(testBed.idOf(prompt));
		}
		expect(out.items.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_item, item) => ({ item })),
		);
		for (const { json } of [out.items[0], out.items[4]].map((item) => ({ json: item?.json }))) {
			expect(json).not.toHaveProperty('error');
		}
	});

	it('should send failed items to the error output', async () => {
		const items = buildItems('one', 'two [failed]', 'three');
		const out = await testBed.run(videoCreate(promptOfItem), {
			items,
			onError: 'continueErrorOutput',
		});
		expect(out.items.map(({ json }) => json.status)).toEqual(['COMPLETED', 'COMPLETED']);
		expect(out.errorItems).toMatchObject([
			{ json: { error: expect.stringMatching(/generate/i) }, pairedItem: { item: 1 } },
		]);
		expect(JSON.stringify(out.errorItems[0]?.json)).toContain(testBed.simulator.jobs[1]?.id);
	});

	it('should have the IDs of all jobs in the error that stops it', async () => {
		const items = buildItems('one', 'two [failed]', 'three');
		const out = await testBed.run(videoCreate(promptOfItem), { items });
		expect(out.status).toBe('error');
		const errorText = `${out.error?.message} ${out.error?.description}`;
		for (const { id } of testBed.simulator.jobs) expect(errorText).toContain(id);
	});

	it('should send nothing when an item is invalid', async () => {
		const items = buildItems('one', '', 'three');
		const out = await testBed.run(videoCreate(promptOfItem), { items });
		expect(out.error).toMatchObject({ context: { itemIndex: 1 } });
		expect(testBed.creates()).toHaveLength(0);
	});

	it('should create the valid items beside an invalid one, with Continue on Fail', async () => {
		const items = buildItems('one', '', 'three');
		const out = await testBed.run(videoCreate(promptOfItem), {
			items,
			onError: 'continueRegularOutput',
		});
		expect(out.items.map(({ json }) => json.status ?? 'refused')).toEqual([
			'COMPLETED',
			'refused',
			'COMPLETED',
		]);
		expect(testBed.creates()).toHaveLength(2);
	});

	it('should report a missing file of one item before anything is sent', async () => {
		const items = [{ json: {} }, { json: {} }];
		const out = await testBed.run(videoCreate({ firstFrame: fromBinary() }), { items });
		expect(out.error).toMatchObject({ context: { itemIndex: 0 } });
		expect(testBed.simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(0);
	});

	it('should keep order, pairing, and results of reads beside a failed read', async () => {
		testBed.simulator.seedVideos(3);
		const ids = testBed.simulator.jobs.map(({ id }) => id);
		const items = [ids[2], 'nonsense', ids[0]].map((id) => ({ json: { id } as { id: string } }));
		const out = await testBed.run(videoGet('={{ $json.id }}'), {
			items,
			onError: 'continueRegularOutput',
		});
		expect(out.items.map(({ json }) => json.id ?? 'failed')).toEqual([ids[2], 'failed', ids[0]]);
		expect(out.origins).toEqual(items.map(({ json }) => json));
	});

	it('should do nothing without items', async () => {
		const out = await testBed.run(videoCreate(), { items: [] });
		expect(out.error).toBeUndefined();
		expect(testBed.simulator.requests).toHaveLength(0);
	});
});

describe('Retry On Fail', () => {
	it('should reuse the videos of the first try', async () => {
		testBed.simulator.faults.add({
			kind: 'status',
			status: 596,
			match: { method: 'GET', path: '/videos' },
		});
		const out = await testBed.run(videoCreate(), { retryOnFail: true, maxTries: 3 });
		expect(out.error).toBeUndefined();
		expect(out.items).toMatchObject([{ json: { status: 'COMPLETED' } }]);
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should create a failed video again and keep the good ones of the batch', async () => {
		testBed.simulator.plannedResults.add({ status: 'FAILED', promptIncludes: 'two' });
		const out = await testBed.run(videoCreate(promptOfItem), {
			items: buildItems('one', 'two', 'three'),
			retryOnFail: true,
		});
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.prompt)).toEqual(['one', 'two', 'three']);
		const createdPrompts = testBed.simulator.jobs.map(({ parameters }) => parameters.prompt).sort();
		expect(createdPrompts).toEqual(['one', 'three', 'two', 'two']);
	});

	it('should run a successful node once', async () => {
		await testBed.run(videoCreate({ simplify: false }), { retryOnFail: true });
		expect(testBed.creates()).toHaveLength(1);
	});
});
