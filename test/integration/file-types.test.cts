import { createHash, randomBytes } from 'node:crypto';

import { fileUpload, fromBinary, fromUrl, videoCreate } from './parameters.cts';
import { files, itemWithFile, startFileServer } from './media.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const OCTET_STREAM = 'application/octet-stream';
const withoutName = (file: { data: Buffer }, mimeType = OCTET_STREAM) => ({
	data: file.data,
	mimeType,
});

let website: Awaited<ReturnType<typeof startFileServer>>;
beforeAll(async () => {
	website = await startFileServer({
		'/matroska': { body: files.mp4.data, type: 'video/matroska' },
		'/binary': { body: files.png.data, type: 'image/png; charset=binary' },
		'/download': {
			body: 'not really a video',
			type: OCTET_STREAM,
			disposition: 'attachment; filename="holiday clip.MOV"',
		},
		'/encoded': {
			body: 'not really a picture',
			disposition: "attachment; filename*=UTF-8''f%C3%BCr%20dich.webp",
		},
		'/bytes?signature=secret': { body: files.png.data, type: OCTET_STREAM },
		'/plain': { body: files.mp3.data, type: 'text/plain' },
		'/chunks': { body: files.mp4.data, chunked: true },
		'/pdf?signature=secret': { body: files.pdf.data, type: OCTET_STREAM },
		'/text': { body: 'Please sign in', type: 'text/plain' },
		'/nothing': { body: '', chunked: true },
	});
});
afterAll(async () => await website.stop());

const getUploadSummaries = () =>
	testBed.simulator.requests
		.filter(({ method, path }) => method === 'POST' && /\/files\/?$/.test(path))
		.map(({ headers, body, status }) => ({
			status,
			type: headers['content-type'],
			length: headers['content-length'],
			sha256: (body as { sha256?: string } | undefined)?.sha256,
		}));
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

describe('The type of a file', () => {
	it.each([
		['video/vnd.avi', 'video/x-msvideo'],
		['video/matroska', 'video/x-matroska'],
		['image/png; charset=binary', 'image/png'],
		['audio/x-wav', 'audio/wav'],
	])('should be accepted from a binary field as %s', async (mimeType, type) => {
		const items = [itemWithFile(withoutName(files.mp4, mimeType))];
		onlyJson(await testBed.run(fileUpload(), { items }));
		expect(getUploadSummaries()).toMatchObject([{ type, sha256: sha256(files.mp4.data) }]);
	});

	it.each(['png', 'webp', 'mp4', 'mp3'] as const)(
		'should come from the first bytes of a %s in a binary field, on disk and in memory',
		async (kind) => {
			for (const binaryMode of ['filesystem', 'memory'] as const) {
				const items = [itemWithFile(withoutName(files[kind]))];
				onlyJson(await testBed.run(fileUpload(), { items, binaryMode }));
				expect(getUploadSummaries().at(-1)).toMatchObject({
					type: files[kind].mimeType,
					sha256: sha256(files[kind].data),
				});
			}
		},
	);

	it.each([
		['a common alias', '/matroska', 'video/x-matroska'],
		['a type with a parameter', '/binary', 'image/png'],
		['the name in Content-Disposition', '/download', 'video/quicktime'],
		['the encoded name in Content-Disposition', '/encoded', 'image/webp'],
		['the first bytes', '/bytes?signature=secret', 'image/png'],
		['the first bytes, with a type for text', '/plain', 'audio/mpeg'],
		['the first bytes, with neither type nor length', '/chunks', 'video/mp4'],
	])('should be recognized at a URL by %s', async (_how, path, type) => {
		onlyJson(await testBed.run(fileUpload({ file: fromUrl(website.url + path) })));
		expect(getUploadSummaries()).toMatchObject([{ type }]);
	});

	it('should not change the file whose first bytes were read', async () => {
		onlyJson(await testBed.run(fileUpload({ file: fromUrl(`${website.url}/chunks`) })));
		expect(getUploadSummaries()).toMatchObject([{ sha256: sha256(files.mp4.data) }]);
	});

	it('should be reported with the MIME type, name, and first bytes if it is unknown', async () => {
		const items = [itemWithFile({ ...withoutName(files.pdf), fileName: 'paper' })];
		const { error } = await testBed.run(videoCreate({ firstFrame: fromBinary() }), { items });
		expect(error?.message).toMatch(/"First Frame" is of type application\/octet-stream/);
		expect(error?.description).toMatch(/MIME type \(application\/octet-stream\)/);
		expect(error?.description).toMatch(/name \(paper\).*first bytes \(255044462d312e34\)/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should be validated for all items before anything is paid', async () => {
		const items = [itemWithFile(files.png), itemWithFile(withoutName(files.pdf))];
		await testBed.run(videoCreate({ firstFrame: fromBinary() }), { items });
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it.each([
		['a file of another type', '/pdf?signature=secret', /octet-stream.*PixVerse doesn't accept/],
		['a text file', '/text', /leads to a web page/],
		['an empty file without a length', '/nothing', /is an empty file/],
	])('should stop %s at a URL before anything is paid', async (_what, path, pattern) => {
		const parameters = videoCreate({ firstFrame: fromUrl(website.url + path) });
		const { error } = await testBed.run(parameters);
		expect(error?.message).toMatch(pattern);
		expect(error?.description).not.toContain('secret');
		expect(getUploadSummaries()).toEqual([]);
		expect(testBed.creates()).toEqual([]);
	});
});

describe('A URL whose server sends no length', () => {
	beforeEach(() => testBed.simulator.faults.setSwitches({ uploadLengthRequired: true }));

	it('should be uploaded with its length if the API requires it', async () => {
		const data = randomBytes(3 * 1024 * 1024);
		const server = await startFileServer({
			'/v': { body: data, type: 'video/mp4', chunked: true },
		});
		const out = await testBed
			.run(fileUpload({ file: fromUrl(`${server.url}/v`) }))
			.finally(server.stop);
		expect(onlyJson(out)).toMatchObject({ size: data.length });
		expect(getUploadSummaries().map(({ status }) => status)).toEqual([411, 200]);
		expect(getUploadSummaries().at(-1)).toMatchObject({
			length: String(data.length),
			type: 'video/mp4',
			sha256: sha256(data),
		});
	});

	it('should be uploaded with its length for a generation, too, also from memory', async () => {
		const parameters = videoCreate({
			waitMode: 'none',
			firstFrame: fromUrl(`${website.url}/photo`),
		});
		const server = await startFileServer({ '/photo': { body: files.png.data, chunked: true } });
		const firstFrame = fromUrl(`${server.url}/photo`);
		onlyJson(
			await testBed
				.run({ ...parameters, firstFrame }, { binaryMode: 'memory' })
				.finally(server.stop),
		);
		expect(getUploadSummaries().at(-1)).toMatchObject({
			type: 'image/png',
			sha256: sha256(files.png.data),
		});
		expect(testBed.creates()).toHaveLength(1);
	});
});
