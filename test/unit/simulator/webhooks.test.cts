import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { Caller, receiver, until, type Receiver } from './simulator-client.cts';

describe('calls of a replyUrl by the simulated API', () => {
	let simulator: Simulator;
	let api: Caller;
	let reply: Receiver;
	beforeEach(async () => {
		simulator = await startSimulator({ speed: 0 });
		api = new Caller(simulator);
		reply = await receiver();
	});
	afterEach(async () => {
		await reply.close();
		await simulator.stop();
	});
	const names = () => reply.bodies.map((body) => body.video_status_name);

	it('tells progress and the end, with the object of GET and replyRef at the top', async () => {
		const id = await api.video({ replyUrl: reply.url, replyRef: 'ref-1' });
		simulator.clock.advance(6000);
		await until(() => reply.bodies.length === 1);
		simulator.clock.advance(18_000);
		await until(() => reply.bodies.length === 2);
		expect(names()).toEqual(['GENERATING', 'COMPLETED']);
		expect(reply.bodies[1]).toEqual({
			...(await api.call(`videos/${id}`)).json,
			replyRef: 'ref-1',
		});
		await until(() => simulator.webhooks.deliveries.every(({ status }) => status === 200));
	});

	it('tells of failure too', async () => {
		await api.video({ replyUrl: reply.url, prompt: '[moderated]' });
		simulator.clock.advance(24_000);
		await until(() => reply.bodies.length === 2);
		expect(names()).toContain('MODERATED');
	});

	it('calls the account-wide address when the call names none', async () => {
		await api.post('/v2/account', { replyUrl: reply.url });
		await api.video();
		simulator.clock.advance(24_000);
		await until(() => reply.bodies.length === 2);
		expect(reply.bodies[0]).not.toHaveProperty('replyRef');
	});

	it('calls nobody for a create call that was refused', async () => {
		await api.post('videos/create', { prompt: '[refused]', replyUrl: reply.url });
		simulator.clock.advance(24_000);
		expect(simulator.webhooks.deliveries).toHaveLength(0);
	});

	it('can leave out progress', async () => {
		simulator.faults.set({ callbacks: { progress: false } });
		await api.video({ replyUrl: reply.url });
		simulator.clock.advance(24_000);
		await until(() => reply.bodies.length === 1);
		expect(names()).toEqual(['COMPLETED']);
	});

	it('can lose calls', async () => {
		simulator.faults.set({ callbacks: { lost: true } });
		await api.video({ replyUrl: reply.url });
		simulator.clock.advance(24_000);
		expect(simulator.webhooks.deliveries).toHaveLength(0);
	});

	it('can repeat calls', async () => {
		simulator.faults.set({ callbacks: { progress: false, copies: 3 } });
		await api.video({ replyUrl: reply.url });
		simulator.clock.advance(24_000);
		await until(() => reply.bodies.length === 3);
	});

	it('can call before the create call is answered', async () => {
		simulator.faults.set({ callbacks: { beforeAnswer: true } });
		await api.video({ replyUrl: reply.url });
		expect(names()).toEqual(['QUEUED']);
	});

	it('can tell the end before GET knows it', async () => {
		simulator.faults.set({ callbacks: { progress: false, earlyMs: 5000 } });
		const id = await api.video({ replyUrl: reply.url });
		simulator.clock.advance(19_000);
		await until(() => reply.bodies.length === 1);
		expect(reply.bodies[0]).toMatchObject({ video_id: id, video_status_name: 'COMPLETED' });
		expect((await api.call(`videos/${id}`)).status).toBe(404);
		simulator.clock.advance(5000);
		expect((await api.call(`videos/${id}`)).status).toBe(200);
		expect(simulator.webhooks.deliveries).toHaveLength(1);
	});

	it('can tell the end late, and several at once', async () => {
		simulator.faults.set({ callbacks: { progress: false, delayMs: 60_000 } });
		await api.video({ replyUrl: reply.url });
		simulator.clock.advance(83_999);
		expect(simulator.webhooks.deliveries).toHaveLength(0);
		simulator.clock.advance(1);
		await until(() => reply.bodies.length === 1);
		simulator.faults.set({ callbacks: { delayMs: 0, holdUntil: 2 } });
		await api.video({ replyUrl: reply.url });
		simulator.clock.advance(24_000);
		expect(simulator.webhooks.deliveries).toHaveLength(1);
		await api.video({ replyUrl: reply.url });
		simulator.clock.advance(24_000);
		await until(() => reply.bodies.length === 3);
	});

	it('does not try again when nobody listens', async () => {
		simulator.faults.set({ callbacks: { progress: false } });
		await api.video({ replyUrl: 'http://127.0.0.1:1/' });
		simulator.clock.advance(24_000);
		await until(() => simulator.webhooks.deliveries[0]?.error !== undefined);
		expect(simulator.webhooks.deliveries).toHaveLength(1);
	});
});
