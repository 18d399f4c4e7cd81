import type { Execution } from './harness/harness.cts';
import { files, itemWithFile } from './media.cts';
import { fileUpload, videoCreate, videoWait } from './parameters.cts';
import { createTestBed, testAccount } from './test-bed.cts';

// The tests measure real time.
const testBed = createTestBed({ speedUp: 1 });
const wait = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** Cancels the execution, and measures the time until it has ended. */
async function cancel(execution: Execution) {
	const startedAt = performance.now();
	const out = await execution.cancel();
	return { out, durationMs: performance.now() - startedAt };
}

async function waitUntil(condition: () => boolean): Promise<void> {
	while (!condition()) await wait(20);
}

describe('Canceling', () => {
	it('should end the wait for videos within 2 s and create no more videos', async () => {
		const execution = await testBed.start(videoCreate(), { items: new Array(3).fill({}) });
		await waitUntil(() => testBed.simulator.jobs.length === 3);
		// The first poll is after 10 s. Until then, the node only waits.
		await wait(1_500);
		const { out, durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		expect(out.status).toBe('canceled');
		const requests = testBed.simulator.requests.length;
		await wait(1_500);
		expect(testBed.simulator.requests).toHaveLength(requests);
	});

	it('should end the wait for a free slot within 2 s', async () => {
		testBed.simulator.faults.add({
			kind: 'status',
			status: 429,
			match: { method: 'POST' },
			count: 0,
		});
		const execution = await testBed.start(videoCreate());
		await waitUntil(() => testBed.creates().length === 1);
		await wait(200);
		const { durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should end a request without a response within 2 s', async () => {
		testBed.simulator.faults.add({
			kind: 'noResponse',
			match: { method: 'GET', path: 'videos/' },
			count: 0,
		});
		testBed.simulator.seedVideos(1);
		const execution = await testBed.start(videoWait(testBed.simulator.jobs[0]?.id ?? ''));
		await waitUntil(() => testBed.simulator.requests.length > 0);
		const { durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
	});

	it('should end a download within 2 s', async () => {
		testBed.simulator.faults.add({
			kind: 'slowBody',
			bytesPerSecond: 500,
			match: { host: 'media' },
			count: 0,
		});
		testBed.simulator.seedVideos(1);
		const parameters = videoWait(testBed.simulator.jobs[0]?.id ?? '', { download: true });
		const execution = await testBed.start(parameters);
		await waitUntil(() => testBed.simulator.requests.some(({ host }) => host === 'media'));
		await wait(300);
		const { durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
	});

	it('should end an upload within 2 s', async () => {
		testBed.simulator.faults.add({
			kind: 'noResponse',
			match: { method: 'POST', path: 'files' },
			count: 0,
		});
		const execution = await testBed.start(fileUpload(), { items: [itemWithFile(files.mp4)] });
		await waitUntil(() => testBed.simulator.requests.length > 0);
		const { durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
	});

	it('should end the search for a lost job within 2 s and keep created jobs in the error', async () => {
		testBed.simulator.faults.add({ kind: 'cutAfter', match: { method: 'POST' }, skip: 1 });
		testBed.simulator.faults.add({
			kind: 'status',
			status: 503,
			match: { method: 'GET' },
			count: 0,
		});
		const execution = await testBed.start(videoCreate(), { items: [{}, {}] });
		await waitUntil(() => testBed.simulator.jobs.length === 2);
		await wait(300);
		const { out, durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		// Either of the two responses may be the one that was cut off.
		expect(testBed.simulator.jobs.filter(({ id }) => out.stored.includes(id))).toHaveLength(1);
	});

	it('should name the candidates of a search that is canceled', async () => {
		testBed.simulator.faults.add({ kind: 'cutAfter', match: { method: 'POST' } });
		testBed.simulator.plannedResults.add({ afterMs: 0 });
		const unreadable = { kind: 'status', status: 503, count: 0 } as const;
		testBed.simulator.faults.add({ ...unreadable, match: { method: 'GET', path: 'scheduler' } });
		const execution = await testBed.start(videoCreate());
		await waitUntil(() => testBed.calls().filter((call) => call.includes('GET videos')).length > 1);
		await wait(300);
		const { out, durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		expect(out.error?.description).toContain(testBed.simulator.jobs[0]?.id);
	});

	it('should keep the IDs of videos that continue at PixVerse', async () => {
		const execution = await testBed.start(videoCreate(), { items: new Array(2).fill({}) });
		await waitUntil(() => testBed.simulator.jobs.length === 2);
		await wait(300);
		const { out } = await cancel(execution);
		for (const { id } of testBed.simulator.jobs) expect(out.stored).toContain(id);
	});

	it('should wait a moment for the response to a create in flight and keep its ID', async () => {
		// The response is slow, but it arrives, and the video is paid for.
		testBed.simulator.faults.add({ kind: 'delay', ms: 900, match: { method: 'POST' } });
		const execution = await testBed.start(videoCreate());
		await waitUntil(() => testBed.creates().length === 1);
		const { out, durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		expect(testBed.simulator.jobs).toHaveLength(1);
		expect(out.stored).toContain(testBed.simulator.jobs[0]?.id);
	});

	it('should find the job of a create without a response', async () => {
		testBed.simulator.faults.add({ kind: 'noResponseAfter', match: { method: 'POST' } });
		const execution = await testBed.start(videoCreate());
		await waitUntil(() => testBed.simulator.jobs.length === 1);
		const { out, durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		expect(out.error?.description).toContain(testBed.simulator.jobs[0]?.id);
	});

	it('should name the reference of a create with an unknown result', async () => {
		testBed.simulator.faults.add({ kind: 'noResponse', match: { method: 'POST' } });
		const execution = await testBed.start(videoCreate());
		await waitUntil(() => testBed.creates().length === 1);
		const { out, durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		const { replyRef } = testBed.creates()[0]?.body as { replyRef: string };
		expect(out.error?.description).toContain(replyRef);
	});

	it('should send no create that was waiting for a slot', async () => {
		testBed.simulator.accounts.add({ email: testAccount, maxJobs: 1 });
		const execution = await testBed.start(videoCreate(), { items: [{}, {}] });
		await waitUntil(() => testBed.simulator.jobs.length === 1);
		const { durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		testBed.simulator.lifecycle.finishById(testBed.simulator.jobs[0]?.id ?? '', 'COMPLETED');
		await wait(1_500);
		expect(testBed.creates()).toHaveLength(1);
	});
});

describe('On Cancel', () => {
	const getTrackedJobs = () => testBed.simulator.jobs.filter(({ tracked }) => tracked);
	const remove = { options: { onCancel: 'remove' } };

	it('should leave jobs in the scheduler by default', async () => {
		const execution = await testBed.start(videoCreate(), { items: [{}, {}] });
		await waitUntil(() => testBed.simulator.jobs.length === 2);
		await wait(300);
		await cancel(execution);
		expect(getTrackedJobs()).toHaveLength(2);
	});

	it('should remove jobs within 2 s if selected, and keep their IDs', async () => {
		const execution = await testBed.start(videoCreate(remove), { items: new Array(8).fill({}) });
		await waitUntil(() => testBed.simulator.jobs.length === 8);
		await wait(300);
		const { out, durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		expect(getTrackedJobs()).toHaveLength(0);
		for (const { id } of testBed.simulator.jobs) expect(out.stored).toContain(id);
	});

	it('should also remove jobs that become known after the cancel', async () => {
		testBed.simulator.faults.add({ kind: 'delay', ms: 700, match: { method: 'POST' } });
		const execution = await testBed.start(videoCreate(remove));
		await waitUntil(() => testBed.creates().length === 1);
		const { durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		expect(testBed.simulator.jobs).toHaveLength(1);
		expect(getTrackedJobs()).toHaveLength(0);
	});

	it('should not remove finished jobs', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 2_000 });
		testBed.simulator.plannedResults.add({ afterMs: 600_000 });
		const execution = await testBed.start(
			videoCreate({ options: { onCancel: 'remove', pollInterval: 1 } }),
			{
				items: [{}, {}],
			},
		);
		await waitUntil(
			() => testBed.calls().filter((call) => call.startsWith('GET videos')).length >= 6,
		);
		await cancel(execution);
		const removed = testBed.calls().filter((call) => call.startsWith('DELETE'));
		expect(removed).toEqual([`DELETE scheduler/${testBed.simulator.jobs[1]?.id}`]);
	});

	it("should end within 2 s also when the API doesn't respond", async () => {
		testBed.simulator.faults.add({ kind: 'noResponse', match: { method: 'DELETE' }, count: 0 });
		const execution = await testBed.start(videoCreate(remove));
		await waitUntil(() => testBed.simulator.jobs.length === 1);
		await wait(300);
		const { out, durationMs } = await cancel(execution);
		expect(durationMs).toBeLessThan(2_000);
		expect(out.stored).toContain(testBed.simulator.jobs[0]?.id);
	});

	it('should remove the job of Wait for Completion too', async () => {
		await testBed.run(videoCreate({ waitMode: 'none' }));
		const execution = await testBed.start(videoWait(testBed.simulator.jobs[0]?.id ?? '', remove));
		await wait(600);
		await cancel(execution);
		expect(getTrackedJobs()).toHaveLength(0);
	});
});
