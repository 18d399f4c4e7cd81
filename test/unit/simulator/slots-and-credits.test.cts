import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, startReceiver, waitUntil, type Json } from './simulator-client.cts';

describe('Simulator slots and credits', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const listAvailableSlots = async () =>
		(await client.send('scheduler/available')).json.available as Json[];

	it('should return 429 when all slots are in use', async () => {
		simulator.accounts.get('studio@example.com')!.maxJobs = 2;
		await client.createVideo();
		await client.createVideo();
		const rejected = await client.post('videos/create', { prompt: 'x' });
		expect(rejected.status).toBe(429);
		expect(rejected.headers['retry-after']).toBeUndefined();
		expect(rejected.json).toEqual({ error: expect.any(String) });
		expect(simulator.jobs).toHaveLength(2);
		simulator.clock.advance(24_000);
		expect((await client.post('videos/create', { prompt: 'x' })).status).toBe(200);
	});

	it('should include Retry-After only when the switch is on', async () => {
		simulator.accounts.get('studio@example.com')!.maxJobs = 1;
		simulator.faults.setSwitches({ retryAfter: 7 });
		await client.createVideo();
		const rejected = await client.post('videos/create', { prompt: 'x' });
		expect(rejected.headers['retry-after']).toBe('7');
		expect(Date.parse(String(rejected.json.retryAfter))).toBeGreaterThan(Date.now());
	});

	it('should let maxJobs of a call override that of the account', async () => {
		simulator.accounts.get('studio@example.com')!.maxJobs = 2;
		await client.createVideo();
		expect((await client.post('videos/create', { prompt: 'x', maxJobs: 1 })).status).toBe(429);
		await client.createVideo();
		expect((await client.post('videos/create', { prompt: 'x', maxJobs: 3 })).status).toBe(200);
	});

	it('should pick any account with a free slot, but none in error state', async () => {
		simulator.accounts.clear();
		for (const email of ['a@example.com', 'b@example.com', 'c@example.com']) {
			simulator.accounts.add({ email, maxJobs: 2 });
		}
		simulator.accounts.setError('b@example.com', 'session expired');
		for (let n = 0; n < 4; n += 1) await client.createVideo();
		expect((await client.post('videos/create', { prompt: 'x' })).status).toBe(429);
		const emails = simulator.jobs.map((job) => job.email).sort();
		expect(emails).toEqual(['a@example.com', 'a@example.com', 'c@example.com', 'c@example.com']);
	});

	it('should return 404 for an unknown account and 596 for one in error state', async () => {
		expect(
			(await client.post('videos/create', { prompt: 'x', email: 'n@example.com' })).status,
		).toBe(404);
		simulator.accounts.add({ email: 'b@example.com' });
		simulator.accounts.setError('b@example.com', 'session expired');
		expect(
			(await client.post('videos/create', { prompt: 'x', email: 'b@example.com' })).status,
		).toBe(596);
		expect((await client.post('videos/create', { prompt: 'x' })).status).toBe(200);
	});

	it('should list running jobs with their elapsed time and reference', async () => {
		const id = await client.createVideo({ replyRef: 'job 7', replyUrl: 'http://127.0.0.1:9/' });
		simulator.clock.advance(12_300);
		expect((await client.send('scheduler')).json).toEqual([
			{
				id,
				type: 'video',
				started: expect.stringMatching(/^\d{4}-.*Z$/),
				elapsed: '00:12',
				replyUrl: 'http://127.0.0.1:9/',
				replyRef: 'job 7',
			},
		]);
		expect(await listAvailableSlots()).toEqual([
			{ email: 'studio@example.com', maxJobs: 8, executing: 1, available: 7 },
		]);
		simulator.clock.advance(12_000);
		expect((await client.send('scheduler/')).json).toEqual([]);
		expect((await listAvailableSlots())[0]!.available).toBe(8);
	});

	it('should count API jobs only, not website videos', async () => {
		simulator.seedVideos(3);
		expect((await client.send('scheduler')).json).toEqual([]);
	});

	it('should free the slot and send no callback after a job is removed from the scheduler', async () => {
		const receiver = await startReceiver();
		try {
			const id = await client.createVideo({ replyUrl: receiver.url });
			const removed = await client.delete(`scheduler/${id}`);
			expect([removed.status, removed.text]).toEqual([204, '']);
			expect((await listAvailableSlots())[0]!.available).toBe(8);
			const secondResponse = await client.delete(`scheduler/${id}`);
			expect([secondResponse.status, secondResponse.json.error]).toEqual([
				404,
				`Unable to locate running ${id}`,
			]);
			simulator.clock.advance(24_000);
			expect((await client.send(`videos/${id}`)).status).toBe(200);
			await client.createVideo({ replyUrl: receiver.url });
			simulator.clock.advance(24_000);
			await waitUntil(() => receiver.bodies.length === 2);
			expect(receiver.bodies.some((body) => body.video_id === id)).toBe(false);
		} finally {
			await receiver.close();
		}
	});

	it('should enforce the concurrency of the plan when the switch is on', async () => {
		simulator.faults.setSwitches({ planConcurrency: true });
		simulator.accounts.get('studio@example.com')!.genSimultaneously = 1;
		const id = await client.createVideo();
		await client.delete(`scheduler/${id}`);
		expect((await client.post('videos/create', { prompt: 'x' })).status).toBe(429);
	});

	it('should charge on accept, return the cost, and return 412 without enough credits', async () => {
		simulator.accounts.setCredits('studio@example.com', 60);
		const first = await client.post('videos/create', { prompt: 'x' });
		expect(first.json.cost_credits).toBe(35);
		const rejected = await client.post('videos/create', { prompt: 'x' });
		expect([rejected.status, rejected.json]).toEqual([
			412,
			{
				error: 'All Credits have been used up. Please upgrade your membership or purchase credits.',
			},
		]);
		expect((await client.send('features')).json.credit_monthly).toBe(25);
	});

	it('should not refund a moderated job', async () => {
		simulator.accounts.setCredits('studio@example.com', 100);
		await client.createVideo({ prompt: '[moderated]' });
		simulator.clock.advance(24_000);
		expect((await client.send('features')).json.credit_monthly).toBe(65);
	});

	it('should use daily credits first and purchased ones last', async () => {
		simulator.accounts.add({
			email: 'studio@example.com',
			credits: { daily: 20, monthly: 10, package: 10 },
		});
		await client.createVideo();
		expect((await client.send('features')).json).toMatchObject({
			credit_daily: 0,
			credit_monthly: 0,
			credit_package: 5,
		});
	});

	it.each([
		['v6, 360p, 10 s', { model: 'v6', quality: '360p', duration: 10 }, 40],
		['v6, 1080p, 15 s', { model: 'v6', quality: '1080p', duration: 15 }, 210],
		['v5.5, 540p, 5 s', { model: 'v5.5' }, 30],
		[
			'v5.5, 360p, 8 s, with audio',
			{ model: 'v5.5', quality: '360p', duration: 8, audio: true },
			50,
		],
		['v5, 360p, 5 s', { model: 'v5', quality: '360p' }, 45],
		['v5, 720p, 8 s', { model: 'v5', quality: '720p', duration: 8 }, 120],
		['v5, 1080p, 5 s', { model: 'v5', quality: '1080p' }, 120],
		['seedance-2.0, 720p, 4 s', { model: 'seedance-2.0', quality: '720p', duration: 4 }, 180],
		['seedance-2.5, 720p, 6 s', { model: 'seedance-2.5', quality: '720p', duration: 6 }, 450],
		['minimax-h3, 768p, 6 s', { model: 'minimax-h3', quality: '768p', duration: 6 }, 180],
		['off-peak v6', { off_peak_mode: true }, 25],
		['preview v6', { preview_mode: true }, 28],
		['free happyhorse-1.0', { model: 'happyhorse-1.0' }, 0],
	])('should charge %s', async (_, fields, credits) => {
		const response = await client.post('videos/create', { prompt: 'x', ...fields });
		expect(response.json.cost_credits).toBe(credits);
		expect(simulator.jobs[0]!.credits).toBe(credits);
	});

	it('should omit the cost from the response when the switch is off', async () => {
		simulator.faults.setSwitches({ costCredits: 'none' });
		expect(Object.keys((await client.post('videos/create', { prompt: 'x' })).json)).toEqual([
			'video_id',
		]);
	});
});
