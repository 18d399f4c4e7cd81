import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient } from './simulator-client.cts';

describe('accounts of the simulated API', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	it.each(['accounts', 'features', 'videos', 'scheduler', '/v2/account'])(
		'answers 401 to %s with a wrong token',
		async (path) => {
			const response = await client.send(path, { token: 'user:1234-wrong' });
			expect([response.status, response.json]).toEqual([401, { error: 'Unauthorized', code: 401 }]);
		},
	);

	it('answers 401 without any token', async () => {
		expect((await client.send('accounts', { token: null })).status).toBe(401);
	});

	it('lists accounts as an object keyed by e-mail, with every secret masked', async () => {
		const { json } = await client.send('accounts');
		expect(Object.keys(json)).toEqual(['studio@example.com']);
		expect(json['studio@example.com']).toMatchObject({ password: '…secured…', maxJobs: 8 });
		expect(JSON.stringify(json)).not.toContain('secret');
	});

	it('answers 404 to the list when nothing is configured', async () => {
		simulator.accounts.clear();
		expect((await client.send('accounts')).status).toBe(404);
	});

	it('takes the e-mail of an account raw or encoded', async () => {
		expect((await client.send('accounts/studio@example.com')).status).toBe(200);
		expect((await client.send('accounts/studio%40example.com')).status).toBe(200);
		expect((await client.send('accounts/nobody@example.com')).status).toBe(404);
	});

	it('adds an account with 201 and changes it the same way', async () => {
		const fields = { email: 'new@example.com', password: 'p', maxJobs: 3 };
		const added = await client.post('accounts/new@example.com', fields);
		expect([added.status, added.json.maxJobs]).toEqual([201, 3]);
		const changed = await client.post('accounts/new@example.com', { ...fields, maxJobs: 5 });
		expect([changed.status, changed.json.maxJobs]).toEqual([201, 5]);
		expect(simulator.accounts.list()).toHaveLength(2);
	});

	it.each([
		['without a password', { email: 'new@example.com', maxJobs: 3 }],
		['without maxJobs', { email: 'new@example.com', password: 'p' }],
		['with maxJobs 0', { email: 'new@example.com', password: 'p', maxJobs: 0 }],
		['with maxJobs 9', { email: 'new@example.com', password: 'p', maxJobs: 9 }],
		['with another e-mail in the body', { email: 'x@example.com', password: 'p', maxJobs: 3 }],
		['with an unknown field', { email: 'new@example.com', password: 'p', maxJobs: 3, name: 'n' }],
	])('refuses to add an account %s', async (_, fields) => {
		expect((await client.post('accounts/new@example.com', fields)).status).toBe(400);
	});

	it('answers 401 when PixVerse refuses the login', async () => {
		const fields = { email: 'new@example.com', password: 'wrong', maxJobs: 3 };
		expect((await client.post('accounts/new@example.com', fields)).status).toBe(401);
		expect(simulator.accounts.get('new@example.com')).toBeUndefined();
	});

	it('removes an account with an empty 204, or with a body when switched', async () => {
		const gone = await client.delete('accounts/studio@example.com');
		expect([gone.status, gone.text]).toEqual([204, '']);
		expect((await client.delete('accounts/studio@example.com')).status).toBe(404);
		simulator.accounts.add({ email: 'b@example.com' });
		simulator.faults.setSwitches({ deleteResponses: { accounts: 'json' } });
		expect((await client.delete('accounts/b@example.com')).json).toMatchObject({ remaining: 0 });
	});

	it('keeps an account in error state (596) until it is removed and added again', async () => {
		simulator.accounts.setError('studio@example.com', 'session refused');
		const refused = await client.send('features');
		expect([refused.status, refused.json]).toEqual([
			596,
			{ error: 'Account studio@example.com in error state: session refused', code: 596 },
		]);
		expect((await client.post('videos/create', { prompt: 'x' })).status).toBe(596);
		const fields = { email: 'studio@example.com', password: 'p', maxJobs: 8 };
		await client.post('accounts/studio@example.com', fields);
		expect((await client.send('features')).status).toBe(596);
		await client.delete('accounts/studio@example.com');
		await client.post('accounts/studio@example.com', fields);
		expect((await client.send('features')).status).toBe(200);
	});

	it('tells the plan and the credits that are left', async () => {
		simulator.accounts.setCredits('studio@example.com', 500);
		await client.createVideo();
		expect((await client.send('features/?email=studio%40example.com')).json).toMatchObject({
			credit_monthly: 465,
			gen_simultaneously: 8,
			off_peak_discount: '0.7',
			preview_mode_discount: '0.8',
			qualities: ['360p', '480p', '540p', '720p', '1080p', '2160p'],
			unlimited_image_models: [],
		});
	});

	it.each(['features', 'videos', 'videos/effects', 'files'])(
		'wants an e-mail for %s as soon as there are two accounts',
		async (path) => {
			const call =
				path === 'files'
					? { body: Buffer.from('x'), headers: { 'content-type': 'image/png' } }
					: {};
			expect((await client.send(path, call)).status).toBe(200);
			simulator.accounts.add({ email: 'second@example.com' });
			expect((await client.send(path, call)).status).toBe(400);
			expect((await client.send(`${path}?email=second@example.com`, call)).status).toBe(200);
			expect((await client.send(`${path}?email=third@example.com`, call)).status).toBe(404);
		},
	);

	it('shows the subscription, which tells when it is over instead of refusing', async () => {
		expect((await client.send('/v2/account')).json).toMatchObject({
			subscriptionIsActive: true,
			accounts: { PixVerse: { total: 1, active: 1, error: 0 } },
		});
		simulator.faults.setSwitches({ subscriptionExpired: true });
		expect((await client.send('/v2/account')).json.subscriptionIsActive).toBe(false);
		const refused = await client.send('accounts');
		expect([refused.status, refused.json.error]).toEqual([
			402,
			'Account has no subscription or subscription expired',
		]);
	});

	it('sets the account-wide replyUrl up to 1024 characters', async () => {
		await client.post('/v2/account', { replyUrl: 'http://127.0.0.1:9/reply' });
		expect((await client.send('/v2/account')).json.replyUrl).toBe('http://127.0.0.1:9/reply');
		const long = await client.post('/v2/account', { replyUrl: `http://${'x'.repeat(1024)}` });
		expect([long.status, long.json]).toEqual([400, { error: 'replyUrl is too long', code: 400 }]);
	});

	it('keeps statistics of what was made through the API', async () => {
		await client.createVideo();
		simulator.seedVideos(2);
		const { json } = await client.send('/v2/account/stats?bot=pixverse');
		expect(json).toMatchObject({
			bot: 'pixverse',
			total: 1,
			data: [{ config: 'studio@example.com', endpoint: 'videos/create', code: 200 }],
		});
		expect((await client.send('/v2/account/stats?bot=kling')).json.total).toBe(0);
		expect((await client.send('/v2/account/stats')).status).toBe(400);
		expect((await client.send('/v2/account/stats?bot=other')).status).toBe(400);
	});
});
