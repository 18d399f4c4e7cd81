import { account, typedAccount } from '../parameters.cts';
import { startWebsite } from '../media.cts';
import { onlyJson, studio, studioAccount } from '../test-bed.cts';
import { upsert, use } from './orders.cts';

const here = studio();
const PASSWORD = 'pa$$ word/42';
const TOKEN = 'eyJhbGciOi.session.token';

describe('Account: Create or Update', () => {
	it('sends the four fields and gives the account as the API shows it', async () => {
		const parameters = upsert({ password: PASSWORD, options: { token: TOKEN } });
		const json = onlyJson(await here.run(parameters));
		const [request] = here.simulator.requests;
		expect(request).toMatchObject({
			method: 'POST',
			path: '/v2/pixverse/accounts/new@example.com',
			body: { email: 'new@example.com', password: PASSWORD, maxJobs: 4, token: TOKEN },
		});
		expect(json).toMatchObject({ email: 'new@example.com', maxJobs: 4, password: '…secured…' });
		expect(here.simulator.accounts.get('new@example.com')?.password).toBe(PASSWORD);
	});

	it('leaves the session token out unless it was given', async () => {
		onlyJson(await here.run(upsert({ maxJobs: '={{ "2" }}' })));
		expect(here.simulator.requests[0]?.body).toEqual({
			email: 'new@example.com',
			password: 'open sesame',
			maxJobs: 2,
		});
	});

	it('changes an account that exists', async () => {
		onlyJson(await here.run(upsert({ email: studioAccount, maxJobs: 2 })));
		expect(here.simulator.accounts.list()).toHaveLength(1);
		expect(here.simulator.accounts.get(studioAccount)).toMatchObject({ maxJobs: 2 });
	});

	it.each([
		['no e-mail', { email: "={{ '' }}" }, /"Email" is empty/],
		['something that is no e-mail', { email: 'new example' }, /"Email" is not an e-mail address/],
		['a path for an e-mail', { email: '../features' }, /"Email" is not an e-mail address/],
		['no password', { password: "={{ '' }}" }, /"Password" is empty/],
		['no jobs', { maxJobs: '={{ 0 }}' }, /"Max Jobs".*1 to 8/],
		['nine jobs', { maxJobs: '={{ 9 }}' }, /"Max Jobs".*1 to 8/],
		['half a job', { maxJobs: '={{ 1.5 }}' }, /"Max Jobs" is "?1\.5.*whole number/],
	])('refuses %s before anything is sent', async (_what, parameters, says) => {
		const { error } = await here.run(upsert(parameters));
		expect(error?.message).toMatch(says);
		expect(error?.message).toContain('[item 0]');
		expect(here.simulator.requests).toHaveLength(0);
	});

	it('says that PixVerse refused the login', async () => {
		const { error } = await here.run(upsert({ password: 'wrong' }));
		expect(error?.message).toMatch(/did not accept the login of new@example\.com/);
		expect(error).toMatchObject({ httpCode: '401' });
	});

	let site: Awaited<ReturnType<typeof startWebsite>> | undefined;
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
	])('never shows password and session token when %s', async (_when, status, body) => {
		site = await startWebsite({
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
			const out = await here.run(upsert(secrets), { credentials, onError, items });
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
	])('gives the account %s', async (_how, choose) => {
		const json = onlyJson(
			await here.run(use('account', 'get', { account: choose(studioAccount) })),
		);
		expect(json).toMatchObject({ email: studioAccount, maxJobs: 8, password: '…secured…' });
	});

	it.each(['get', 'delete'])(
		'(%s) says that the account is missing, or not known',
		async (operation) => {
			const none = await here.run(
				use('account', operation, { account: typedAccount("={{ '' }}") }),
			);
			expect(none.error?.message).toMatch(/"Account" is empty/);
			expect(here.simulator.requests).toHaveLength(0);
			const unknown = typedAccount('no@example.com');
			const { error } = await here.run(use('account', operation, { account: unknown }));
			expect(error).toMatchObject({ httpCode: '404' });
			expect(error?.message).toContain('no@example.com');
			const path = await here.run(use('account', operation, { account: typedAccount('..') }));
			expect(path.error?.message).toMatch(/"Account" is not an e-mail address/);
		},
	);
});

describe('Account: Delete', () => {
	it.each(['json', 'empty'] as const)('answers {deleted: true} (%s)', async (accounts) => {
		here.simulator.faults.set({ deleteAnswers: { accounts } });
		const parameters = use('account', 'delete', { account: account(studioAccount) });
		expect(onlyJson(await here.run(parameters))).toEqual({ deleted: true });
		expect(here.simulator.accounts.list()).toEqual([]);
	});
});
