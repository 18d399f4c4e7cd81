import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, type Json } from './simulator-client.cts';

describe('Simulator controls over HTTP', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const callControl = async (path: string, fields?: object): Promise<Json> => {
		const response =
			fields === undefined
				? await client.send(`/_simulator/${path}`, { token: null })
				: await client.post(`/_simulator/${path}`, fields);
		expect([response.status, response.text]).toEqual([200, response.text]);
		return response.json;
	};

	it('should return the addresses and counts', async () => {
		await client.createVideo();
		expect(await callControl('state')).toMatchObject({
			url: simulator.url,
			mediaUrl: simulator.mediaUrl,
			token: simulator.token,
			jobs: 1,
			running: 1,
			requests: 1,
		});
	});

	it('should move the clock', async () => {
		const id = await client.createVideo();
		await callControl('clock', { advance: 24_000 });
		expect((await client.send(`videos/${id}`)).status).toBe(200);
		await callControl('clock', { speed: 5 });
		expect(simulator.clock.speed).toBe(5);
		await callControl('clock', { speed: 0 });
	});

	it('should list jobs, finish them, and return the hash of their result', async () => {
		const id = await client.createVideo({ replyRef: 'r' });
		const [job] = (await callControl('jobs')) as unknown as Json[];
		expect(job).toMatchObject({ id, kind: 'video', status: 'QUEUED', replyRef: 'r' });
		expect(await callControl(`jobs/${id}/finish`, { status: 'FAILED' })).toMatchObject({
			status: 'FAILED',
		});
		const second = await client.createVideo();
		await callControl(`jobs/${second}/finish`, {});
		const { sha256, length } = await callControl(`jobs/${second}/sha256`);
		expect([sha256, length]).toEqual([
			simulator.media.getSha256(second),
			simulator.media.getBytes(second).length,
		]);
	});

	it('should plan the results of future jobs', async () => {
		await callControl('plans', { status: 'MODERATED', promptIncludes: 'harbour', afterMs: 10 });
		await client.createVideo();
		const id = await client.createVideo({ prompt: 'a harbour' });
		simulator.clock.advance(10);
		expect((await client.send(`videos/${id}`)).json.video_status_name).toBe('MODERATED');
		await callControl('durations', { video: 100 });
		const quickJob = await client.createVideo();
		simulator.clock.advance(100);
		expect((await client.send(`videos/${quickJob}`)).status).toBe(200);
	});

	it('should add and remove faults and set switches', async () => {
		const { id } = await callControl('faults', { kind: 'status', status: 503, count: 0 });
		expect((await client.send('accounts')).status).toBe(503);
		expect(await callControl('faults')).toMatchObject([{ id, hits: 1, remaining: null }]);
		await client.delete(`/_simulator/faults/${String(id)}`);
		expect((await client.send('accounts')).status).toBe(200);
		await callControl('switches', { costCredits: 'none', callbacks: { copies: 2 } });
		expect(await callControl('switches')).toMatchObject({
			costCredits: 'none',
			callbacks: { copies: 2, progress: true },
		});
		await client.delete('/_simulator/faults');
		expect(await callControl('switches')).toMatchObject({ costCredits: 'create' });
	});

	it.each([
		['faults', { kind: 'lightning' }],
		['switches', { lightning: true }],
		['switches', { callbacks: { lightning: true } }],
		['durations', { lightning: 1 }],
		['clock', { advance: -1 }],
		['plans', { status: 'LOST' }],
	])('should return 400 for an unknown value of %s', async (path, fields) => {
		expect((await client.post(`/_simulator/${path}`, fields)).status).toBe(400);
	});

	it('should configure accounts, their errors, and their credits', async () => {
		await callControl('accounts', { email: 'b@example.com', maxJobs: 2 });
		await callControl('accounts/b@example.com/error', { reason: 'gone' });
		expect((await client.send('features?email=b@example.com')).status).toBe(596);
		await callControl('accounts/b@example.com/error', { reason: null });
		await callControl('accounts/b@example.com/credits', { credits: 1 });
		expect((await client.send('features?email=b@example.com')).json.credit_monthly).toBe(1);
	});

	it('should list requests of both ports and clear the list', async () => {
		await client.post('videos/create', { prompt: 'x', email: 'n@example.com' });
		const [entry] = (await callControl('requests')) as unknown as Json[];
		expect(entry).toMatchObject({
			method: 'POST',
			path: '/v2/pixverse/videos/create',
			body: { prompt: 'x', email: 'n@example.com' },
			status: 404,
			host: 'api',
			authorized: true,
		});
		expect(JSON.stringify(entry)).not.toContain(simulator.token);
		await client.delete('/_simulator/requests');
		expect(simulator.requests).toHaveLength(0);
	});

	it('should reset the state and seed old videos', async () => {
		await client.createVideo();
		await callControl('accounts', { email: 'b@example.com' });
		await callControl('reset', {});
		expect(await callControl('state')).toMatchObject({ accounts: 1, jobs: 0, requests: 0 });
		await callControl('seed', { videos: 3 });
		expect(simulator.jobs).toHaveLength(3);
	});

	it('should restart', async () => {
		await callControl('restart', {});
		const deadline = Date.now() + 5000;
		let status = 0;
		while (status !== 200 && Date.now() < deadline) {
			status = await client.send('accounts').then(
				(response) => response.status,
				() => 0,
			);
		}
		expect(status).toBe(200);
	});
});
