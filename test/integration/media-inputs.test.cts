import { createHash, randomBytes } from 'node:crypto';

import { account, fileUpload, fromBinary, fromPath, fromUrl, videoCreate } from './parameters.cts';
import { files, itemWithFile, startFileServer } from './media.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

let website: Awaited<ReturnType<typeof startFileServer>>;
beforeAll(async () => {
	website = await startFileServer({
		'/frame.png': { body: files.png.data, type: 'image/png' },
		'/frame?size=large': { body: files.png.data, type: 'image/png; charset=binary' },
		'/vague/frame.png': { body: files.png.data, type: 'application/octet-stream' },
		'/moved.png': { status: 302, location: '/frame.png' },
		'/chunked.png': { body: files.png.data, type: 'image/png', chunked: true },
	});
});
afterAll(async () => await website.stop());

/** The uploads that the API received: type, Content-Length, hash of the bytes, and account. */
const getUploadSummaries = () =>
	testBed.simulator.requests
		.filter(({ method, path }) => method === 'POST' && /\/files\/?$/.test(path))
		.map(({ headers, body, query }) => ({
			type: headers['content-type'],
			length: headers['content-length'],
			sha256: (body as { sha256: string } | undefined)?.sha256,
			email: query.email,
		}));

const describeUpload = (file: { data: Buffer; mimeType: string }) => ({
	type: file.mimeType,
	length: String(file.data.length),
	sha256: sha256(file.data),
});

const modes = [
	{ how: 'on disk', prefix: '', more: { binaryMode: 'filesystem' } },
	{ how: 'in memory', prefix: '', more: { binaryMode: 'memory' } },
	// n8n's combined mode: files are values in the JSON, named by their path.
	{ how: 'inside the JSON', prefix: '_files.', more: { settings: { binaryMode: 'combined' } } },
] as const;

