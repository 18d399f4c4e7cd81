import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, type Json } from './simulator-client.cts';

describe('Simulator files', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const sendFile = async (body: Buffer, headers: Record<string, string>) =>
		await client.send('files/', { body, headers });

	it('should return a list with one entry for an image', async () => {
		const bytes = Buffer.from('any bytes');
		const { status, json } = await sendFile(bytes, { 'content-type': 'image/jpeg' });
		expect(status).toBe(200);
		const result = json.result as Json[];
		expect(result).toEqual([
			{
				id: expect.any(Number),
				path: expect.stringMatching(/^upload\/[0-9a-f-]{36}\.jpg$/),
				url: expect.stringContaining(simulator.mediaUrl),
				size: bytes.length,
				name: expect.stringMatching(/\.jpg$/),
				category: 0,
				err_msg: '',
			},
		]);
		const served = await request(String(result[0]!.url));
		expect(Buffer.from(await served.body.arrayBuffer())).toEqual(bytes);
		expect(served.headers['content-type']).toBe('image/jpeg');
	});

	it.each([
		['video/mp4', 'mp4'],
		['video/quicktime', 'mov'],
		['video/MP2T', 'ts'],
		['audio/mpeg', 'mp3'],
		['audio/wav', 'wav'],
	])('should return path and url at the top level for %s', async (type, extension) => {
		const { json } = await sendFile(Buffer.from('x'), { 'content-type': type });
		expect(Object.keys(json).sort()).toEqual(['path', 'url']);
		expect(json.path).toMatch(new RegExp(`^upload/.*\\.${extension}$`));
	});

	it.each([
		['no Content-Type', {}],
		['multipart/form-data', { 'content-type': 'multipart/form-data; boundary=x' }],
		['application/octet-stream', { 'content-type': 'application/octet-stream' }],
		['image/avif', { 'content-type': 'image/avif' }],
	])('should reject an upload with %s', async (_, headers) => {
		const response = await sendFile(Buffer.from('x'), headers as Record<string, string>);
		expect([response.status, response.json.code]).toEqual([400, 400]);
		expect(simulator.files.list()).toHaveLength(0);
	});

	it('should reject an empty upload', async () => {
		expect((await sendFile(Buffer.alloc(0), { 'content-type': 'image/png' })).status).toBe(400);
	});

	it('should reject more than 5 GB before reading the body', async () => {
		const status = await new Promise<number | undefined>((resolve, reject) => {
			const upload = httpRequest(`${simulator.url}/v2/pixverse/files`, {
				method: 'POST',
				headers: {
					authorization: `Bearer ${simulator.token}`,
					'content-type': 'video/mp4',
					'content-length': 5 * 1024 ** 3 + 1,
				},
			});
			upload.once('response', (response) => {
				resolve(response.statusCode);
				upload.destroy();
			});
			upload.once('error', reject);
			upload.write('the first bytes');
		});
		expect(status).toBe(400);
		expect(simulator.files.list()).toHaveLength(0);
	});

	it('should stream a large file without keeping it in memory', async () => {
		const piece = Buffer.alloc(1024 * 1024, 7);
		const pieces = 200;
		const expected = createHash('sha256');
		for (let n = 0; n < pieces; n += 1) expected.update(piece);
		let maxMemory = 0;
		const source = Readable.from(
			(function* () {
				for (let n = 0; n < pieces; n += 1) {
					maxMemory = Math.max(maxMemory, process.memoryUsage().arrayBuffers);
					yield piece;
				}
			})(),
		);
		const before = process.memoryUsage().arrayBuffers;
		const { status } = await client.send('files', {
			body: source,
			headers: { 'content-type': 'video/mp4' },
		});
		expect(status).toBe(200);
		// Compared piece by piece, so that a failure doesn't print 200 MB.
		const { bytes, size, sha256 } = simulator.files.list()[0]!;
		expect([size, sha256]).toEqual([pieces * piece.length, expected.digest('hex')]);
		expect(bytes === undefined).toBe(true);
		// Node.js frees about 64 MB late, but never keeps 200 MB.
		expect(maxMemory - before).toBeLessThan(150 * 1024 * 1024);
	});

	it('should return 200 with err_msg and no path for a rejected image', async () => {
		simulator.faults.add({ kind: 'rejectedUpload', message: 'Image too small' });
		const { json } = await sendFile(Buffer.from('x'), { 'content-type': 'image/png' });
		expect(json.result).toMatchObject([{ err_msg: 'Image too small', path: '' }]);
	});

	it.each([
		['never uploaded', 'upload/3f0c8a52-0000-0000-0000-000000000000.png'],
		['a URL', 'https://example.com/a.png'],
	])('should reject a frame whose path is %s', async (_, path) => {
		const [status, error] = await client.getError('videos/create', {
			prompt: 'x',
			first_frame_path: path,
		});
		expect(status).toBe(400);
		expect(error).toContain('first_frame_path');
	});

	it('should reject images above 2048 px with err_msg and no path', async () => {
		const png = (width: number) => {
			const bytes = Buffer.alloc(30);
			bytes.write('\x89PNG', 'latin1');
			bytes.writeUInt32BE(width, 16);
			bytes.writeUInt32BE(100, 20);
			return bytes;
		};
		const gif = Buffer.from('GIF89a\x01\x09\x10\x00', 'latin1');
		const jpeg = Buffer.from('ffd8ffe00004aaaaffc00011080010090103', 'hex');
		const webp = Buffer.from('RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x00\x09\0\0\0\0', 'latin1');
		const results = [];
		const images = [gif, jpeg, webp].map((image) => Buffer.concat([image, Buffer.alloc(30)]));
		for (const body of [png(2048), png(2049), ...images, Buffer.from('GIF8')]) {
			const { json } = await client.send('files', {
				body,
				headers: { 'content-type': 'image/png' },
			});
			const [entry] = json.result as Array<{ path: string; err_msg: string }>;
			results.push(entry!.path === '' ? entry!.err_msg : 'accepted');
		}
		const rejected = 'The image is larger than 2048 × 2048 pixels';
		expect(results).toEqual(['accepted', rejected, rejected, rejected, rejected, 'accepted']);
	});

	it('should reject a video where an image is required', async () => {
		const path = await client.upload('video');
		const [status] = await client.getError('videos/create', {
			prompt: 'x',
			first_frame_path: path,
		});
		expect(status).toBe(400);
	});

	it('should accept an upload of one account for a job of another', async () => {
		const path = await client.upload();
		simulator.accounts.add({ email: 'second@example.com' });
		await client.createVideo({ first_frame_path: path, email: 'second@example.com' });
	});
});
