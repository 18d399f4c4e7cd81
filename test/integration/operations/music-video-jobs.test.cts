import type { INodeParameters } from 'n8n-workflow';

import { ExecutionStore } from '../harness/harness.cts';
import { files as samples, itemWithFile } from '../media.cts';
import { fromBinary, fromList, musicVideoCreate } from '../parameters.cts';
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
		testBed.simulator.plannedResults.add({ afterMs: 0 });
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

describe('A retry of Music Video: Create', () => {
	/** The values that an execution and its retry share. */
	const sameExecution = { workflowId: '77', resumeToken: 'a1'.repeat(32) };
	const items = [songItem, songItem];
	const song = fromBinary();
	/** The jobs finish after the retry has started, although time is accelerated. */
	beforeEach(() => testBed.simulator.plannedResults.add({ afterMs: 5 * 60_000, count: 3 }));

	it('should reuse running music videos after n8n crashed instead of paying twice', async () => {
		await run({ song, waitMode: 'none' }, { items: [songItem], ...sameExecution });
		const out = await run({ song }, { items, ...sameExecution, mode: 'retry' });
		expect(out.error).toBeUndefined();
		const jobs = testBed.simulator.jobs.map(({ id }) => id);
		expect(jobs).toHaveLength(2);
		expect(out.items.map(({ json }) => json.id)).toEqual(jobs);
		expect(out.items.map(({ json }) => json.status)).toEqual(['COMPLETED', 'COMPLETED']);
	});

	it('should send nothing if PixVerse does not return the running jobs', async () => {
		await run({ waitMode: 'none' }, sameExecution);
		const match = { method: 'GET', path: 'scheduler' };
		testBed.simulator.faults.add({ kind: 'status', status: 503, count: 0, match });
		const { error } = await run({}, { ...sameExecution, mode: 'retry' });
		expect(error).toBeDefined();
		expect(getCreateRequests(testBed)).toHaveLength(1);
	});

	it('should reuse finished music videos where PixVerse lists them with their references', async () => {
		testBed.simulator.faults.setSwitches({ musicVideosInVideoList: true, showReplyRef: true });
		await run({ waitMode: 'none' }, sameExecution);
		testBed.simulator.lifecycle.finishById(firstId());
		const json = onlyJson(await run({}, { ...sameExecution, mode: 'retry' }));
		expect(json).toMatchObject({ id: firstId(), status: 'COMPLETED' });
		expect(getCreateRequests(testBed)).toHaveLength(1);
	});

	it.each(['poll', 'callback'])(
		'should wait for what a failed execution has left running (%s)',
		async (waitMode) => {
			const match = { method: 'POST', path: 'music-video/create' };
			testBed.simulator.faults.add({ kind: 'status', status: 422, skip: 1, match });
			const executions = await ExecutionStore.open();
			const parameters = { song, waitMode };
			const first = await run(parameters, { items, ...sameExecution, executions });
			expect(first.error).toBeDefined();
			const retry = { ...sameExecution, mode: 'retry', executions, retryOf: first } as const;
			const out = await run(parameters, { items, ...retry });
			await executions.close();
			expect(out.error).toBeUndefined();
			expect(out.items.map(({ json }) => json.status)).toEqual(['COMPLETED', 'COMPLETED']);
			expect(testBed.simulator.jobs).toHaveLength(2);
		},
	);

	it('should not pay again with Retry On Fail', async () => {
		const match = { method: 'POST', path: 'music-video/create' };
		testBed.simulator.faults.add({ kind: 'status', status: 400, skip: 1, match });
		const out = await run({ song }, { items, retryOnFail: true });
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.status)).toEqual(['COMPLETED', 'COMPLETED']);
		expect(getCreateRequests(testBed)).toHaveLength(3);
		expect(testBed.simulator.jobs).toHaveLength(2);
	});
});

describe('Music Video: Create that suspends the execution', () => {
	let executions: ExecutionStore;
	beforeAll(async () => {
		executions = await ExecutionStore.open();
	});
	afterAll(async () => await executions.close());

	it('should resume with the file when PixVerse calls back', async () => {
		const parameters = { waitMode: 'callback', download: true, subtitles: true };
		const out = await run(parameters, { executions });
		expect(onlyJson(out)).toMatchObject({ id: firstId(), status: 'COMPLETED', duration: 30 });
		const { data, fileName } = await out.file();
		expect(fileName).toMatch(/^pixverse-music-video-/);
		expect(data.equals(testBed.simulator.media.getBytes(firstId()))).toBe(true);
	});

	it('should find the file where the API has it', async () => {
		testBed.simulator.faults.setSwitches({ musicVideoFileIn: 'videoRecord' });
		const out = await run({ waitMode: 'callback', download: true }, { executions });
		expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED', url: expect.any(String) });
	});

	it('should fail with the reason when PixVerse reports a failure', async () => {
		testBed.simulator.plannedResults.add({ status: 'FAILED' });
		const { error } = await run({ waitMode: 'callback' }, { executions });
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
