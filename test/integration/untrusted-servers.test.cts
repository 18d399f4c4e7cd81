import { setTimeout as wait } from 'node:timers/promises';
import { createGzip, gzipSync } from 'node:zlib';

import {
	respondWith,
	sendSlowly,
	sendHeadersSlowly,
	sendForever,
	stall,
	startUntrustedServer,
	type RequestHandler,
	type UntrustedServer,
} from '../fuzz/server.cts';
import { findUnclearText } from '../fuzz/assertions.cts';
import { listSearch, testCredential } from './harness/harness.cts';
import { accountGetFeatures, videoCreate, videoDownload } from './parameters.cts';
import { scale } from '../scale.cts';
import { createTestBed } from './test-bed.cts';
import { TriggerWorkflow } from './polling-workflow.cts';

const testBed = createTestBed();
const MB = 1024 * 1024;
const ID = 'user:1234-pixverse:studio@example.com-video:351000000000000';
const HTML = { 'content-type': 'text/html' };
let server: UntrustedServer;
beforeAll(async () => {
	server = await startUntrustedServer();
});
afterAll(async () => await server.stop());
beforeEach(() => void server.requests.splice(0));

const credentials = () => ({ apiToken: testBed.simulator.token, baseUrl: server.url });

/** Expects that all connections are closed within 2 s. */
async function expectClosedConnections(): Promise<void> {
	for (let attempt = 0; attempt < 40 && (await server.countConnections()) > 0; attempt++)
		await wait(50);
	expect(await server.countConnections()).toBe(0);
}

/** Measures by how many bytes the memory of this process grows during a task. */
async function measureMemoryGrowth(task: () => Promise<unknown>): Promise<number> {
	const getUsedBytes = () => {
		const { heapUsed, external, arrayBuffers } = process.memoryUsage();
		return heapUsed + external + arrayBuffers;
	};
	const before = getUsedBytes();
	let peak = before;
	let hasEnded = false;
	const sampling = (async () => {
		while (!hasEnded) {
			peak = Math.max(peak, getUsedBytes());
			await new Promise((resolve) => setImmediate(resolve));
		}
	})();
	await task();
	hasEnded = true;
	await sampling;
	return peak - before;
}

/** Zeros without end, compressed to a thousandth. */
const gzipBomb: RequestHandler = (request, response) => {
	request.resume();
	response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
	const gzip = createGzip();
	gzip.on('error', () => {});
	gzip.pipe(response);
	const zeros = Buffer.alloc(MB, '0');
	const writeChunks = () => {
		while (!response.destroyed && gzip.write(zeros));
		if (!response.destroyed) gzip.once('drain', writeChunks);
	};
	response.once('close', () => gzip.destroy());
	gzip.write('[');
	writeChunks();
};

const hostileResponses: Array<[string, RequestHandler]> = [
	['JSON without end', sendForever(Buffer.from('[],'.repeat(20_000)), '[')],
	['a text without end', sendForever(Buffer.alloc(65_536, 'x'), '"')],
	['compressed JSON without end', gzipBomb],
	['a million levels of JSON', respondWith('['.repeat(MB) + ']'.repeat(MB))],
	['8 MB of empty lists', respondWith(`[${'[],'.repeat(2.6 * MB)}[]]`)],
	['99,000 empty lists', respondWith(`[${'[],'.repeat(99_000)}[]]`)],
	['7 MB of one text', respondWith(`"${'x'.repeat(7 * MB)}"`)],
	['an error of 7 MB', respondWith(`{"error":"${'http://'.repeat(MB)}"}`, 400)],
	[
		'an error without end',
		(request, response) => {
			request.resume();
			response.writeHead(400);
			const writeChunks = () => {
				while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
				if (!response.destroyed) response.once('drain', writeChunks);
			};
			writeChunks();
		},
	],
	[
		'invalid compressed data',
		respondWith(gzipSync('[]').subarray(0, 15), 200, { 'content-encoding': 'gzip' }),
	],
	[
		'uncompressed data with the header of compressed data',
		respondWith('[]', 200, { 'content-encoding': 'gzip' }),
	],
	['bytes that come one by one', sendSlowly(1000)],
	['headers that come one by one', sendHeadersSlowly(1000)],
	['half a response, then nothing', stall],
];

