import { inspect } from 'node:util';

import { respondWith, startUntrustedServer } from '../fuzz/server.cts';
import type { Fault } from '../../simulator/faults.cts';
import type { Outcome } from './harness/harness.cts';
import { files, itemWithFile, startFileServer } from './media.cts';
import {
	accountGetAll,
	fileUpload,
	fromUrl,
	videoCreate,
	videoDownload,
	videoGet,
	videoGetAll,
	buildParameters,
} from './parameters.cts';
import { createTestBed } from './test-bed.cts';

const testBed = createTestBed();

/** All text of an execution: the stored data, the log, the items, and the errors with hidden properties. */
const collectText = (out: Outcome): string =>
	[
		out.stored,
		out.log,
		JSON.stringify(out.error),
		inspect(out.error, { depth: null, showHidden: true }),
		inspect(out.items, { depth: null, showHidden: true }),
		inspect(out.runData, { depth: null, showHidden: true }),
	].join('\n');

const getToken = () => testBed.simulator.token;

const testFaults: Array<[string, Fault]> = [
	...[400, 401, 402, 403, 404, 412, 422, 500, 596].map((status): [string, Fault] => [
		`status ${status}`,
		{ kind: 'status', status, count: 0 },
	]),
	['a cut connection', { kind: 'cutBefore', count: 0 }],
	['a web page', { kind: 'html', count: 0 }],
	['half a response', { kind: 'truncatedJson', count: 0 }],
	['a redirect', { kind: 'redirect', to: 'http://127.0.0.1:9/', count: 0 }],
];

