import { findOperation } from '../../nodes/PixVerse/actions/index';
import { listSearch } from './harness/harness.cts';
import {
	accountGetFeatures,
	byId,
	extend,
	videoCreate,
	videoGet,
	videoWait,
} from './parameters.cts';
import { seedVideo } from './sent-requests.cts';
import { createTestBed, testAccount } from './test-bed.cts';

const testBed = createTestBed();
const names = (found: { results: Array<{ name: string }> }) =>
	found.results.map(({ name }) => name).join('\n');

describe('The list of models', () => {
	it('should show the models of the operation with what sets them apart', async () => {
		const found = await listSearch('searchModels', testBed.use(videoCreate()));
		const values = found.results.map(({ value }) => value);
		expect(values).toEqual(expect.arrayContaining(['v6', 'v5.6', 'v5', 'pixverse-c1', 'sora-2']));
		expect(names(found)).toMatch(/v6.*1–15 s.*\d+ credits for 5 s/);
		expect(names(found)).toMatch(/seedance-2\.0\).*Pro plan or higher/);
		expect(names(found)).not.toMatch(/\(v6\).*Pro plan/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should be searchable by name and ID, in any case', async () => {
		const found = await listSearch('searchModels', {
			...testBed.use(videoCreate()),
			filter: 'SORA',
		});
		expect(found.results.map(({ value }) => value)).toHaveLength(2);
		expect(found.results.map(({ value }) => value)).toEqual(
			expect.arrayContaining(['sora-2', 'sora-2-pro']),
		);
	});
});

describe('The list of accounts', () => {
	it('should show the configured accounts and Any Account', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const found = await listSearch('searchAnyAccount', testBed.use(videoCreate()));
		expect(found.results.map(({ value }) => value)).toEqual([
			'',
			testAccount,
			'second@example.com',
		]);
	});

	it.each(['get', 'delete'])(
		'should not offer Any Account where a specific one is required: to %s it',
		async (operation) => {
			const use = testBed.use({ resource: 'account', operation });
			const field = findOperation('account', operation)?.fields.find(
				({ name }) => name === 'account',
			);
			const method = field?.modes?.find(({ name }) => name === 'list')?.typeOptions
				?.searchListMethod;
			const found = await listSearch(String(method), use);
			expect(found.results.map(({ value }) => value)).toEqual([testAccount]);
		},
	);

	it('should be searchable by e-mail', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const use = testBed.use(accountGetFeatures());
		const found = await listSearch('searchAccounts', { ...use, filter: 'Second' });
		expect(found.results.map(({ value }) => value)).toEqual(['second@example.com']);
	});

	it('should report an invalid credential', async () => {
		const use = {
			...testBed.use(videoCreate()),
			credentials: { apiToken: 'user:1-wrong', baseUrl: testBed.simulator.url },
		};
		await expect(listSearch('searchAccounts', use)).rejects.toThrow(/token wasn't accepted/);
	});
});

describe('The list of generations', () => {
	const start = async (prompt: string) => {
		await testBed.run(videoCreate({ prompt, waitMode: 'none' }));
		return testBed.idOf(prompt);
	};
	const search = async (parameters = videoGet(''), filter?: string) =>
		(await listSearch('searchVideos', { ...testBed.use(parameters), filter })).results;

	it('should show prompt, model, length, and age, and link to the video', async () => {
		const id = seedVideo(testBed);
		const [entry, second] = await search();
		expect(second).toBeUndefined();
		expect(entry?.value).toBe(id);
		expect(entry?.name).toMatch(/^.+ · v\d\S*, \d+ s, \d+p, (just now|\d+ (min|h|d) ago)$/);
		expect(entry?.url).toMatch(/^http.+\.mp4$/);
	});

	it('should show the finished ones first, then the running ones, then those that failed', async () => {
		testBed.simulator.plannedResults.add({ promptIncludes: 'slow', afterMs: 3_600_000 });
		const done = seedVideo(testBed);
		const failed = await start('a failure');
		testBed.simulator.lifecycle.finishById(failed, 'FAILED');
		const running = await start('a slow one');

		const found = await search();
		expect(found.map(({ value }) => value)).toEqual([done, running, failed]);
		expect(found.map(({ name }) => /running|failed/.exec(name)?.[0])).toEqual([
			undefined,
			'running',
			'failed',
		]);
		expect(found[1]).not.toHaveProperty('url');
		// Whoever waits looks for one that is running.
		expect((await search(videoWait('')))[0]?.value).toBe(running);
	});

	it('should be searchable by any word of a prompt, however long, and by ID', async () => {
		const id = await start(`${'a very long sentence '.repeat(8)}about a Lighthouse`);
		await start('a kite');
		for (const filter of ['lighthouse', id.slice(-9)])
			expect((await search(undefined, filter)).map(({ value }) => value)).toEqual([id]);
		expect((await search(undefined, 'lighthouse'))[0]?.name.length).toBeLessThan(150);
	});

	it('should show those of all working accounts, or of the selected one', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const ids = [seedVideo(testBed), seedVideo(testBed, 'second@example.com')];
		const found = await search();
		expect(found.map(({ value }) => value).sort()).toEqual([...ids].sort());
		expect(found.map(({ name }) => name).join()).toMatch(/second@example\.com/);
		const one = extend({ account: byId('second@example.com') });
		expect((await search(one)).map(({ value }) => value)).toEqual([ids[1]]);
	});

	it.each(['searchImages', 'searchMusic', 'searchSpeech'])(
		'should be empty if there is nothing: %s',
		async (method) => {
			expect((await listSearch(method, testBed.use(videoGet('')))).results).toEqual([]);
		},
	);
});