/** The responses that `npm test` uses. The others take minutes. */
const QUICK = new Set(['JSON without end', 'an error of 7 MB', 'half a response, then nothing']);
const tested = scale(
	hostileResponses.filter(([what]) => QUICK.has(what)),
	hostileResponses,
);

describe.each(tested)('With a server that sends %s', (_what, handler) => {
	beforeEach(() => server.setHandler(handler));
	// Older versions of n8n can't end the request of a credential test.
	afterEach(() => server.closeConnections());

	it('a read should fail with a clear message and little memory', async () => {
		const grownBytes = await measureMemoryGrowth(async () => {
			const { error } = await testBed.run(accountGetFeatures(), { credentials: credentials() });
			if (!error) throw new Error('The node did not fail');
			expect(findUnclearText(error)).toBeUndefined();
		});
		await expectClosedConnections();
		process.stdout.write(`${_what}: ${(grownBytes / MB).toFixed(0)} MB\n`);
		expect(grownBytes).toBeLessThan(150 * MB);
	});

	it('a create should fail with a clear message and not be sent again', async () => {
		const { error } = await testBed.run(videoCreate({ options: { timeout: 2 } }), {
			credentials: credentials(),
		});
		expect(error).toBeDefined();
		expect(findUnclearText(error as Error)).toBeUndefined();
		expect(server.requests.filter((call) => call.startsWith('POST'))).toHaveLength(1);
		await expectClosedConnections();
	});

	it('the editor and the credential test should report it', async () => {
		const { status, message } = await testCredential(credentials());
		expect(status).toBe('Error');
		expect(message).toMatch(/\w{3,}.*\./);
		const use = { ...testBed.use(videoCreate()), credentials: credentials() };
		const error: unknown = await listSearch('searchAccounts', use).catch((error: unknown) => error);
		expect(findUnclearText(error as Error)).toBeUndefined();
	});

	it('the trigger should not start the workflow', async () => {
		const workflow = new TriggerWorkflow(credentials());
		const error: unknown = await workflow.activate().catch((error: unknown) => error);
		if (error instanceof Error) expect(findUnclearText(error)).toBeUndefined();
		else expect(error).toEqual([]);
	});
});

describe('With a media host that sends', () => {
	const withVideoResponse =
		(handler: RequestHandler): RequestHandler =>
		(request, response) => {
			const body = JSON.stringify({
				video_id: ID,
				video_status: 1,
				output_width: 640,
				url: `${server.url}/v.mp4`,
			});
			if (request.url?.startsWith('/v2/')) respondWith(body)(request, response);
			else handler(request, response);
		};
	it.each<[string, RequestHandler, RegExp]>([
		['nothing', () => {}, /the response timed out/],
		['headers one by one', sendHeadersSlowly(1000), /the response timed out/],
		[
			'an error response that never ends',
			(_request, response) => {
				response.writeHead(503, { 'content-type': 'text/plain' }).write('wait');
			},
			/status 503/,
		],
		[
			'a web page without end',
			sendForever(Buffer.alloc(65_536, 'x'), '<html>', HTML),
			/text or a web page/,
		],
		[
			'a redirect that never ends',
			(_request, response) => {
				response.writeHead(302, { location: '/again' }).write('wait');
			},
			/redirects more than 5 times/,
		],
	])('%s, a download should end with a clear message', async (_what, handler, reason) => {
		server.setHandler(withVideoResponse(handler));
		const { error } = await testBed.run(videoDownload(ID), { credentials: credentials() });
		expect(error?.message).toMatch(reason);
		expect(findUnclearText(error as Error)).toBeUndefined();
		expect(error?.description).toContain(ID);
		await expectClosedConnections();
	});
});
