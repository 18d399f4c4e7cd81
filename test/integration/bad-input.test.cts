import type { INodeParameters } from 'n8n-workflow';

import { files, itemWithFile, startFileServer } from './media.cts';
import {
	fileUpload,
	fromBinary,
	fromPath,
	fromUrl,
	model,
	typedAccount,
	videoCreate,
	videoGet,
	videoWait,
} from './parameters.cts';
import { createTestBed, testAccount } from './test-bed.cts';

const testBed = createTestBed();

let website: Awaited<ReturnType<typeof startFileServer>>;
beforeAll(async () => {
	website = await startFileServer({
		'/page.html': { body: '<!doctype html><h1>Hello</h1>', type: 'text/html; charset=utf-8' },
		'/login.png': { body: '<!doctype html><h1>Sign in</h1>', type: 'text/html' },
		'/empty.png': { body: '', type: 'image/png' },
		'/paper.pdf': { body: files.pdf.data, type: 'application/pdf' },
	});
});
afterAll(async () => await website.stop());

/** Runs the node with invalid input. @returns its error */
async function runRejected(
	parameters: INodeParameters,
	more: Parameters<typeof testBed.run>[1] = {},
) {
	const out = await testBed.run(parameters, more);
	const { error } = out;
	if (error === undefined) throw new Error('The node accepted the input');
	return { message: error.message, description: error.description ?? '', error, out };
}

interface InvalidInput {
	readonly what: string;
	readonly parameters: () => INodeParameters;
	readonly item?: Parameters<typeof itemWithFile>[0];
	/** The parameter as the editor shows it. */
	readonly parameterName: string;
	readonly pattern: RegExp;
}

const beforeSending: InvalidInput[] = [
	{
		what: 'a missing prompt',
		parameters: () => videoCreate({ prompt: '' }),
		parameterName: 'Prompt',
		pattern: /empty/i,
	},
	{
		what: 'a prompt of blanks',
		parameters: () => videoCreate({ prompt: ' \n ' }),
		parameterName: 'Prompt',
		pattern: /empty/i,
	},
	{
		what: 'a prompt over 5,000 characters',
		parameters: () => videoCreate({ prompt: 'x'.repeat(5001) }),
		parameterName: 'Prompt',
		pattern: /5,001.*5,000/,
	},
	{
		what: 'a duration that the model lacks',
		parameters: () => videoCreate({ model: model('v5.6'), duration: 12 }),
		parameterName: 'Duration',
		pattern: /12 s.*v5\.6.*1 to 10 s/,
	},
	{
		what: 'a duration that the model lacks at 1080p',
		parameters: () => videoCreate({ model: model('v5'), duration: 10, quality: '1080p' }),
		parameterName: 'Duration',
		pattern: /10 s.*v5.*8 s.*1080p/,
	},
	{
		what: 'a quality that the model lacks',
		parameters: () => videoCreate({ quality: '2160p' }),
		parameterName: 'Quality',
		pattern: /2160p.*v6/,
	},
	{
		what: 'a seed out of range',
		parameters: () => videoCreate({ options: { seed: 2147483648 } }),
		parameterName: 'Seed',
		pattern: /2,147,483,647|2147483647/,
	},
	{
		what: 'an option that the model rejects',
		parameters: () => videoCreate({ model: model('v5.6'), options: { multiShot: true } }),
		parameterName: 'Multi-Shot',
		pattern: /v5\.6/,
	},
	{
		what: 'a last frame without a first',
		parameters: () => videoCreate({ options: { lastFrame: fromPath('upload/a.png') } }),
		parameterName: 'Last Frame',
		pattern: /first frame/i,
	},
	{
		what: 'an aspect ratio beside a first frame',
		parameters: () => videoCreate({ aspectRatio: '1:1', firstFrame: fromPath('upload/a.png') }),
		parameterName: 'Aspect Ratio',
		pattern: /1:1/,
	},
	{
		what: 'a missing binary field',
		parameters: () => videoCreate({ firstFrame: fromBinary('picture') }),
		parameterName: 'First Frame',
		pattern: /picture/,
	},
	{
		what: 'an empty file',
		parameters: () => videoCreate({ firstFrame: fromBinary() }),
		item: files.empty,
		parameterName: 'First Frame',
		pattern: /empty/i,
	},
	{
		what: 'a file of an unsupported type',
		parameters: () => videoCreate({ firstFrame: fromBinary() }),
		item: files.pdf,
		parameterName: 'First Frame',
		pattern: /application\/pdf/,
	},
	{
		what: 'a video where an image is needed',
		parameters: () => videoCreate({ firstFrame: fromBinary() }),
		item: files.mp4,
		parameterName: 'First Frame',
		pattern: /image/i,
	},
	{
		what: 'a text that is not a URL',
		parameters: () => videoCreate({ firstFrame: fromUrl('frame.png') }),
		parameterName: 'First Frame',
		pattern: /is not a URL/,
	},
	{
		what: 'a text that is not the path of an upload',
		parameters: () => videoCreate({ firstFrame: fromPath('C:\\frame.png') }),
		parameterName: 'First Frame',
		pattern: /path/i,
	},
	{
		what: 'an empty field name',
		// n8n rejects an empty field. The node rejects an expression that returns nothing.
		parameters: () => fileUpload({ file: fromBinary('={{ $json.missing }}') }),
		parameterName: 'File',
		pattern: /empty|field|file/i,
	},
	{
		what: 'an upload without a file',
		parameters: () => fileUpload(),
		parameterName: 'File',
		pattern: /"data"/,
	},
	{
		what: 'a text that is not an ID',
		parameters: () => videoGet('12345'),
		parameterName: 'Video',
		pattern: /12345|ID/,
	},
	{
		what: 'an empty ID',
		parameters: () => videoWait('={{ $json.missing }}'),
		parameterName: 'Video',
		pattern: /empty|ID/,
	},
	{
		what: 'the ID of another type',
		parameters: () => videoGet(`user:1234-pixverse:${testAccount}-image:351000000000001`),
		parameterName: 'Video',
		pattern: /image/,
	},
];

