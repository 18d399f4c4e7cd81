import { account, accountGetAll, accountGetFeatures, typedAccount } from './parameters.cts';
import { onlyJson, createTestBed, testAccount } from './test-bed.cts';

const testBed = createTestBed();

describe('Account: Get Many', () => {
	it('should return one item per account, paired to its input item', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com', maxJobs: 3 });
		const out = await testBed.run(accountGetAll(), { items: [{ json: { from: 'here' } }] });
		expect(out.items.map(({ json }) => json)).toMatchObject([
			{ email: testAccount, maxJobs: 8 },
			{ email: 'second@example.com', maxJobs: 3 },
		]);
		expect(out.origins).toEqual([{ from: 'here' }, { from: 'here' }]);
	});

	it('should show why an account is in the error state, without a top-level error field', async () => {
		testBed.simulator.accounts.setError(testAccount, 'Login session expired');
		const json = onlyJson(await testBed.run(accountGetAll()));
		expect(json).not.toHaveProperty('error');
		expect(JSON.stringify(json)).toContain('Login session expired');
	});

	it('should return as many accounts as the limit, and all with Return All', async () => {
		for (let n = 0; n < 59; n++) testBed.simulator.accounts.add({ email: `a${n}@example.com` });
		expect((await testBed.run(accountGetAll({ limit: 3 }))).items).toHaveLength(3);
		expect((await testBed.run(accountGetAll())).items).toHaveLength(50);
		expect((await testBed.run(accountGetAll({ returnAll: true }))).items).toHaveLength(60);
	});

	it('should return no item when no account is configured', async () => {
		testBed.simulator.accounts.clear();
		const out = await testBed.run(accountGetAll());
		expect(out).toMatchObject({ items: [] });
	});
});

describe('Account: Get Features', () => {
	it('should return plan, credits, and concurrency of the only account without an account parameter', async () => {
		testBed.simulator.accounts.setCredits(testAccount, 1234);
		const json = onlyJson(await testBed.run(accountGetFeatures()));
		expect(JSON.stringify(json)).toContain('Premium - Monthly');
		expect(JSON.stringify(json)).toContain('1234');
		expect(testBed.calls()).toEqual([expect.stringMatching(/^GET features\/?$/)]);
	});

	it.each([
		['chosen from the list', account],
		['typed by hand', typedAccount],
	])('should request the account %s', async (_how, choose) => {
		testBed.simulator.accounts.add({ email: 'second@example.com', planName: 'Second Plan' });
		const parameters = { account: choose('second@example.com') };
		const json = onlyJson(await testBed.run(accountGetFeatures(parameters)));
		expect(JSON.stringify(json)).toContain('Second Plan');
	});

	it('should return the full response without Simplify', async () => {
		const raw = onlyJson(await testBed.run(accountGetFeatures({ simplify: false })));
		expect(raw).toMatchObject({ plan_name: 'Premium - Monthly', off_peak_discount: '0.7' });
	});

	it('should name the missing parameter when there are several accounts', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const out = await testBed.run(accountGetFeatures());
		expect(`${out.error?.message} ${out.error?.description}`).toMatch(/account/i);
		expect(out.error).toMatchObject({ context: { itemIndex: 0 } });
	});

	it('should report an unknown account', async () => {
		const out = await testBed.run(accountGetFeatures({ account: typedAccount('no@example.com') }));
		expect(out.error?.message).toContain('no@example.com');
		expect(out.error).toMatchObject({ httpCode: '404' });
	});
});
