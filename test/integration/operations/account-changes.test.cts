import { account, typedAccount, upsert, buildParameters } from '../parameters.cts';
import { startFileServer } from '../media.cts';
import { onlyJson, createTestBed, testAccount } from '../test-bed.cts';

const testBed = createTestBed();
const PASSWORD = 'pa$$ word/42';
const TOKEN = 'eyJhbGciOi.session.token';

describe('Account: Create or Update', () => {
	it('should send the four fields and return the account of the API', async () => {
		const parameters = upsert({ password: PASSWORD, options: { token: TOKEN } });
		const json = onlyJson(await testBed.run(parameters));
		const [request] = testBed.simulator.requests;
		expect(request).toMatchObject({
			method: 'POST',
			path: '/v2/pixverse/accounts/new@example.com',
			body: { email: 'new@example.com', password: PASSWORD, maxJobs: 4, token: TOKEN },
		});
		expect(json).toMatchObject({ email: 'new@example.com', maxJobs: 4, password: '…secured…' });
		expect(testBed.simulator.accounts.get('new@example.com')?.password).toBe(PASSWORD);
	});

	it('should omit the session token unless it is set', async () => {
		onlyJson(await testBed.run(upsert({ maxJobs: '={{ "2" }}' })));
		expect(testBed.simulator.requests[0]?.body).toEqual({
			email: 'new@example.com',
			password: 'open sesame',
			maxJobs: 2,
		});
	});

	it('should update an existing account', async () => {
		onlyJson(await testBed.run(upsert({ email: testAccount, maxJobs: 2 })));
		expect(testBed.simulator.accounts.list()).toHaveLength(1);
		expect(testBed.simulator.accounts.get(testAccount)).toMatchObject({ maxJobs: 2 });
	});

	it.each([
		['no e-mail', { email: "={{ '' }}" }, /"Email" is empty/],
		['something that is no e-mail', { email: 'new example' }, /"Email" is not an email address/],
		['a path for an e-mail', { email: '../features' }, /"Email" is not an email address/],
		['no password', { password: "={{ '' }}" }, /"Password" is empty/],
		['no jobs', { maxJobs: '={{ 0 }}' }, /"Max Jobs".*1 to 8/],
		['nine jobs', { maxJobs: '={{ 9 }}' }, /"Max Jobs".*1 to 8/],
		['half a job', { maxJobs: '={{ 1.5 }}' }, /"Max Jobs" is "?1\.5.*whole number/],
	])('should reject %s before anything is sent', async (_what, parameters, pattern) => {
		const { error } = await testBed.run(upsert(parameters));
		expect(error?.message).toMatch(pattern);
		expect(error?.message).toContain('[item 0]');
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should report that PixVerse rejected the login', async () => {
		const { error } = await testBed.run(upsert({ password: 'wrong' }));
		expect(error?.message).toMatch(/didn't accept the login of new@example\.com/);
		expect(error).toMatchObject({ httpCode: '401' });
	});

	let site: Awaited<ReturnType<typeof startFileServer>> | undefined;
	afterEach(async () => await site?.stop());

	it.each([
		['the API repeats them in its refusal', 400, { error: `bad: ${PASSWORD} and ${TOKEN}` }],
		[
			'the API fails and repeats the request',
			500,
			{ message: JSON.stringify({ p: PASSWORD, t: TOKEN }) },
		],
		[
			'the API shows the account unmasked',
			201,
			{ email: 'a@b.c', password: PASSWORD, jwt: { token: TOKEN } },
		],
	])('should never show password and session token when %s', async (_when, status, body) => {
		site = await startFileServer({
			'/v2/pixverse/accounts/new@example.com': {
				status,
				body: JSON.stringify(body),
				type: 'application/json',
			},
		});
		const credentials = { apiToken: 'user:1-test', baseUrl: site.url };
		// From the item, since an error carries the node with what is typed into its fields.
		const secrets = { password: '={{ $json.password }}', options: { token: '={{ $json.token }}' } };
		const items = [{ json: { password: PASSWORD, token: TOKEN } }];
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			const out = await testBed.run(upsert(secrets), { credentials, onError, items });
			const shown = JSON.stringify([
				out.items,
				out.error?.message,
				out.error?.description,
				out.error,
			]);
			expect(shown).not.toContain(PASSWORD);
			expect(shown).not.toContain(TOKEN);
			expect(out.log).not.toContain(PASSWORD);
		}
	});
});

describe('Account: Get', () => {
	it.each([
		['chosen from the list', account],
		['typed by hand', typedAccount],
	])('should return the account %s', async (_how, choose) => {
		const json = onlyJson(
			await testBed.run(buildParameters('account', 'get', { account: choose(testAccount) })),
		);
		expect(json).toMatchObject({ email: testAccount, maxJobs: 8, password: '…secured…' });
	});

	it.each(['get', 'delete'])(
		'(%s) should report a missing or unknown account',
		async (operation) => {
			const none = await testBed.run(
				buildParameters('account', operation, { account: typedAccount("={{ '' }}") }),
			);
			expect(none.error?.message).toMatch(/"Account" is empty/);
			expect(testBed.simulator.requests).toHaveLength(0);
			const unknown = typedAccount('no@example.com');
			const { error } = await testBed.run(
				buildParameters('account', operation, { account: unknown }),
			);
			expect(error).toMatchObject({ httpCode: '404' });
			expect(error?.message).toContain('no@example.com');
			const path = await testBed.run(
				buildParameters('account', operation, { account: typedAccount('..') }),
			);
			expect(path.error?.message).toMatch(/"Account" is not an email address/);
		},
	);
});

describe('Account: Delete', () => {
	it.each(['json', 'empty'] as const)('should return {deleted: true} (%s)', async (accounts) => {
		testBed.simulator.faults.setSwitches({ deleteResponses: { accounts } });
		const parameters = buildParameters('account', 'delete', { account: account(testAccount) });
		expect(onlyJson(await testBed.run(parameters))).toEqual({ deleted: true });
		expect(testBed.simulator.accounts.list()).toEqual([]);
	});
});
