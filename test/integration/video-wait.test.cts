import { videoCreate, videoWait } from './parameters.cts';
import { onlyJson, createTestBed, testAccount } from './test-bed.cts';
import { MINUTE } from '../../nodes/shared/time';

const testBed = createTestBed();
const getJob = () => testBed.simulator.jobs[0];
const getReads = () => testBed.calls().filter((call) => call.startsWith('GET videos'));

/** A running video that was created earlier. */
async function createRunning(): Promise<string> {
	const { id } = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
	return String(id);
}

describe('Waiting for a video', () => {
	it('should continue while GET responds with 404', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 2 * MINUTE });
		const json = onlyJson(await testBed.run(videoCreate()));
		expect(json).toMatchObject({ id: getJob()?.id, status: 'COMPLETED' });
		const notFoundReads = testBed.simulator.requests.filter(({ status }) => status === 404);
		expect(notFoundReads.length).toBeGreaterThan(2);
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should continue while GET responds with 200 and a QUEUED that claims to be final', async () => {
		testBed.simulator.faults.setSwitches({ runningVideo: 200, queuedIsFinal: true });
		testBed.simulator.lifecycle.durations.queuedShare = 0.9;
		testBed.simulator.plannedResults.add({ afterMs: 2 * MINUTE });
		expect(onlyJson(await testBed.run(videoCreate()))).toMatchObject({ status: 'COMPLETED' });
	});

	it('should continue while the URL is filled but the video is unfinished', async () => {
		testBed.simulator.faults.setSwitches({ runningVideo: 200 });
		testBed.simulator.lifecycle.durations.queuedShare = 0.05;
		testBed.simulator.plannedResults.add({ afterMs: 2 * MINUTE });
		const out = await testBed.run(videoCreate({ download: true }));
		expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED' });
		const expected = testBed.simulator.media.getBytes(getJob()?.id ?? '');
		expect((await out.file()).data.equals(expected)).toBe(true);
	});

	it('should continue with an unknown status', async () => {
		testBed.simulator.faults.setSwitches({ runningVideo: 200 });
		testBed.simulator.faults.add({
			kind: 'unknownStatus',
			match: { method: 'GET', path: 'videos' },
			count: 2,
		});
		expect(onlyJson(await testBed.run(videoCreate()))).toMatchObject({ status: 'COMPLETED' });
	});

	it.each([
		['the API fails for a moment', { kind: 'status', status: 502, count: 3 }],
		['the API responds with 429', { kind: 'status', status: 429, retryAfterSeconds: 5, count: 2 }],
		['the connection is cut', { kind: 'cutBefore', count: 2 }],
		['half a response arrives', { kind: 'truncatedJson', count: 2 }],
		['the response is a web page', { kind: 'html', count: 2 }],
		['the response is empty', { kind: 'empty', count: 2 }],
	] as const)('should continue when %s', async (_what, fault) => {
		testBed.simulator.faults.add({ ...fault, match: { method: 'GET', path: 'videos/' } });
		expect(onlyJson(await testBed.run(videoCreate()))).toMatchObject({ status: 'COMPLETED' });
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should end soon after the video is finished', async () => {
		testBed.simulator.plannedResults.add({ afterMs: MINUTE });
		const out = await testBed.run(videoCreate());
		expect(out.durationMs).toBeGreaterThan(MINUTE);
		expect(out.durationMs).toBeLessThan(MINUTE + 25_000);
	});

	it('should send at most six requests per minute', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 5 * MINUTE });
		await testBed.run(videoCreate());
		expect(getReads().length).toBeLessThanOrEqual(30);
	});

	it('should use the polling interval of the user', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 5 * MINUTE });
		await testBed.run(videoCreate({ options: { pollInterval: 60 } }));
		expect(getReads().length).toBeGreaterThanOrEqual(4);
		expect(getReads().length).toBeLessThanOrEqual(7);
	});

	it('should report a moderated video with its ID, as final', async () => {
		testBed.simulator.plannedResults.add({ status: 'MODERATED' });
		const out = await testBed.run(videoCreate());
		expect(out.error?.message).toMatch(/moderation/i);
		expect(`${out.error?.message} ${out.error?.description}`).toContain(getJob()?.id);
	});

	it('should report a failed video with its ID', async () => {
		testBed.simulator.plannedResults.add({ status: 'FAILED' });
		const out = await testBed.run(videoCreate());
		expect(out.error?.message).toMatch(/couldn't generate|failed/i);
		expect(`${out.error?.message} ${out.error?.description}`).toContain(getJob()?.id);
	});

	it('should end with an error that names the video on a timeout', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 30 * MINUTE });
		const out = await testBed.run(videoCreate({ options: { timeout: 5 } }));
		expect(out.durationMs).toBeGreaterThanOrEqual(5 * MINUTE);
		expect(out.durationMs).toBeLessThan(6 * MINUTE);
		expect(out.error?.message).toContain('5 min');
		expect(out.error?.description).toContain(getJob()?.id);
		expect(out.error?.description).toContain('Wait for Completion');
	});

	it('should end with an item that can be waited for again on a timeout, if selected', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 7 * MINUTE });
		const options = { timeout: 5, onTimeout: 'pending' };
		const json = onlyJson(await testBed.run(videoCreate({ options })));
		expect(json).toMatchObject({ id: getJob()?.id, status: 'PENDING', url: null });
		const again = onlyJson(await testBed.run(videoWait(String(json.id))));
		expect(again).toMatchObject({ id: json.id, status: 'COMPLETED' });
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should see a video that finishes just in time', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 2 * MINUTE - 2_000 });
		const out = await testBed.run(videoCreate({ options: { timeout: 2 } }));
		expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED' });
	});

	it('should survive a restart of the API', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 2 * MINUTE });
		const execution = await testBed.start(videoCreate());
		while (getReads().length === 0) await new Promise((resolve) => setTimeout(resolve, 1_000));
		await testBed.simulator.restart();
		expect(onlyJson(await execution.finished)).toMatchObject({ status: 'COMPLETED' });
	});

	it('should stop when the account is signed out meanwhile, and name the video', async () => {
		const execution = await testBed.start(videoCreate());
		while (testBed.simulator.jobs.length === 0)
			await new Promise((resolve) => setTimeout(resolve, 100));
		testBed.simulator.faults.add({
			kind: 'status',
			status: 596,
			count: 0,
			match: { method: 'GET', path: 'videos' },
		});
		const out = await execution.finished;
		expect(out.error).toMatchObject({
			httpCode: '596',
			message: expect.stringContaining(testAccount),
		});
		expect(out.error?.description).toContain(getJob()?.id);
	});
});

