import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../simulator/faults.cts';
import { respondWith, startUntrustedServer, type UntrustedServer } from '../fuzz/server.cts';
import { findUnclearText } from '../fuzz/assertions.cts';
import { files, itemWithFile } from './media.cts';
import {
	fromEffect,
	upsert,
	buildParameters,
	accountGetFeatures,
	fileUpload,
	fromBinary,
	fromUrl,
	typedAccount,
	typedModel,
	videoCreate,
	videoDownload,
	videoGet,
} from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const jobId = () => testBed.simulator.jobs[0]?.id ?? '';

/** Names and texts with a meaning in a file system, a terminal, a browser, or n8n's expressions. */
const NAMES = [
	'../../../../etc/passwd',
	'..\\..\\windows\\win.ini',
	'C:\\boot.ini',
	'/etc/passwd',
	'a/b.png',
	'CON',
	'NUL.png',
	'lpt1.mp4',
	'.htaccess',
	'-rf',
	'$(reboot).png',
	'`reboot`.png',
	'%2e%2e%2fa.png',
	'a\u0000.png',
	'a\r\nX-Injected: 1.png',
	'\u202egnp.exe',
	'\u001b[31mred.png',
	'<img src=x onerror=alert(1)>.png',
	'"; filename="b.exe',
	'={{ $credentials }}.png',
	'{{ $env.PATH }}.png',
	'🎬.png',
	`${'long '.repeat(2000)}.png`,
];

describe('An uploaded file', () => {
	it.each(NAMES)('should not keep its name %j', async (fileName) => {
		const out = await testBed.run(fileUpload({ file: fromBinary() }), {
			items: [itemWithFile({ ...files.png, fileName })],
		});
		expect(onlyJson(out).path).toMatch(/^upload\/[\w-]+\.png$/);
		const [upload] = testBed.simulator.requests.filter(({ path }) => path.includes('files'));
		expect(upload?.rawUrl).toBe('/v2/pixverse/files/');
		expect(JSON.stringify(upload?.headers)).not.toContain('njected');
		expect(upload?.headers['content-type']).toBe('image/png');
	});

	it.each(NAMES)('should be reported as missing from a field named %j', async (field) => {
		const { error } = await testBed.run(fileUpload({ file: fromBinary(field) }));
		expect(findUnclearText(error as Error, field)).toBeUndefined();
	});
});

describe('A downloaded file', () => {
	let server: UntrustedServer;
	beforeAll(async () => {
		server = await startUntrustedServer();
	});
	afterAll(async () => await server.stop());
	beforeEach(() => testBed.simulator.seedVideos(1));

	const redirectDownload = (headers: Record<string, string>, path = '/v.mp4') => {
		server.setHandler(respondWith(files.mp4.data, 200, headers));
		const fault: Fault = { kind: 'redirect', to: server.url + path, match: { host: 'media' } };
		testBed.simulator.faults.add(fault);
	};

	it.each(NAMES.filter((name) => /^[\x20-\x7e]+$/.test(name) && name.length < 1000))(
		'should be named by its ID, whatever the server names it: %j',
		async (name) => {
			redirectDownload(
				{ 'content-type': 'video/mp4', 'content-disposition': `attachment; filename="${name}"` },
				`/${encodeURI(name)}`,
			);
			const file = await (await testBed.run(videoDownload(jobId()))).file();
			expect(file.fileName).toMatch(/^pixverse-video-\d+\.mp4$/);
			expect(file).toMatchObject({ mimeType: 'video/mp4', fileExtension: 'mp4' });
			expect(file.data.equals(files.mp4.data)).toBe(true);
		},
	);

	it.each([
		'image/svg+xml',
		'video/<script>',
		'video/mp4"; x="',
		'video/../../a',
		'audio/constructor',
		'__proto__',
		'constructor',
		'application/x-msdownload',
	])('should be a video and never %s', async (type) => {
		redirectDownload({ 'content-type': type });
		const file = await (await testBed.run(videoDownload(jobId()))).file();
		expect(file).toMatchObject({ mimeType: 'video/mp4', fileExtension: 'mp4' });
	});
});

describe('A prompt', () => {
	it.each(NAMES.filter((name) => name.length < 5000))(
		'should be sent unchanged and never evaluated: %j',
		async (prompt) => {
			const out = await testBed.run(
				videoCreate({ waitMode: 'none', prompt: '={{ $json.prompt }}' }),
				{
					items: [{ json: { prompt } }],
				},
			);
			expect(onlyJson(out).prompt).toBe(prompt);
			expect(testBed.created().prompt).toBe(prompt);
			expect(out.stored).not.toContain(testBed.simulator.token);
		},
	);
});

