import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, startReceiver, waitUntil, type Receiver } from './simulator-client.cts';

describe('Simulator callbacks', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	let receiver: Receiver;
	beforeEach(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
		receiver = await startReceiver();
	});
	afterEach(async () => {
		await receiver.close();
		await simulator.stop();
	});
	const listStatusNames = () => receiver.bodies.map((body) => body.video_status_name);

	it('should send progress and the final status, with the object of GET and replyRef', async () => {
		const id = await client.createVideo({ replyUrl: receiver.url, replyRef: 'ref-1' });
		simulator.clock.advance(6000);
		await waitUntil(() => receiver.bodies.length === 1);
		simulator.clock.advance(18_000);
		await waitUntil(() => receiver.bodies.length === 2);
		expect(listStatusNames()).toEqual(['GENERATING', 'COMPLETED']);
		expect(receiver.bodies[1]).toEqual({
			...(await client.send(`videos/${id}`)).json,
			replyRef: 'ref-1',
		});
		await waitUntil(() => simulator.webhooks.deliveries.every(({ status }) => status === 200));
	});

	it('should send a failure', async () => {
		await client.createVideo({ replyUrl: receiver.url, prompt: '[moderated]' });
		simulator.clock.advance(24_000);
		await waitUntil(() => receiver.bodies.length === 2);
		expect(listStatusNames()).toContain('MODERATED');
	});

	it('should use the account-wide URL by default', async () => {
		await client.post('/v2/account', { replyUrl: receiver.url });
		await client.createVideo();
		simulator.clock.advance(24_000);
		await waitUntil(() => receiver.bodies.length === 2);
		expect(receiver.bodies[0]).not.toHaveProperty('replyRef');
	});

	it('should send nothing for a rejected create call', async () => {
		await client.post('videos/create', { prompt: '[rejected]', replyUrl: receiver.url });
		simulator.clock.advance(24_000);
		expect(simulator.webhooks.deliveries).toHaveLength(0);
	});

	it('should skip progress calls when the switch is off', async () => {
		simulator.faults.setSwitches({ callbacks: { progress: false } });
		await client.createVideo({ replyUrl: receiver.url });
		simulator.clock.advance(24_000);
		await waitUntil(() => receiver.bodies.length === 1);
		expect(listStatusNames()).toEqual(['COMPLETED']);
	});

	it('should send no calls when the switch is on', async () => {
		simulator.faults.setSwitches({ callbacks: { lost: true } });
		await client.createVideo({ replyUrl: receiver.url });
		simulator.clock.advance(24_000);
		expect(simulator.webhooks.deliveries).toHaveLength(0);
	});

	it('should repeat calls when the switch is on', async () => {
		simulator.faults.setSwitches({ callbacks: { progress: false, copies: 3 } });
		await client.createVideo({ replyUrl: receiver.url });
		simulator.clock.advance(24_000);
		await waitUntil(() => receiver.bodies.length === 3);
	});

	it('should send a call before the create response when the switch is on', async () => {
		simulator.faults.setSwitches({ callbacks: { beforeResponse: true } });
		await client.createVideo({ replyUrl: receiver.url });
		expect(listStatusNames()).toEqual(['QUEUED']);
	});

	it('should send the final call before GET shows it when the switch is on', async () => {
		simulator.faults.setSwitches({ callbacks: { progress: false, earlyMs: 5000 } });
		const id = await client.createVideo({ replyUrl: receiver.url });
		simulator.clock.advance(19_000);
		await waitUntil(() => receiver.bodies.length === 1);
		expect(receiver.bodies[0]).toMatchObject({ video_id: id, video_status_name: 'COMPLETED' });
		expect((await client.send(`videos/${id}`)).status).toBe(404);
		simulator.clock.advance(5000);
		expect((await client.send(`videos/${id}`)).status).toBe(200);
		expect(simulator.webhooks.deliveries).toHaveLength(1);
	});

	it('should send the final call late, and several together, when the switches are on', async () => {
		simulator.faults.setSwitches({ callbacks: { progress: false, delayMs: 60_000 } });
		await client.createVideo({ replyUrl: receiver.url });
		simulator.clock.advance(83_999);
		expect(simulator.webhooks.deliveries).toHaveLength(0);
		simulator.clock.advance(1);
		await waitUntil(() => receiver.bodies.length === 1);
		simulator.faults.setSwitches({ callbacks: { delayMs: 0, holdUntil: 2 } });
		await client.createVideo({ replyUrl: receiver.url });
		simulator.clock.advance(24_000);
		expect(simulator.webhooks.deliveries).toHaveLength(1);
		await client.createVideo({ replyUrl: receiver.url });
		simulator.clock.advance(24_000);
		await waitUntil(() => receiver.bodies.length === 3);
	});

	it('should not retry when the receiver is unreachable', async () => {
		simulator.faults.setSwitches({ callbacks: { progress: false } });
		await client.createVideo({ replyUrl: 'http://127.0.0.1:1/' });
		simulator.clock.advance(24_000);
		await waitUntil(() => simulator.webhooks.deliveries[0]?.error !== undefined);
		expect(simulator.webhooks.deliveries).toHaveLength(1);
	});
});