describe('Video: Wait for Completion', () => {
	it('should return the video when it is finished', async () => {
		const id = await createRunning();
		expect(onlyJson(await testBed.run(videoWait(id)))).toMatchObject({ id, status: 'COMPLETED' });
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should return a finished video without a delay', async () => {
		testBed.simulator.seedVideos(1);
		const out = await testBed.run(videoWait(getJob()?.id ?? ''));
		expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED' });
		// One read, and no time for a first polling interval.
		expect(testBed.calls().filter((call) => call.startsWith('GET videos'))).toHaveLength(1);
		expect(out.durationMs).toBeLessThan(MINUTE);
	});

	it('should download the file too', async () => {
		const id = await createRunning();
		const out = await testBed.run(videoWait(id, { download: true }));
		expect((await out.file()).data.equals(testBed.simulator.media.getBytes(id))).toBe(true);
	});

	it('should not wait for a missing video', async () => {
		const id = (await createRunning()).replace(/\d+$/, '1');
		const out = await testBed.run(videoWait(id));
		expect(out.error).toMatchObject({ httpCode: '404', message: expect.stringContaining(id) });
		expect(out.durationMs).toBeLessThan(30_000);
	});

	it('should wait for all videos of a batch together, in order', async () => {
		const created = await testBed.run(videoCreate({ waitMode: 'none' }), {
			items: [{}, {}, {}, {}],
		});
		const items = created.items.map(({ json }) => ({ json: { id: String(json.id) } })).reverse();
		const out = await testBed.run(videoWait('={{ $json.id }}'), { items });
		expect(out.items.map(({ json }) => json.id)).toEqual(items.map(({ json }) => json.id));
		expect(out.origins).toEqual(items.map(({ json }) => json));
		expect(out.durationMs).toBeLessThan(MINUTE);
	});

	it('should end on a timeout and name the video', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 30 * MINUTE });
		const id = await createRunning();
		const out = await testBed.run(videoWait(id, { options: { timeout: 1 } }));
		expect(out.error?.description).toContain(id);
	});
});
