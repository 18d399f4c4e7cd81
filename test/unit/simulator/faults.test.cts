import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, type Json } from './simulator-client.cts';

describe('Simulator faults', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const createVideo = async () => await client.post('videos/create', { prompt: 'a lighthouse' });

	it.each([400, 401, 402, 403, 404, 412, 422, 429, 500, 502, 503, 504, 596])(
		'should return %d once, before processing the request',
		async (status) => {
			simulator.faults.add({ kind: 'status', status, match: { path: 'videos/create' } });
			expect((await client.send('accounts')).status).toBe(200);
			const rejected = await createVideo();
			expect([rejected.status, rejected.json.code]).toEqual([status, status]);
			expect(simulator.jobs).toHaveLength(0);
			expect((await createVideo()).status).toBe(200);
		},
	);

	it.each([
		['string', '{"error":"m"}'],
		['code', '{"error":"m","code":503}'],
		['object', '{"error":{"code":503,"message":"m","status":"FAILED_PRECONDITION","details":[]}}'],
		['details', '{"error":"m","errorDetails":"Details: m","errCode":500503}'],
		['empty', ''],
		['text', 'm'],
	] as const)('should return an error of the shape "%s"', async (shape, text) => {
		simulator.faults.add({ kind: 'status', status: 503, shape, message: 'm' });
		const response = await createVideo();
		expect([response.status, response.text]).toEqual([503, text]);
	});

	it('should return an error as an HTML page', async () => {
		simulator.faults.add({ kind: 'status', status: 502, shape: 'html' });
		const response = await createVideo();
		expect(response.headers['content-type']).toContain('text/html');
		expect(response.text).toMatch(/^<!DOCTYPE html>/);
	});

	it('should add Retry-After to the header and the body', async () => {
		simulator.faults.add({ kind: 'status', status: 429, retryAfterSeconds: 3 });
		const response = await createVideo();
		expect(response.headers['retry-after']).toBe('3');
		expect(response.json.retryAfter).toMatch(/Z$/);
	});

	it('should apply a fault as often as requested, after the skipped requests, until it is removed', async () => {
		simulator.faults.add({ kind: 'status', status: 500, count: 2, skip: 1 });
		const statuses = [];
		for (let n = 0; n < 4; n += 1) statuses.push((await client.send('accounts')).status);
		expect(statuses).toEqual([200, 500, 500, 200]);
		const id = simulator.faults.add({ kind: 'status', status: 500, count: 0 });
		for (let n = 0; n < 3; n += 1) expect((await client.send('accounts')).status).toBe(500);
		simulator.faults.remove(id);
		expect((await client.send('accounts')).status).toBe(200);
	});

	it('should match by method, path pattern, and probability', async () => {
		simulator.faults.add({ kind: 'status', status: 500, match: { method: 'POST' }, count: 0 });
		simulator.faults.add({ kind: 'status', status: 503, match: { path: '/videos$/' }, count: 0 });
		expect((await client.send('videos')).status).toBe(503);
		expect((await client.send('videos/effects')).status).toBe(200);
		expect((await createVideo()).status).toBe(500);
		simulator.faults.clear();
		simulator.faults.add({ kind: 'status', status: 500, probability: 0.5, count: 0 });
		let hits = 0;
		for (let n = 0; n < 60; n += 1) if ((await client.send('accounts')).status === 500) hits += 1;
		expect(hits).toBeGreaterThan(10);
		expect(hits).toBeLessThan(50);
	});

	it('should drop the connection before the request is processed', async () => {
		simulator.faults.add({ kind: 'cutBefore' });
		await expect(createVideo()).rejects.toThrow();
		expect(simulator.jobs).toHaveLength(0);
		expect(simulator.requests.at(-1)).toMatchObject({
			status: 0,
			body: { prompt: 'a lighthouse' },
		});
	});

	it('should drop the connection after the job is accepted', async () => {
		simulator.faults.add({ kind: 'cutAfter' });
		await expect(createVideo()).rejects.toThrow();
		expect(simulator.jobs).toHaveLength(1);
		expect((await client.send('scheduler')).json).toHaveLength(1);
	});

	it('should return an error although the job is accepted', async () => {
		simulator.faults.add({ kind: 'statusAfter', status: 504 });
		const response = await createVideo();
		expect([response.status, response.json.code]).toEqual([504, 504]);
		expect(simulator.jobs).toHaveLength(1);
	});

	it('should not apply an after-accept fault to a rejected request', async () => {
		simulator.faults.add({ kind: 'cutAfter', match: { method: 'POST' } });
		expect((await client.post('videos/create', { prompt: 'x', model: 'none' })).status).toBe(400);
		await expect(createVideo()).rejects.toThrow();
	});

	it.each(['noResponse', 'noResponseAfter'] as const)(
		'should never respond with "%s"',
		async (kind) => {
			simulator.faults.add({ kind });
			const pendingRequest = request(`${simulator.url}/v2/pixverse/videos/create`, {
				method: 'POST',
				headers: {
					authorization: `Bearer ${simulator.token}`,
					'content-type': 'application/json',
				},
				body: '{"prompt":"x"}',
				signal: AbortSignal.timeout(300),
			});
			await expect(pendingRequest).rejects.toThrow(/abort/i);
			expect(simulator.jobs).toHaveLength(kind === 'noResponse' ? 0 : 1);
		},
	);

	it('should delay a response and then apply another fault', async () => {
		simulator.faults.add({ kind: 'delay', ms: 150 });
		simulator.faults.add({ kind: 'status', status: 503 });
		const started = performance.now();
		expect((await createVideo()).status).toBe(503);
		expect(performance.now() - started).toBeGreaterThan(140);
	});

	it('should corrupt the JSON of a response', async () => {
		for (const kind of ['truncatedJson', 'malformedJson'] as const) {
			simulator.faults.add({ kind });
			const response = await createVideo();
			expect(response.status).toBe(200);
			expect(() => JSON.parse(response.text) as unknown).toThrow();
			expect(response.headers['content-type']).toContain('application/json');
		}
		expect(simulator.jobs).toHaveLength(2);
	});

	it('should return an HTML page or an empty body instead of JSON', async () => {
		simulator.faults.add({ kind: 'html' });
		expect((await client.send('videos')).text).toMatch(/^<!DOCTYPE html>/);
		simulator.faults.add({ kind: 'empty' });
		const empty = await client.send('videos');
		expect([empty.status, empty.text]).toEqual([204, '']);
		simulator.faults.add({ kind: 'empty', status: 200 });
		const emptyWithStatus = await client.send('videos');
		expect([emptyWithStatus.status, emptyWithStatus.text]).toEqual([200, '']);
	});

	it('should return an undocumented status', async () => {
		await client.createVideo();
		simulator.faults.add({ kind: 'unknownStatus' });
		const [row] = (await client.send('videos')).json.data as Json[];
		expect(row).toMatchObject({
			video_status: 42,
			video_status_name: 'REVIEWING',
			video_status_final: false,
		});
	});

	it('should redirect a client to another host', async () => {
		const authorizations: Array<string | undefined> = [];
		const other = createServer((incoming, response) => {
			authorizations.push(incoming.headers.authorization);
			response.end('{}');
		});
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		try {
			const to = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
			simulator.faults.add({ kind: 'redirect', to, status: 307 });
			const response = await client.send('accounts');
			expect([response.status, response.headers.location]).toEqual([307, to]);
			expect(authorizations).toEqual([]);
		} finally {
			await new Promise((resolve) => other.close(resolve));
		}
	});

	it('should keep its addresses and state across a restart', async () => {
		const id = await client.createVideo();
		const { url, mediaUrl } = simulator;
		await simulator.restart();
		// The keep-alive connection of the client must be closed first.
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect([simulator.url, simulator.mediaUrl]).toEqual([url, mediaUrl]);
		simulator.clock.advance(24_000);
		expect((await client.send(`videos/${id}`)).status).toBe(200);
	});

	it('should move the wall clock without running timers', async () => {
		const id = await client.createVideo();
		simulator.clock.jump(-86_400_000);
		expect((await client.send('scheduler')).json).toMatchObject([{ elapsed: '00:00' }]);
		const earlier = await client.createVideo();
		const times = simulator.jobs.map((job) => job.createdAt);
		expect(times[0]! - times[1]!).toBeGreaterThan(86_000_000);
		simulator.clock.advance(24_000);
		expect((await client.send(`videos/${id}`)).status).toBe(200);
		expect((await client.send(`videos/${earlier}`)).status).toBe(200);
	});
});