describe('The token', () => {
	it.each(testFaults)('should be in no data of an execution after %s', async (_what, fault) => {
		const outcomes: Outcome[] = [];
		for (const parameters of [
			accountGetAll(),
			videoGetAll(),
			videoGet('user:1234-pixverse:a@example.com-video:1'),
			videoCreate({ options: { timeout: 1 } }),
		]) {
			testBed.simulator.reset();
			testBed.simulator.faults.add(fault);
			outcomes.push(await testBed.run(parameters));
		}
		// The node treats a 404 of the account list as no accounts.
		expect(outcomes.filter(({ error }) => error).length).toBeGreaterThanOrEqual(3);
		for (const out of outcomes) {
			expect(collectText(out)).not.toContain(getToken());
			expect(collectText(out)).not.toMatch(/Bearer user/);
		}
	});

	it('should be in no data of a failed upload', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 500, count: 0 });
		const out = await testBed.run(fileUpload(), { items: [itemWithFile(files.png)] });
		expect(out.error).toBeDefined();
		expect(collectText(out)).not.toContain(getToken());
	});

	it('should be in no error item', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 400, count: 0 });
		const out = await testBed.run(videoCreate(), { onError: 'continueErrorOutput' });
		expect(out.errorItems).toHaveLength(1);
		expect(collectText(out)).not.toContain(getToken());
		expect(inspect(out.errorItems, { depth: null, showHidden: true })).not.toContain(getToken());
	});

	it('should not be shown when the API repeats it in a response', async () => {
		const message = `Unknown token ${getToken()} in header Authorization: Bearer ${getToken()}`;
		testBed.simulator.faults.add({ kind: 'status', status: 400, message, count: 0 });
		const out = await testBed.run(videoCreate());
		expect(out.error).toBeDefined();
		expect(collectText(out)).not.toContain(getToken());
	});

	it('should not be shown when the API repeats it in a generation of any status', async () => {
		const messageWithToken = `Signed in with ${getToken()}`;
		const id = 'user:1234-pixverse:studio@example.com-image:351000000000000';
		const server = await startUntrustedServer();
		for (const fields of [
			{ image_status: 8, fail_reason: messageWithToken },
			{ image_status: 7, error: messageWithToken },
			{ image_status: 3, image_status_name: messageWithToken, image_status_final: true },
			{
				image_status: 1,
				image_url: 'http://127.0.0.1:9/',
				prompt: messageWithToken,
				other: { said: messageWithToken },
			},
		]) {
			server.setHandler(respondWith(JSON.stringify({ image_id: id, ...fields })));
			const more = { credentials: { apiToken: getToken(), baseUrl: server.url } };
			const parameters = { imageId: id, simplify: false, options: { timeout: 1 } };
			const out = await testBed.run(buildParameters('image', 'wait', parameters), more);
			expect(collectText(out)).toMatch(/\[hidden\]/i);
			expect(collectText(out).toLowerCase()).not.toContain(getToken().toLowerCase());
		}
		await server.stop();
	});

	it('should be in no data of a successful execution', async () => {
		const out = await testBed.run(videoCreate({ download: true, simplify: false }));
		expect(out.error).toBeUndefined();
		expect(collectText(out)).not.toContain(getToken());
	});

	it('should never be sent to the media host', async () => {
		testBed.simulator.seedVideos(1);
		await testBed.run(videoCreate({ download: true }));
		await testBed.run(videoDownload(testBed.simulator.jobs[0]?.id ?? ''));
		const media = testBed.simulator.requests.filter(({ host }) => host === 'media');
		expect(media.length).toBeGreaterThanOrEqual(2);
		expect(media.filter(({ authorized }) => authorized)).toEqual([]);
	});

	it('should never be sent to the host of a media input', async () => {
		const website = await startFileServer({
			'/a.png': { body: files.png.data, type: 'image/png' },
		});
		const parameters = { waitMode: 'none', firstFrame: fromUrl(`${website.url}/a.png`) };
		await testBed.run(videoCreate(parameters));
		await website.stop();
		expect(website.requests).toEqual([{ path: '/a.png' }]);
	});

	it('should never follow a redirect of the API', async () => {
		const otherServer = await startFileServer({ '/': { body: '{}', type: 'application/json' } });
		testBed.simulator.faults.add({ kind: 'redirect', to: `${otherServer.url}/`, count: 0 });
		for (const parameters of [accountGetAll(), videoGetAll(), videoCreate()]) {
			const out = await testBed.run(parameters);
			expect(out.error).toBeDefined();
		}
		await testBed.run(fileUpload(), { items: [itemWithFile(files.png)] });
		await otherServer.stop();
		expect(otherServer.requests).toEqual([]);
	});

	it('should never follow a redirect of the media host', async () => {
		const otherServer = await startFileServer({ '/': { body: files.mp4.data, type: 'video/mp4' } });
		testBed.simulator.seedVideos(1);
		testBed.simulator.faults.add({
			kind: 'redirect',
			to: `${otherServer.url}/`,
			match: { host: 'media' },
		});
		await testBed.run(videoDownload(testBed.simulator.jobs[0]?.id ?? ''));
		await otherServer.stop();
		expect(otherServer.requests).toEqual([{ path: '/' }]);
	});
});

describe('A successful item', () => {
	it('should never have a top-level error field, whatever the API returns there', async () => {
		testBed.simulator.seedVideos(1);
		await testBed.run(videoCreate({ waitMode: 'none' }));
		const ids = testBed.simulator.jobs.map(({ id }) => id);
		testBed.simulator.lifecycle.finishById(ids[1] ?? '', 'FAILED');
		testBed.simulator.accounts.setError('studio@example.com', 'signed out for this test');
		const accounts = await testBed.run(accountGetAll({ simplify: false }));
		testBed.simulator.accounts.setError('studio@example.com', undefined);
		const outcomes = [
			accounts,
			await testBed.run(videoGetAll({ simplify: false })),
			await testBed.run(videoGetAll()),
			...(await Promise.all(
				ids.map(async (id) => await testBed.run(videoGet(id, { simplify: false }))),
			)),
		];
		const items = outcomes.flatMap((out) => out.items);
		expect(items.length).toBeGreaterThanOrEqual(7);
		for (const { json } of items) expect(json).not.toHaveProperty('error');
	});
});
