import { createHash } from 'node:crypto';
import { request } from 'undici';
import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, type Json } from './simulator-client.cts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('Simulator media', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	/** Creates a finished video and returns its ID and URL. */
	const createFinishedVideo = async (fields: object = {}) => {
		const id = await client.createVideo(fields);
		simulator.clock.advance(24_000);
		return { id, url: String((await client.send(`videos/${id}`)).json.url) };
	};
	const getFile = async (url: string, headers: Record<string, string> = {}) => {
		const response = await request(url, { headers });
		return { ...response, bytes: Buffer.from(await response.body.arrayBuffer()) };
	};

	it('should serve a streamable MP4, with sound when requested', async () => {
		const silent = await getFile((await createFinishedVideo()).url);
		expect(silent.headers['content-type']).toBe('video/mp4');
		expect(silent.headers['content-length']).toBe(String(silent.bytes.length));
		expect(silent.bytes.toString('latin1', 4, 8)).toBe('ftyp');
		expect(silent.bytes.indexOf('moov')).toBeLessThan(silent.bytes.indexOf('mdat'));
		expect(silent.bytes.indexOf('mp4a')).toBe(-1);
		const sound = await getFile((await createFinishedVideo({ audio: true })).url);
		expect(sound.bytes.indexOf('mp4a')).toBeGreaterThan(0);
		const alwaysWithSound = await getFile((await createFinishedVideo({ model: 'sora-2' })).url);
		expect(alwaysWithSound.bytes.indexOf('mp4a')).toBeGreaterThan(0);
	});

	it('should serve a unique file with known bytes for each job', async () => {
		const first = await createFinishedVideo();
		const second = await createFinishedVideo();
		const bytes = await Promise.all([getFile(first.url), getFile(second.url)]);
		expect(bytes[0].bytes).not.toEqual(bytes[1].bytes);
		expect(bytes[0].bytes).toEqual(simulator.media.getBytes(first.id));
		expect(sha256(bytes[1].bytes)).toBe(simulator.media.getSha256(second.id));
		expect(listBoxes(bytes[0].bytes)).toEqual(['ftyp', 'moov', 'free', 'mdat', 'free']);
	});

	it('should serve nothing before a video is completed or after it is deleted', async () => {
		const id = await client.createVideo();
		simulator.clock.advance(10_000);
		const [row] = (await client.send('videos')).json.data as Json[];
		expect((await getFile(String(row!.url))).statusCode).toBe(404);
		simulator.clock.advance(14_000);
		expect((await getFile(String(row!.url))).statusCode).toBe(200);
		await client.delete(`videos/${id}`);
		expect((await getFile(String(row!.url))).statusCode).toBe(404);
	});

	it('should serve a still of a finished video', async () => {
		const { id } = await createFinishedVideo();
		const { json } = await client.send(`videos/${id}`);
		const image = await getFile(String(json.first_frame));
		expect(image.headers['content-type']).toBe('image/png');
		expect(image.bytes.subarray(1, 4).toString()).toBe('PNG');
	});

	it('should support HEAD and ranges', async () => {
		const { id, url } = await createFinishedVideo();
		const bytes = simulator.media.getBytes(id);
		const head = await request(url, { method: 'HEAD' });
		expect(head.headers).toMatchObject({
			'content-length': String(bytes.length),
			'accept-ranges': 'bytes',
			'content-type': 'video/mp4',
		});
		const part = await getFile(url, { range: 'bytes=100-199' });
		expect([part.statusCode, part.headers['content-range']]).toEqual([
			206,
			`bytes 100-199/${bytes.length}`,
		]);
		expect(part.bytes).toEqual(bytes.subarray(100, 200));
		expect((await getFile(url, { range: 'bytes=4000-' })).bytes).toEqual(bytes.subarray(4000));
		expect((await getFile(url, { range: 'bytes=-10' })).bytes).toEqual(bytes.subarray(-10));
		expect((await getFile(url, { range: `bytes=${bytes.length}-` })).statusCode).toBe(416);
	});

	it('should stream a 300 MB result without keeping it in memory', async () => {
		const size = 300 * 1024 * 1024;
		simulator.plannedResults.add({ bytes: size });
		const { id, url } = await createFinishedVideo();
		const before = process.memoryUsage().arrayBuffers;
		let maxMemory = before;
		let length = 0;
		const hash = createHash('sha256');
		const response = await request(url);
		expect(response.headers['content-length']).toBe(String(size));
		for await (const piece of response.body) {
			length += (piece as Buffer).length;
			hash.update(piece as Buffer);
			maxMemory = Math.max(maxMemory, process.memoryUsage().arrayBuffers);
		}
		expect(length).toBe(size);
		expect(hash.digest('hex')).toBe(simulator.media.getSha256(id));
		expect(maxMemory - before).toBeLessThan(100 * 1024 * 1024);
		const part = await getFile(url, { range: `bytes=${size - 5}-` });
		expect(part.bytes).toHaveLength(5);
	});

	it('should record a token that is sent to the media host', async () => {
		const { url } = await createFinishedVideo();
		await getFile(url);
		await getFile(url, { authorization: `Bearer ${simulator.token}` });
		const mediaRequests = simulator.requests.filter(({ host }) => host === 'media');
		expect(mediaRequests.map(({ authorized }) => authorized)).toEqual([false, true]);
		expect(JSON.stringify(mediaRequests)).not.toContain(simulator.token);
	});

	it.each([403, 404, 500])('should return %d for a file', async (status) => {
		const { url } = await createFinishedVideo();
		simulator.faults.add({ kind: 'status', status, match: { host: 'media' } });
		expect((await getFile(url)).statusCode).toBe(status);
		expect((await getFile(url)).statusCode).toBe(200);
	});

	it('should return an HTML page with status 200', async () => {
		const { url } = await createFinishedVideo();
		simulator.faults.add({ kind: 'html', match: { host: 'media' } });
		const response = await getFile(url);
		expect([response.statusCode, response.headers['content-type']]).toEqual([
			200,
			'text/html; charset=utf-8',
		]);
	});

	it('should return a wrong content type and omit the length', async () => {
		const { id, url } = await createFinishedVideo();
		simulator.faults.add({ kind: 'wrongType', match: { host: 'media' } });
		simulator.faults.add({ kind: 'noLength', match: { host: 'media' } });
		const response = await getFile(url);
		expect(response.headers['content-type']).toBe('application/octet-stream');
		expect(response.headers['content-length']).toBeUndefined();
		expect(response.bytes).toEqual(simulator.media.getBytes(id));
	});

	it('should send a truncated file in a well-formed response', async () => {
		const { url } = await createFinishedVideo();
		simulator.faults.add({ kind: 'truncatedBody', bytes: 1000, match: { host: 'media' } });
		const response = await getFile(url);
		expect([response.bytes.length, response.headers['content-length']]).toEqual([1000, '1000']);
	});

	it('should cut the connection in the middle of a file', async () => {
		const { url } = await createFinishedVideo();
		simulator.faults.add({ kind: 'cutBody', afterBytes: 1000, match: { host: 'media' } });
		await expect(getFile(url)).rejects.toThrow();
	});

	it('should send a file slowly', async () => {
		const { id, url } = await createFinishedVideo();
		simulator.faults.add({ kind: 'slowBody', bytesPerSecond: 20_000, match: { host: 'media' } });
		const started = performance.now();
		expect((await getFile(url)).bytes).toEqual(simulator.media.getBytes(id));
		expect(performance.now() - started).toBeGreaterThan(200);
	});

	it('should redirect to another address', async () => {
		const { url } = await createFinishedVideo();
		simulator.faults.add({ kind: 'redirect', to: `${url}?again`, match: { host: 'media' } });
		const response = await getFile(url);
		expect([response.statusCode, response.headers.location]).toEqual([302, `${url}?again`]);
	});
});

/** Lists the names of the top-level boxes, whose sizes must add up to that of the file. */
function listBoxes(bytes: Buffer): string[] {
	const names: string[] = [];
	let position = 0;
	while (position < bytes.length) {
		names.push(bytes.toString('latin1', position + 4, position + 8));
		position += bytes.readUInt32BE(position);
	}
	expect(position).toBe(bytes.length);
	return names;
}
