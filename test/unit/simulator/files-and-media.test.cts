import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { startSimulator, type Simulator } from '../../simulator/simulator.cts';
import { Caller, type Json } from './caller.cts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('files of the simulated API', () => {
	let simulator: Simulator;
	let api: Caller;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		api = new Caller(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const send = async (body: Buffer, headers: Record<string, string>) =>
		await api.call('files/', { body, headers });

	it('answers an image with a list of one, as the reference shows it', async () => {
		const bytes = Buffer.from('any bytes');
		const { status, json } = await send(bytes, { 'content-type': 'image/jpeg' });
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
	])('answers %s with path and url at the top', async (type, extension) => {
		const { json } = await send(Buffer.from('x'), { 'content-type': type });
		expect(Object.keys(json).sort()).toEqual(['path', 'url']);
		expect(json.path).toMatch(new RegExp(`^upload/.*\\.${extension}$`));
	});

	it.each([
		['no Content-Type', {}],
		['multipart/form-data', { 'content-type': 'multipart/form-data; boundary=x' }],
		['application/octet-stream', { 'content-type': 'application/octet-stream' }],
		['image/avif', { 'content-type': 'image/avif' }],
	])('refuses an upload with %s', async (_, headers) => {
		const answer = await send(Buffer.from('x'), headers as Record<string, string>);
		expect([answer.status, answer.json.code]).toEqual([400, 400]);
		expect(simulator.files.list()).toHaveLength(0);
	});

	it('refuses an empty upload', async () => {
		expect((await send(Buffer.alloc(0), { 'content-type': 'image/png' })).status).toBe(400);
	});

	it('refuses more than 5 GB before it has read them', async () => {
		const status = await new Promise<number | undefined>((resolve, reject) => {
			const upload = httpRequest(`${simulator.url}/v2/pixverse/files`, {
				method: 'POST',
				headers: {
					authorization: `Bearer ${simulator.token}`,
					'content-type': 'video/mp4',
					'content-length': 5 * 1024 ** 3 + 1,
				},
			});
			upload.once('response', (answer) => {
				resolve(answer.statusCode);
				upload.destroy();
			});
			upload.once('error', reject);
			upload.write('the first bytes');
		});
		expect(status).toBe(400);
		expect(simulator.files.list()).toHaveLength(0);
	});

	it('takes a large file as a stream without holding it', async () => {
		const piece = Buffer.alloc(1024 * 1024, 7);
		const pieces = 200;
		const expected = createHash('sha256');
		for (let n = 0; n < pieces; n += 1) expected.update(piece);
		let most = 0;
		const source = Readable.from(
			(function* () {
				for (let n = 0; n < pieces; n += 1) {
					most = Math.max(most, process.memoryUsage().arrayBuffers);
					yield piece;
				}
			})(),
		);
		const before = process.memoryUsage().arrayBuffers;
		const { status } = await api.call('files', {
			body: source,
			headers: { 'content-type': 'video/mp4' },
		});
		expect(status).toBe(200);
		const [file] = simulator.files.list();
		expect(file).toMatchObject({ size: pieces * piece.length, sha256: expected.digest('hex') });
		expect(file!.bytes).toBeUndefined();
		// 64 MB are kept for a while; 200 MB never are.
		expect(most - before).toBeLessThan(150 * 1024 * 1024);
	});

	it('answers a refused image with 200, err_msg and no path', async () => {
		simulator.faults.add({ kind: 'rejectedUpload', message: 'Image too small' });
		const { json } = await send(Buffer.from('x'), { 'content-type': 'image/png' });
		expect(json.result).toMatchObject([{ err_msg: 'Image too small', path: '' }]);
	});

	it.each([
		['never uploaded', 'upload/3f0c8a52-0000-0000-0000-000000000000.png'],
		['a URL', 'https://example.com/a.png'],
	])('refuses a frame whose path is %s', async (_, path) => {
		const [status, error] = await api.refusal('videos/create', {
			prompt: 'x',
			first_frame_path: path,
		});
		expect(status).toBe(400);
		expect(error).toContain('first_frame_path');
	});

	it('refuses a video where an image is wanted', async () => {
		const path = await api.upload('video');
		const [status] = await api.refusal('videos/create', { prompt: 'x', first_frame_path: path });
		expect(status).toBe(400);
	});

	it('accepts an upload of one account for a job of another', async () => {
		const path = await api.upload();
		simulator.accounts.add({ email: 'second@example.com' });
		await api.video({ first_frame_path: path, email: 'second@example.com' });
	});
});

