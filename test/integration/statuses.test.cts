import type { ErrorShape } from '../../simulator/faults.cts';
import { accountGetAll, typedAccount, videoCreate, videoGet } from './parameters.cts';
import { createTestBed, testAccount } from './test-bed.cts';

const testBed = createTestBed();

const statuses: Array<[number, RegExp]> = [
	[400, /rejected the request to create the video/i],
	[401, /token/i],
	[402, /subscription/i],
	[403, /token isn't allowed/i],
	[404, /not found/i],
	[410, /expired/i],
	[412, /credits/i],
	[422, /moderation/i],
	[596, /signed out the account/i],
];

describe('An error status of the API', () => {
	it.each(statuses)(
		'%d should have its own message, a next step, its code, and its item',
		async (status, pattern) => {
			testBed.simulator.faults.add({ kind: 'status', status, match: { method: 'POST' }, count: 0 });
			const { error } = await testBed.run(videoCreate());
			expect(error?.message).toMatch(pattern);
			expect(error?.description).toMatch(/\w{3,}/);
			expect(error).toMatchObject({ httpCode: String(status), context: { itemIndex: 0 } });
			expect(testBed.creates()).toHaveLength(1);
		},
	);

	it('should have a different message for each status', async () => {
		const messages: string[] = [];
		for (const [status] of statuses) {
			testBed.simulator.faults.add({ kind: 'status', status, match: { method: 'POST' } });
			messages.push((await testBed.run(videoCreate())).error?.message ?? '');
		}
		expect(new Set(messages).size).toBe(statuses.length);
	});

	it.each([500, 502, 503, 504, 418])(
		'%d on a read should keep its code and not be treated as a response',
		async (status) => {
			testBed.simulator.faults.add({ kind: 'status', status, count: 0 });
			const { error, items } = await testBed.run(accountGetAll());
			expect(items).toEqual([]);
			expect(error).toMatchObject({ httpCode: String(status) });
			expect(error?.description).toMatch(/\w{3,}/);
		},
	);

	it.each<[ErrorShape, boolean]>([
		['code', true],
		['string', true],
		['object', true],
		['details', true],
		['text', true],
		['html', false],
		['empty', false],
	])('should be read from a body of the shape "%s"', async (shape, hasMessage) => {
		testBed.simulator.faults.add({
			kind: 'status',
			status: 400,
			shape,
			message: 'No such thing',
			count: 0,
		});
		const { error } = await testBed.run(videoCreate());
		expect(error).toMatchObject({ httpCode: '400' });
		expect(`${error?.message} ${error?.description}`.includes('No such thing')).toBe(hasMessage);
		expect(`${error?.message} ${error?.description}`).not.toMatch(/<|\[object Object\]|undefined/);
	});

	it('should name the signed-out account of a read', async () => {
		testBed.simulator.accounts.setError(testAccount, 'Login session expired');
		const { error } = await testBed.run(videoCreate({ account: typedAccount(testAccount) }));
		expect(error).toMatchObject({
			httpCode: '596',
			message: expect.stringContaining(testAccount),
		});
		expect(error?.description).toContain('Login session expired');
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should not show markup of another web page', async () => {
		const message = '<img src=x onerror=alert(1)> see https://a.example/?signature=secret';
		testBed.simulator.faults.add({ kind: 'status', status: 400, message, count: 0 });
		const { error } = await testBed.run(videoCreate());
		expect(`${error?.message} ${error?.description}`).not.toMatch(/<img|signature=secret/);
	});

	it('should have its item index', async () => {
		testBed.simulator.seedVideos(1);
		const items = [{ json: { id: testBed.simulator.jobs[0]?.id ?? '' } }, { json: { id: '' } }];
		items[1] = { json: { id: String(items[0]?.json.id).replace(/\d+$/, '7') } };
		const { error } = await testBed.run(videoGet('={{ $json.id }}'), { items });
		expect(error).toMatchObject({ httpCode: '404', context: { itemIndex: 1 } });
	});

	it('should become an error item with Continue on Fail', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 412, count: 0 });
		const out = await testBed.run(videoCreate(), {
			items: [{ json: { n: 1 } }],
			onError: 'continueRegularOutput',
		});
		expect(out.items).toHaveLength(1);
		expect(out.items[0]?.json.error).toMatch(/credits/);
		expect(JSON.stringify(out.items[0]?.json)).toContain('412');
		expect(out.origins).toEqual([{ n: 1 }]);
	});
});

describe('An invalid response', () => {
	it.each([
		['a web page', { kind: 'html' }],
		['half a JSON text', { kind: 'truncatedJson' }],
		['JSON with errors', { kind: 'malformedJson' }],
		['nothing', { kind: 'empty', status: 200 }],
	] as const)('(%s) should not be treated as a list of accounts', async (_what, fault) => {
		testBed.simulator.faults.add({ ...fault, count: 0 });
		const { error, items } = await testBed.run(accountGetAll());
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/can't be read/i);
	});

	it('(no connection) should say what to check', async () => {
		const credentials = { apiToken: 'user:1-x', baseUrl: 'http://127.0.0.1:9' };
		const { error } = await testBed.run(accountGetAll(), { credentials });
		expect(error?.message).toMatch(/could not be reached/);
		expect(error?.description).toContain('Base URL');
	});

	it('(a redirect) should not be followed', async () => {
		testBed.simulator.faults.add({
			kind: 'redirect',
			to: `${testBed.simulator.mediaUrl}/elsewhere`,
			count: 0,
		});
		const { error } = await testBed.run(accountGetAll());
		expect(error?.message).toMatch(/redirects to another address/);
		expect(testBed.simulator.requests.every(({ host }) => host === 'api')).toBe(true);
	});
});

describe('A read', () => {
	it.each([
		['a server error', { kind: 'status', status: 503, count: 2 }],
		['a cut connection', { kind: 'cutBefore', count: 2 }],
		['too many requests', { kind: 'status', status: 429, retryAfterSeconds: 3, count: 2 }],
	] as const)('should be repeated after %s', async (_what, fault) => {
		testBed.simulator.faults.add(fault);
		const out = await testBed.run(accountGetAll());
		expect(out.error).toBeUndefined();
		expect(out.items).toHaveLength(1);
	});
});

describe('No free slot (429)', () => {
	it('should delay the create instead of failing it', async () => {
		testBed.simulator.faults.add({
			kind: 'status',
			status: 429,
			match: { method: 'POST' },
			count: 3,
		});
		const out = await testBed.run(videoCreate());
		expect(out.error).toBeUndefined();
		expect(testBed.simulator.jobs).toHaveLength(1);
		const times = testBed.creates().map(({ at }) => at);
		expect(times).toHaveLength(4);
		const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
		for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(5_000);
	});

	it('should respect Retry-After', async () => {
		testBed.simulator.faults.add({
			kind: 'status',
			status: 429,
			retryAfterSeconds: 45,
			match: { method: 'POST' },
		});
		await testBed.run(videoCreate());
		const [first, second] = testBed.creates();
		expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(44_000);
	});

	it('should end with its own message when there is none in time, before anything is paid', async () => {
		testBed.simulator.faults.add({
			kind: 'status',
			status: 429,
			match: { method: 'POST' },
			count: 0,
		});
		const { error } = await testBed.run(videoCreate({ options: { timeout: 2 } }));
		expect(error?.message).toMatch(/free slot/i);
		expect(error).toMatchObject({ httpCode: '429' });
		expect(error?.description).toMatch(/Nothing was generated/);
		expect(testBed.simulator.jobs).toHaveLength(0);
	});
});