describe('Validation before the first request', () => {
	it.each(beforeSending)(
		'should reject $what',
		async ({ parameters, item, parameterName, pattern }) => {
			const items = [item === undefined ? {} : itemWithFile(item)];
			const { message, description, error } = await runRejected(parameters(), { items });
			expect(message).toContain(`"${parameterName}"`);
			expect(message).toMatch(pattern);
			expect(description).not.toBe('');
			expect(error).toMatchObject({ context: { itemIndex: 0 } });
			expect(testBed.simulator.requests).toHaveLength(0);
		},
	);

	it('should reject a file above the limit of 5 GB', async () => {
		const items = [itemWithFile({ ...files.mp4, enlargedToBytes: 6 * 1024 ** 3 })];
		const { message, description } = await runRejected(fileUpload(), { items });
		expect(message).toMatch(/"File".*6\.0 GB.*5 GB/);
		expect(description).not.toBe('');
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should have a separate message for each issue', async () => {
		const messages: string[] = [];
		// Spaces count as empty, with the same message.
		for (const { what, parameters, item } of beforeSending) {
			if (what === 'a prompt of blanks') continue;
			const items = [item === undefined ? {} : itemWithFile(item)];
			messages.push((await runRejected(parameters(), { items })).message);
		}
		expect(new Set(messages).size).toBe(messages.length);
	});

	it('should name the item in the message', async () => {
		const items = [{ json: { prompt: 'fine' } }, { json: { prompt: '' } }];
		const { error } = await runRejected(videoCreate({ prompt: '={{ $json.prompt }}' }), { items });
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		expect(error.message).toContain('[item 1]');
	});
});

describe('Validation before the first create', () => {
	it.each([
		['returns a web page', '/page.html', /web page/i],
		['returns a login page instead of an image', '/login.png', /web page/i],
		['returns a 404', '/gone.png', /404/],
		['returns an empty file', '/empty.png', /empty/i],
		['returns a file of another type', '/paper.pdf', /application\/pdf/],
	])('should reject a URL that %s', async (_what, path, pattern) => {
		const parameters = videoCreate({ firstFrame: fromUrl(website.url + path) });
		const { message, error } = await runRejected(parameters);
		expect(message).toContain('"First Frame"');
		expect(message).toMatch(pattern);
		expect(error).toMatchObject({ context: { itemIndex: 0 } });
		expect(testBed.creates()).toHaveLength(0);
		expect(testBed.simulator.files.list()).toHaveLength(0);
	});

	it('should reject a URL without a server', async () => {
		const parameters = videoCreate({ firstFrame: fromUrl('http://127.0.0.1:9/frame.png') });
		const { message } = await runRejected(parameters);
		expect(message).toMatch(/"First Frame".*could not be reached/);
		expect(testBed.creates()).toHaveLength(0);
	});

	it('should report a path that was never uploaded', async () => {
		const parameters = videoCreate({ firstFrame: fromPath('upload/never.png') });
		const { message, error } = await runRejected(parameters);
		expect(message).toContain('"First Frame"');
		expect(error).toMatchObject({ httpCode: '400', context: { itemIndex: 0 } });
		expect(testBed.simulator.jobs).toHaveLength(0);
	});

	it('should report an unknown account', async () => {
		const parameters = videoCreate({ account: typedAccount('nobody@example.com') });
		const { message, error } = await runRejected(parameters);
		expect(message).toContain('nobody@example.com');
		expect(error).toMatchObject({ httpCode: '404' });
		expect(testBed.simulator.jobs).toHaveLength(0);
	});

	it('should report an unknown video', async () => {
		const id = `user:1234-pixverse:${testAccount}-video:1`;
		for (const parameters of [videoGet(id), videoWait(id)]) {
			const { message, error } = await runRejected(parameters);
			expect(message).toContain(id);
			expect(error).toMatchObject({ httpCode: '404' });
		}
	});

	it('should report missing credits', async () => {
		testBed.simulator.accounts.setCredits(testAccount, 0);
		const { message, description, error } = await runRejected(videoCreate());
		expect(message).toMatch(/credits/i);
		expect(description).toMatch(/Nothing was generated/);
		expect(error).toMatchObject({ httpCode: '412' });
	});

	it('should name the selected account when it has no credits', async () => {
		testBed.simulator.accounts.setCredits(testAccount, 0);
		const { message } = await runRejected(videoCreate({ account: typedAccount(testAccount) }));
		expect(message).toContain(testAccount);
	});

	it('should report an unknown token', async () => {
		const credentials = { apiToken: 'user:9-unknown', baseUrl: testBed.simulator.url };
		const { message, error } = await runRejected(videoCreate(), { credentials });
		expect(message).toMatch(/token/i);
		expect(error).toMatchObject({ httpCode: '401' });
		expect(message).not.toContain('user:9-unknown');
	});
});
