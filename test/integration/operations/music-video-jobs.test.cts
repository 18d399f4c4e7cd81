import type { INodeParameters } from 'n8n-workflow';

import { ExecutionStore } from '../harness/harness.cts';
import { files as samples, itemWithFile } from '../media.cts';
import { fromList, musicVideoCreate } from '../parameters.cts';
import { getCreateRequests } from '../sent-requests.cts';
import { createTestBed, onlyJson, testAccount } from '../test-bed.cts';

const testBed = createTestBed({ accounts: [{ email: testAccount, maxJobs: 1000 }] });
const songItem = itemWithFile(samples.mp3);
const SONG = 'library/song/harbor_lights.mp3';

const run = async (parameters: INodeParameters = {}, more = {}) =>
	await testBed.run(musicVideoCreate(parameters), { items: [songItem], ...more });
const firstId = () => testBed.simulator.jobs[0]?.id ?? '';

describe('Music Video: Create with a lost response', () => {
	const match = { method: 'POST', path: 'music-video/create' };

	it.each([
		['the connection is cut', { kind: 'cutAfter' }],
		['the gateway times out', { kind: 'statusAfter', status: 504 }],
		['the response is unreadable', { kind: 'html' }],
	] as const)('should recover the job by its reference when %s', async (_what, fault) => {
		testBed.simulator.faults.add({ ...fault, match });
		const json = onlyJson(await run());
		expect(testBed.simulator.jobs).toHaveLength(1);
		expect(json).toMatchObject({ id: firstId(), status: 'COMPLETED' });
	});

	it('should find a finished job in the list of videos if that has music videos and references', async () => {
		testBed.simulator.faults.setSwitches({ musicVideosInVideoList: true, showReplyRef: true });
		testBed.simulator.faults.add({ kind: 'cutAfter', match });
		testBed.simulator.plannedResults.add({ afterMs: 100 });
		expect(onlyJson(await run())).toMatchObject({ id: firstId(), status: 'COMPLETED' });
		expect(getCreateRequests(testBed)).toHaveLength(1);
	});

	it('should not send the request again when the job is not found', async () => {
		testBed.simulator.faults.add({ kind: 'cutBefore', match });
		const { error } = await run();
		expect(error?.message).toMatch(/the music video may or may not have been created/);
		expect(getCreateRequests(testBed)).toHaveLength(1);
	});
});

describe('Music Video: Create that suspends the execution', () => {
	let store: ExecutionStore;
	beforeAll(async () => {
		store = await ExecutionStore.open();
	});
	afterAll(async () => await store.close());

	it('should resume with the file when PixVerse calls back', async () => {
		const parameters = { waitMode: 'callback', download: true, subtitles: true };
		const out = await run(parameters, { executions: store });
		expect(onlyJson(out)).toMatchObject({ id: firstId(), status: 'COMPLETED', duration: 30 });
		const { data, fileName } = await out.file();
		expect(fileName).toMatch(/^pixverse-music-video-/);
		expect(data.equals(testBed.simulator.media.getBytes(firstId()))).toBe(true);
	});

	it('should find the file where the API has it', async () => {
		testBed.simulator.faults.setSwitches({ musicVideoFileIn: 'videoRecord' });
		const out = await run({ waitMode: 'callback', download: true }, { executions: store });
		expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED', url: expect.any(String) });
	});

	it('should fail with the reason when PixVerse reports a failure', async () => {
		testBed.simulator.plannedResults.add({ status: 'FAILED' });
		const { error } = await run({ waitMode: 'callback' }, { executions: store });
		expect(error?.message).toMatch(/couldn't generate the music video/);
		expect(error?.description).toContain('The music video could not be generated');
	});
});

describe('The price of a music video', () => {
	it('should be the quote of the API in a dry run, and count for the credit limit', async () => {
		const song = fromList(SONG);
		const free = onlyJson(await run({ song, options: { dryRun: true } }));
		expect(free).toMatchObject({ estimatedCredits: 0, estimateSource: 'quote' });
		await run({ song, waitMode: 'none' });
		expect(testBed.simulator.jobs).toHaveLength(1);
		const priced = onlyJson(await run({ song, options: { dryRun: true } }));
		expect(priced.estimatedCredits).toBeGreaterThan(300);
		const { error } = await run({ song, options: { creditLimit: 300 } });
		expect(error?.message).toMatch(/"Credit Limit" of 300 credits would be exceeded/);
		expect(testBed.simulator.jobs).toHaveLength(1);
	});
});

describe('Cancel during a music video', () => {
	it('should free its slot if On Cancel says so', async () => {
		const options = { onCancel: 'remove' };
		const execution = await testBed.start(musicVideoCreate({ options }), { items: [songItem] });
		// Its first status read: by then, the response of the create has arrived.
		const isPolled = () => testBed.calls().some((call) => call.startsWith('GET music-video/'));
		while (!isPolled()) await new Promise((resolve) => setTimeout(resolve, 10));
		await execution.cancel();
		expect(testBed.simulator.jobs[0]?.tracked).toBe(false);
	});
});