describe.each(modes)('With files $how', ({ prefix, more }) => {
	it.each(['png', 'webp', 'mp4', 'mp3'] as const)(
		'File: Upload should send the bytes of a %s',
		async (kind) => {
			const parameters = fileUpload({ file: fromBinary(`${prefix}data`) });
			const out = await testBed.run(parameters, { items: [itemWithFile(files[kind])], ...more });
			expect(onlyJson(out)).toMatchObject({ path: expect.stringMatching(/^upload\//) });
			expect(getUploadSummaries()).toMatchObject([describeUpload(files[kind])]);
			expect(out.origins).toHaveLength(1);
		},
	);

	it('Video: Create should upload a first and a last frame and use their paths', async () => {
		const items = [{ binary: { start: files.png, end: files.webp } }];
		const parameters = {
			waitMode: 'none',
			firstFrame: fromBinary(`${prefix}start`),
			options: { lastFrame: fromBinary(`${prefix}end`) },
		};
		onlyJson(await testBed.run(videoCreate(parameters), { items, ...more }));
		expect(getUploadSummaries()).toHaveLength(2);
		expect(getUploadSummaries()).toEqual(
			expect.arrayContaining([
				expect.objectContaining(describeUpload(files.png)),
				expect.objectContaining(describeUpload(files.webp)),
			]),
		);
		const findPath = (file: { data: Buffer }) =>
			testBed.simulator.files.list().find((upload) => upload.sha256 === sha256(file.data))?.path;
		expect(testBed.created()).toEqual({
			prompt: 'a lighthouse at dusk',
			model: 'v6',
			first_frame_path: findPath(files.png),
			last_frame_path: findPath(files.webp),
		});
	});
});

describe('A media input', () => {
	it('should stream a large file with its Content-Length', async () => {
		const data = randomBytes(8 * 1024 * 1024);
		const items = [itemWithFile({ data, fileName: 'large.mp4', mimeType: 'video/mp4' })];
		onlyJson(await testBed.run(fileUpload(), { items }));
		expect(getUploadSummaries()).toMatchObject([describeUpload({ data, mimeType: 'video/mp4' })]);
	});

	it.each([
		['an ordinary URL', '/frame.png'],
		['a URL without a file name', '/frame?size=large'],
		['a server that sends a generic type', '/vague/frame.png'],
		['a URL that redirects', '/moved.png'],
	])('should accept a file from %s', async (_from, path) => {
		const parameters = { waitMode: 'none', firstFrame: fromUrl(website.url + path) };
		onlyJson(await testBed.run(videoCreate(parameters)));
		expect(getUploadSummaries()).toMatchObject([
			{ type: 'image/png', sha256: sha256(files.png.data) },
		]);
		expect(testBed.created()).toMatchObject({
			first_frame_path: expect.stringMatching(/^upload\//),
		});
	});

	it('should accept a file from a server that sends no length', async () => {
		onlyJson(await testBed.run(fileUpload({ file: fromUrl(`${website.url}/chunked.png`) })));
		expect(getUploadSummaries()).toMatchObject([
			{ type: 'image/png', sha256: sha256(files.png.data) },
		]);
	});

	it('should send the path of an earlier upload unchanged', async () => {
		const { path } = onlyJson(
			await testBed.run(fileUpload(), { items: [itemWithFile(files.png)] }),
		);
		const before = getUploadSummaries().length;
		const parameters = { waitMode: 'none', firstFrame: fromPath(String(path)) };
		onlyJson(await testBed.run(videoCreate(parameters)));
		expect(getUploadSummaries()).toHaveLength(before);
		expect(testBed.created()).toMatchObject({ first_frame_path: path });
	});

	it('should not be sent when it is empty', async () => {
		const parameters = {
			waitMode: 'none',
			firstFrame: fromUrl(''),
			options: { lastFrame: fromPath('') },
		};
		onlyJson(await testBed.run(videoCreate(parameters)));
		expect(testBed.created()).toEqual({ prompt: 'a lighthouse at dusk', model: 'v6' });
	});

	it('should need no prompt beside a first frame', async () => {
		const parameters = { waitMode: 'none', prompt: '', firstFrame: fromBinary() };
		onlyJson(await testBed.run(videoCreate(parameters), { items: [itemWithFile(files.png)] }));
		expect(testBed.created()).toEqual({
			model: 'v6',
			first_frame_path: expect.stringMatching(/^upload\//),
		});
	});

	it('should be uploaded once when every item uses the same URL', async () => {
		const parameters = { waitMode: 'none', firstFrame: fromUrl(`${website.url}/frame.png`) };
		const out = await testBed.run(videoCreate(parameters), { items: [{}, {}, {}] });
		expect(out.items).toHaveLength(3);
		expect(getUploadSummaries()).toHaveLength(1);
	});

	it('should be uploaded to the account that creates the video', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const parameters = {
			waitMode: 'none',
			account: account('second@example.com'),
			firstFrame: fromBinary(),
		};
		onlyJson(await testBed.run(videoCreate(parameters), { items: [itemWithFile(files.png)] }));
		expect(getUploadSummaries()).toMatchObject([{ email: 'second@example.com' }]);
	});

	it('should be uploaded to one of several accounts when none is selected', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const parameters = { waitMode: 'none', firstFrame: fromBinary() };
		onlyJson(await testBed.run(videoCreate(parameters), { items: [itemWithFile(files.png)] }));
		expect(testBed.simulator.jobs).toHaveLength(1);
	});

	it('should get its type from its name when it has none', async () => {
		const file = { ...files.png, mimeType: 'application/octet-stream' };
		onlyJson(await testBed.run(fileUpload(), { items: [itemWithFile(file)] }));
		expect(getUploadSummaries()).toMatchObject([{ type: 'image/png' }]);
	});

	it('should accept common aliases of its type', async () => {
		const file = { ...files.png, mimeType: 'image/jpg', fileName: 'photo.jpg' };
		onlyJson(await testBed.run(fileUpload(), { items: [itemWithFile(file)] }));
		expect(getUploadSummaries()).toMatchObject([{ type: 'image/jpeg' }]);
	});
});

describe('File: Upload', () => {
	it('should accept a file from a URL', async () => {
		const out = await testBed.run(fileUpload({ file: fromUrl(`${website.url}/frame.png`) }));
		expect(onlyJson(out)).toMatchObject({
			path: expect.stringMatching(/^upload\//),
			url: expect.stringContaining(testBed.simulator.mediaUrl),
		});
	});

	it('should upload each item and keep their order', async () => {
		const items = [itemWithFile(files.png), itemWithFile(files.mp4), itemWithFile(files.mp3)];
		const out = await testBed.run(fileUpload(), { items });
		const endings = out.items.map(({ json }) => String(json.path).split('.').at(-1));
		expect(endings).toEqual(['png', 'mp4', 'mp3']);
		expect(out.items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});
});

describe('A failed upload', () => {
	const match = { method: 'POST', path: 'files' };
	const items = [itemWithFile(files.png)];

	it.each([
		['the connection is interrupted', { kind: 'cutAfter' }],
		['the API is unavailable', { kind: 'status', status: 503 }],
		['the API is busy', { kind: 'status', status: 429 }],
	] as const)('should be sent again as a whole when %s', async (_what, fault) => {
		testBed.simulator.faults.add({ ...fault, count: 2, match });
		const out = await testBed.run(videoCreate({ firstFrame: fromBinary() }), { items });
		expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED' });
		expect(getUploadSummaries().at(-1)).toMatchObject(describeUpload(files.png));
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should end after a few attempts, before anything is paid', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 503, count: 0, match });
		const { error } = await testBed.run(videoCreate({ firstFrame: fromBinary() }), { items });
		expect(error).toMatchObject({ httpCode: '503' });
		expect(getUploadSummaries()).toHaveLength(3);
		expect(testBed.creates()).toHaveLength(0);
	});

	it('should not be sent again when the API rejects it', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 400, match });
		await testBed.run(fileUpload(), { items });
		expect(getUploadSummaries()).toHaveLength(1);
	});
});