const MARKUP = '<img src=x onerror=alert(1)> <b>bold</b> <script>alert(2)</script>';

describe('Markup', () => {
	it.each([400, 401, 404, 412, 418, 422, 429, 500, 596])(
		'should be shown as text in error messages of the API with status %i',
		async (status) => {
			testBed.simulator.faults.add({ kind: 'status', status, message: MARKUP, count: 0 });
			for (const parameters of [accountGetFeatures(), videoCreate({ options: { timeout: 1 } })]) {
				const { error } = await testBed.run(parameters);
				expect(findUnclearText(error as Error)).toBeUndefined();
			}
		},
	);

	it('should be shown as text in the reason of a failure and the name of a status', async () => {
		const server = await startUntrustedServer();
		const id = 'user:1234-pixverse:studio@example.com-image:351000000000000';
		for (const fields of [
			{ image_status: 8, fail_reason: MARKUP },
			{ image_status: 7, error: MARKUP },
			{ image_status: 3, image_status_name: MARKUP },
			{ image_status: 3, image_status_name: MARKUP, image_status_final: true },
		]) {
			server.setHandler(respondWith(JSON.stringify({ image_id: id, ...fields })));
			const { error } = await testBed.run(
				buildParameters('image', 'wait', { imageId: id, options: { timeout: 1 } }),
				{ credentials: { apiToken: testBed.simulator.token, baseUrl: server.url } },
			);
			expect(findUnclearText(error as Error)).toBeUndefined();
		}
		await server.stop();
	});

	it.each<[string, INodeParameters]>([
		['an account', accountGetFeatures({ account: typedAccount(MARKUP) })],
		['an e-mail', upsert({ email: MARKUP })],
		['an ID', videoGet(MARKUP)],
		['a URL', fileUpload({ file: fromUrl(`http://127.0.0.1:9/${MARKUP}`) })],
		['a field', fileUpload({ file: fromBinary(MARKUP) })],
		['a number', videoCreate({ duration: MARKUP as never })],
		['a quality', videoCreate({ quality: MARKUP })],
		['an effect', fromEffect({ templateId: { __rl: true, mode: 'id', value: MARKUP } })],
	])('should be shown as text in %s of an item', async (_what, parameters) => {
		const { error } = await testBed.run(parameters);
		expect(findUnclearText(error as Error)).toBeUndefined();
	});

	it('should be shown as text in the model of an item and in its hint', async () => {
		const out = await testBed.run(videoCreate({ model: typedModel(MARKUP), waitMode: 'none' }));
		const { hints = [] } = out.runData['Node under Test']?.[0] ?? {};
		for (const { message } of hints) expect(message).not.toMatch(/[<>]/);
		expect(findUnclearText(out.error as Error)).toBeUndefined();
	});
});

describe('The e-mail of an account', () => {
	it.each([
		'..',
		'../features',
		'a@b/../../scheduler',
		'..@..',
		'a@b?x=1',
		'a@b#x',
		'a@b%2f..%2fscheduler',
		'a@b\\..\\scheduler',
		'a@b\u0000',
		'a@b.test/',
		'<a@b.test>',
	])('should not change the path of a request: %j', async (email) => {
		for (const parameters of [
			buildParameters('account', 'get', { account: typedAccount(email) }),
			buildParameters('account', 'delete', { account: typedAccount(email) }),
			upsert({ email }),
		]) {
			const { error } = await testBed.run(parameters);
			if (error) expect(findUnclearText(error)).toBeUndefined();
		}
		for (const { rawUrl } of testBed.simulator.requests)
			expect(new URL(rawUrl, 'http://x').href).toMatch(
				/^http:\/\/x\/v2\/pixverse\/accounts\/[^/?#]+$/,
			);
	});
});

describe('An ID', () => {
	it.each([
		'user:1-pixverse:../../accounts-video:1',
		'user:1%2F..%2F..%2Faccounts-pixverse:a@b.test-video:1',
		'user:1-pixverse:a@b.test?x-video:1',
		'user:1-pixverse:a@b.test\u202e-video:1',
		`user:1-pixverse:a@b.test-video:${'9'.repeat(5000)}`,
	])('should be rejected without a request: %j', async (id) => {
		for (const parameters of [
			videoGet(id),
			videoDownload(id),
			buildParameters('video', 'delete', { videoId: id }),
		]) {
			const { error } = await testBed.run(parameters);
			expect(findUnclearText(error as Error)).toBeUndefined();
		}
		expect(testBed.simulator.requests).toHaveLength(0);
	});
});