describe('media of the simulated API', () => {
	let simulator: Simulator;
	let api: Caller;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		api = new Caller(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	/** A finished video's id and url. */
	const finished = async (fields: object = {}) => {
		const id = await api.video(fields);
		simulator.clock.advance(24_000);
		return { id, url: String((await api.call(`videos/${id}`)).json.url) };
	};
	const get = async (url: string, headers: Record<string, string> = {}) => {
		const answer = await request(url, { headers });
		return { ...answer, bytes: Buffer.from(await answer.body.arrayBuffer()) };
	};

	it('serves an MP4 with the index in front, with sound when asked for', async () => {
		const silent = await get((await finished()).url);
		expect(silent.headers['content-type']).toBe('video/mp4');
		expect(silent.headers['content-length']).toBe(String(silent.bytes.length));
		expect(silent.bytes.toString('latin1', 4, 8)).toBe('ftyp');
		expect(silent.bytes.indexOf('moov')).toBeLessThan(silent.bytes.indexOf('mdat'));
		expect(silent.bytes.indexOf('mp4a')).toBe(-1);
		const sound = await get((await finished({ audio: true })).url);
		expect(sound.bytes.indexOf('mp4a')).toBeGreaterThan(0);
	});

	it('gives every job a file of its own, whose exact bytes are known', async () => {
		const first = await finished();
		const second = await finished();
		const bytes = await Promise.all([get(first.url), get(second.url)]);
		expect(bytes[0].bytes).not.toEqual(bytes[1].bytes);
		expect(bytes[0].bytes).toEqual(simulator.media.bytesOf(first.id));
		expect(sha256(bytes[1].bytes)).toBe(simulator.media.sha256Of(second.id));
		expect(boxesOf(bytes[0].bytes)).toEqual(['ftyp', 'moov', 'free', 'mdat', 'free']);
	});

	it('serves nothing before the video is completed, nor after it is deleted', async () => {
		const id = await api.video();
		simulator.clock.advance(10_000);
		const [row] = (await api.call('videos')).json.data as Json[];
		expect((await get(String(row!.url))).statusCode).toBe(404);
		simulator.clock.advance(14_000);
		expect((await get(String(row!.url))).statusCode).toBe(200);
		await api.delete(`videos/${id}`);
		expect((await get(String(row!.url))).statusCode).toBe(404);
	});

	it('serves a still of a finished video', async () => {
		const { id } = await finished();
		const { json } = await api.call(`videos/${id}`);
		const still = await get(String(json.first_frame));
		expect(still.headers['content-type']).toBe('image/png');
		expect(still.bytes.subarray(1, 4).toString()).toBe('PNG');
	});

	it('answers HEAD and ranges', async () => {
		const { id, url } = await finished();
		const bytes = simulator.media.bytesOf(id);
		const head = await request(url, { method: 'HEAD' });
		expect(head.headers).toMatchObject({
			'content-length': String(bytes.length),
			'accept-ranges': 'bytes',
			'content-type': 'video/mp4',
		});
		const part = await get(url, { range: 'bytes=100-199' });
		expect([part.statusCode, part.headers['content-range']]).toEqual([
			206,
			`bytes 100-199/${bytes.length}`,
		]);
		expect(part.bytes).toEqual(bytes.subarray(100, 200));
		expect((await get(url, { range: 'bytes=4000-' })).bytes).toEqual(bytes.subarray(4000));
		expect((await get(url, { range: 'bytes=-10' })).bytes).toEqual(bytes.subarray(-10));
		expect((await get(url, { range: `bytes=${bytes.length}-` })).statusCode).toBe(416);
	});

	it('streams a result of 300 MB without holding it', async () => {
		const size = 300 * 1024 * 1024;
		simulator.outcomes.plan({ bytes: size });
		const { id, url } = await finished();
		const before = process.memoryUsage().arrayBuffers;
		let most = before;
		let length = 0;
		const hash = createHash('sha256');
		const answer = await request(url);
		expect(answer.headers['content-length']).toBe(String(size));
		for await (const piece of answer.body) {
			length += (piece as Buffer).length;
			hash.update(piece as Buffer);
			most = Math.max(most, process.memoryUsage().arrayBuffers);
		}
		expect(length).toBe(size);
		expect(hash.digest('hex')).toBe(simulator.media.sha256Of(id));
		expect(most - before).toBeLessThan(100 * 1024 * 1024);
		const part = await get(url, { range: `bytes=${size - 5}-` });
		expect(part.bytes).toHaveLength(5);
	});

	it('notes a token that came along to the media host', async () => {
		const { url } = await finished();
		await get(url);
		await get(url, { authorization: `Bearer ${simulator.token}` });
		const seen = simulator.requests.filter(({ host }) => host === 'media');
		expect(seen.map(({ authorized }) => authorized)).toEqual([false, true]);
		expect(JSON.stringify(seen)).not.toContain(simulator.token);
	});

	it.each([403, 404, 500])('can answer %d for a file', async (status) => {
		const { url } = await finished();
		simulator.faults.add({ kind: 'status', status, match: { host: 'media' } });
		expect((await get(url)).statusCode).toBe(status);
		expect((await get(url)).statusCode).toBe(200);
	});

	it('can answer an HTML page with status 200', async () => {
		const { url } = await finished();
		simulator.faults.add({ kind: 'html', match: { host: 'media' } });
		const answer = await get(url);
		expect([answer.statusCode, answer.headers['content-type']]).toEqual([
			200,
			'text/html; charset=utf-8',
		]);
	});

	it('can answer with a wrong content type, and without a length', async () => {
		const { id, url } = await finished();
		simulator.faults.add({ kind: 'wrongType', match: { host: 'media' } });
		simulator.faults.add({ kind: 'noLength', match: { host: 'media' } });
		const answer = await get(url);
		expect(answer.headers['content-type']).toBe('application/octet-stream');
		expect(answer.headers['content-length']).toBeUndefined();
		expect(answer.bytes).toEqual(simulator.media.bytesOf(id));
	});

	it('can send a file that is too short but whole as an answer', async () => {
		const { url } = await finished();
		simulator.faults.add({ kind: 'truncatedBody', bytes: 1000, match: { host: 'media' } });
		const answer = await get(url);
		expect([answer.bytes.length, answer.headers['content-length']]).toEqual([1000, '1000']);
	});

	it('can cut the connection in the middle of a file', async () => {
		const { url } = await finished();
		simulator.faults.add({ kind: 'cutBody', afterBytes: 1000, match: { host: 'media' } });
		await expect(get(url)).rejects.toThrow();
	});

	it('can send a file slowly', async () => {
		const { id, url } = await finished();
		simulator.faults.add({ kind: 'slowBody', bytesPerSecond: 20_000, match: { host: 'media' } });
		const started = performance.now();
		expect((await get(url)).bytes).toEqual(simulator.media.bytesOf(id));
		expect(performance.now() - started).toBeGreaterThan(200);
	});

	it('can redirect to another address', async () => {
		const { url } = await finished();
		simulator.faults.add({ kind: 'redirect', to: `${url}?again`, match: { host: 'media' } });
		const answer = await get(url);
		expect([answer.statusCode, answer.headers.location]).toEqual([302, `${url}?again`]);
	});
});

/** The names of the top-level boxes, which must add up to the file. */
function boxesOf(bytes: Buffer): string[] {
	const names: string[] = [];
	let at = 0;
	while (at < bytes.length) {
		names.push(bytes.toString('latin1', at + 4, at + 8));
		at += bytes.readUInt32BE(at);
	}
	expect(at).toBe(bytes.length);
	return names;
}
