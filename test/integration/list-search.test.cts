import { findOperation } from '../../nodes/PixVerse/actions/index';
import { listSearch } from './harness/harness.cts';
import { accountGetFeatures, videoCreate } from './parameters.cts';
import { createTestBed, testAccount } from './test-bed.cts';

const testBed = createTestBed();
const names = (found: { results: Array<{ name: string }> }) =>
	found.results.map(({ name }) => name).join('\n');

describe('The list of models', () => {
	it('should show the models of the operation with what sets them apart', async () => {
		const found = await listSearch('searchModels', testBed.use(videoCreate()));
		const values = found.results.map(({ value }) => value);
		expect(values).toEqual(expect.arrayContaining(['v6', 'v5.6', 'v5', 'pixverse-c1', 'sora-2']));
		expect(names(found)).toMatch(/v6.*1–15 s/);
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
