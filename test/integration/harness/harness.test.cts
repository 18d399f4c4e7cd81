import { randomBytes } from 'node:crypto';

import { CountTrigger, EchoApi, EchoNode, startEchoServer } from './fixtures.cts';
import {
	accelerateTime,
	listSearch,
	poll,
	run,
	type RunOptions,
	start,
	testCredential,
} from './harness.cts';

const token = 'user:1-a token of the harness';
const file = randomBytes(300_000);
let server: Awaited<ReturnType<typeof startEchoServer>>;

beforeAll(async () => {
	server = await startEchoServer(token, file);
});
afterAll(async () => await server.stop());
beforeEach(() => {
	server.received.length = 0;
});

/** The echo node with a credential for the echo server. */
const echo = (
	action: string,
	more: Partial<RunOptions> & { node?: EchoNode } = {},
): RunOptions & { node: EchoNode } => ({
	node: new EchoNode(),
	credentials: { token, baseUrl: server.url },
	credentialTypes: [new EchoApi()],
	...more,
	parameters: { action, ...more.parameters },
});

describe('The test harness', () => {
	it('should run a node on each item, with defaults and pairing', async () => {
		const out = await run(echo('echo', { items: [{ json: { n: 1 } }, { json: { n: 2 } }] }));
		expect(out).toMatchObject({ status: 'success', origins: [{ n: 1 }, { n: 2 }] });
		expect(out.items).toEqual([
			{ json: { n: 1, text: 'as declared' }, pairedItem: { item: 0 } },
			{ json: { n: 2, text: 'as declared' }, pairedItem: { item: 1 } },
		]);
	});

	it('should evaluate expressions per item', async () => {
		const items = [{ json: { word: 'one' } }, { json: { word: 'two' } }];
		const out = await run(echo('echo', { items, parameters: { text: '={{ $json.word }}!' } }));
		expect(out.items.map((item) => item.json.text)).toEqual(['one!', 'two!']);
	});

	it('should send requests with the authentication of the credential', async () => {
		const out = await run(echo('request'));
		expect(out.items[0]?.json).toEqual({ answer: 'received /echo' });
		expect(server.received[0]?.headers.authorization).toBe(`Bearer ${token}`);
	});

	it('should stop a node without a credential', async () => {
		const { credentials, ...without } = echo('request');
		expect(credentials).toBeDefined();
		const out = await run(without);
		expect(out.error?.message).toContain('credentials');
		expect(server.received).toHaveLength(0);
	});

	it.each([
		{ binaryMode: 'filesystem', stored: 'on disk' },
		{ binaryMode: 'memory', stored: 'in the item' },
	] as const)('should store files $stored in $binaryMode mode', async ({ binaryMode, stored }) => {
		const items = [{ binary: { data: { data: file, fileName: 'a.bin' } } }];
		const up = await run(echo('upload', { items, binaryMode }));
		expect(up.items[0]?.json).toEqual({ answer: 'received /upload', stored });
		expect(server.received[0]?.body.equals(file)).toBe(true);
		expect(server.received[0]?.headers['content-length']).toBe('300000');

		const down = await run(echo('download', { binaryMode }));
		expect(down.items[0]?.json).toEqual({ stored });
		const saved = await down.file();
		expect(saved).toMatchObject({ fileName: 'tune.mp3', mimeType: 'audio/mpeg', bytes: 300_000 });
		expect(saved.data.equals(file)).toBe(true);
	});

	it('should stop the workflow at the first error by default', async () => {
		const out = await run(echo('fail', { items: [{ json: { fine: true } }, {}] }));
		expect(out).toMatchObject({ status: 'error', items: [], error: { message: 'As asked for' } });
		expect(out.error?.context).toMatchObject({ itemIndex: 1 });
		expect(out.stored).toContain('As asked for');
	});

	it('should support Continue on Fail', async () => {
		const items = [{ json: { fine: true } }, {}];
		const out = await run(echo('fail', { items, onError: 'continueRegularOutput' }));
		expect(out.status).toBe('success');
		expect(out.error).toBeUndefined();
		expect(out.items.map((item) => item.json)).toEqual([
			{ text: 'as declared' },
			{ error: 'As asked for' },
		]);
	});

	it('should support the error output', async () => {
		const items = [{ json: { fine: true } }, { json: { name: 'second' } }];
		const out = await run(echo('fail', { items, onError: 'continueErrorOutput' }));
		expect(out.items.map((item) => item.json)).toEqual([{ text: 'as declared' }]);
		expect(out.errorItems).toMatchObject([
			{ json: { error: 'As asked for' }, pairedItem: { item: 1 } },
		]);
	});

	it('should support Retry On Fail', async () => {
		const failing = echo('fail', { retryOnFail: true, maxTries: 4 });
		await run(failing);
		expect(failing.node.runs).toBe(4);
		const succeeding = echo('echo', { retryOnFail: true });
		await run(succeeding);
		expect(succeeding.node.runs).toBe(1);
	});

	it('should run a node again when its first item has an error field, as n8n does', async () => {
		const withErrorField = echo('echo', { items: [{ json: { error: 'x' } }], retryOnFail: true });
		const out = await run(withErrorField);
		expect(out.status).toBe('success');
		expect(withErrorField.node.runs).toBe(3);
	});

	it('should cancel a running node', async () => {
		const execution = await start(echo('wait'));
		await new Promise((resolve) => setTimeout(resolve, 200));
		const startedAt = Date.now();
		const out = await execution.cancel();
		expect(Date.now() - startedAt).toBeLessThan(2_000);
		expect(out.status).toBe('canceled');
	});

	it('should accelerate time for a node while HTTP still works', async () => {
		const startedAt = Date.now();
		const stop = accelerateTime(100);
		const [sleepItem] = (await run(echo('sleep'))).items;
		const requested = await run(echo('request'));
		stop();
		expect(sleepItem?.json.date).toBeGreaterThanOrEqual(60_000);
		expect(sleepItem?.json.now).toBeGreaterThanOrEqual(60_000);
		expect(requested.items[0]?.json).toEqual({ answer: 'received /echo' });
		expect(Date.now() - startedAt).toBeLessThan(6_000);
	});

	it('should keep static data', async () => {
		const first = await run(echo('count'));
		const second = await run(echo('count', { staticData: first.staticData }));
		expect(second.items[0]?.json).toEqual({ count: 2 });
	});

	it('should keep the log', async () => {
		const out = await run(echo('echo', { parameters: { text: 'a word for the log' } }));
		expect(out.log).toContain('a word for the log');
	});

	it('should open the list of a resource locator', async () => {
		const config = echo('echo', { parameters: { text: 'typed' } });
		expect(
			await listSearch('searchWords', { ...config, filter: 'f', paginationToken: 'p' }),
		).toEqual({
			results: [{ name: `typed|${server.url}|f|p`, value: 'only' }],
		});
	});

	it('should poll a trigger with its stored state', async () => {
		const config = { node: new CountTrigger(), staticData: {} };
		expect(await poll(config)).toBeNull();
		expect(await poll(config)).toEqual([[{ json: { polls: 2 } }]]);
		expect(await poll({ ...config, mode: 'manual' })).toEqual([[{ json: { sample: true } }]]);
		expect(config.staticData).toEqual({ 'node:Node under Test': { polls: 2 } });
	});

	it('should test a credential by its declared request', async () => {
		const type = new EchoApi();
		const test = async (values: object) => await testCredential({ ...values }, { type });
		expect(await test({ token, baseUrl: server.url })).toMatchObject({ status: 'OK' });
		expect(await test({ token: 'wrong', baseUrl: server.url })).toEqual({
			status: 'Error',
			message: 'The token is wrong',
		});
		expect(await test({ token })).toEqual({ status: 'Error', message: 'ECONNREFUSED' });
	});
});
