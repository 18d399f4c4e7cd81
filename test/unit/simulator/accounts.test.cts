import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient } from './simulator-client.cts';

describe('Simulator accounts', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	it.each(['accounts', 'features', 'videos', 'scheduler', '/v2/account'])(
		'should return 401 for %s with a wrong token',
		async (path) => {
			const response = await client.send(path, { token: 'user:1234-wrong' });
			expect([response.status, response.json]).toEqual([401, { error: 'Unauthorized', code: 401 }]);
		},
	);

	it('should return 401 without a token', async () => {
		expect((await client.send('accounts', { token: null })).status).toBe(401);
	});

	it('should list accounts as an object keyed by e-mail with masked secrets', async () => {
		const { json } = await client.send('accounts');
		expect(Object.keys(json)).toEqual(['studio@example.com']);
		expect(json['studio@example.com']).toMatchObject({ password: '…secured…', maxJobs: 8 });
		expect(JSON.stringify(json)).not.toContain('secret');
	});

	it('should return 404 for the list when no account is configured', async () => {
		simulator.accounts.clear();
		expect((await client.send('accounts')).status).toBe(404);
	});

	it('should accept raw and encoded e-mail addresses in the path', async () => {
		expect((await client.send('accounts/studio@example.com')).status).toBe(200);
		expect((await client.send('accounts/studio%40example.com')).status).toBe(200);
		expect((await client.send('accounts/nobody@example.com')).status).toBe(404);
	});

	it('should return 201 for creating and updating an account', async () => {
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
	])('should reject an account %s', async (_, fields) => {
		expect((await client.post('accounts/new@example.com', fields)).status).toBe(400);
	});

	it('should return 401 when PixVerse rejects the login', async () => {
		const fields = { email: 'new@example.com', password: 'wrong', maxJobs: 3 };
		expect((await client.post('accounts/new@example.com', fields)).status).toBe(401);
		expect(simulator.accounts.get('new@example.com')).toBeUndefined();
	});

	it('should delete an account with an empty 204, or with a body when the switch is on', async () => {
		const deleted = await client.delete('accounts/studio@example.com');
		expect([deleted.status, deleted.text]).toEqual([204, '']);
		expect((await client.delete('accounts/studio@example.com')).status).toBe(404);
		simulator.accounts.add({ email: 'b@example.com' });
		simulator.faults.setSwitches({ deleteResponses: { accounts: 'json' } });
		expect((await client.delete('accounts/b@example.com')).json).toMatchObject({ remaining: 0 });
	});

	it('should keep an account in error state (596) until it is deleted and added again', async () => {
		simulator.accounts.setError('studio@example.com', 'session expired');
		const rejected = await client.send('features');
		expect([rejected.status, rejected.json]).toEqual([
			596,
			{ error: 'Account studio@example.com in error state: session expired', code: 596 },
		]);
		expect((await client.post('videos/create', { prompt: 'x' })).status).toBe(596);
		const fields = { email: 'studio@example.com', password: 'p', maxJobs: 8 };
		await client.post('accounts/studio@example.com', fields);
		expect((await client.send('features')).status).toBe(596);
		await client.delete('accounts/studio@example.com');
		await client.post('accounts/studio@example.com', fields);
		expect((await client.send('features')).status).toBe(200);
	});

	it('should return the plan and the remaining credits', async () => {
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
		'should require an e-mail for %s with two accounts',
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

	it('should report an expired subscription instead of returning 402', async () => {
		expect((await client.send('/v2/account')).json).toMatchObject({
			subscriptionIsActive: true,
			accounts: { PixVerse: { total: 1, active: 1, error: 0 } },
		});
		simulator.faults.setSwitches({ subscriptionExpired: true });
		expect((await client.send('/v2/account')).json.subscriptionIsActive).toBe(false);
		const rejected = await client.send('accounts');
		expect([rejected.status, rejected.json.error]).toEqual([
			402,
			'Account has no subscription or subscription expired',
		]);
	});

	it('should accept an account-wide replyUrl of up to 1024 characters', async () => {
		await client.post('/v2/account', { replyUrl: 'http://127.0.0.1:9/reply' });
		expect((await client.send('/v2/account')).json.replyUrl).toBe('http://127.0.0.1:9/reply');
		const long = await client.post('/v2/account', { replyUrl: `http://${'x'.repeat(1024)}` });
		expect([long.status, long.json]).toEqual([400, { error: 'replyUrl is too long', code: 400 }]);
	});

	it('should return statistics of API jobs', async () => {
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
