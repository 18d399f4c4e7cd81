import { MINUTE } from '../../nodes/shared/time';
import { createTriggerTestBed, ids } from './trigger-test-bed.cts';

describe('Trigger, Download File', () => {
	const { testBed, createWorkflow, createVideo, advance } = createTriggerTestBed();

	it('should add the file to the item', async () => {
		const workflow = createWorkflow({ download: true, binaryPropertyOutput: 'clip' });
		await workflow.activate();
		const id = await createVideo();
		advance();
		const [item] = await workflow.poll();
		expect(item?.binary?.clip).toMatchObject({
			mimeType: 'video/mp4',
			fileExtension: 'mp4',
			bytes: testBed.simulator.media.getBytes(id).length,
		});
	});

	it('should emit all items if a download fails', async () => {
		const workflow = createWorkflow({ download: true });
		await workflow.activate();
		const failingId = await createVideo();
		const downloadedId = await createVideo();
		advance();
		const path = failingId.slice(failingId.lastIndexOf(':') + 1);
		testBed.simulator.faults.add({
			kind: 'status',
			status: 403,
			count: 0,
			match: { host: 'media', path },
		});
		const items = await workflow.poll();
		expect(ids(items)).toEqual([failingId, downloadedId]);
		expect(items[0]?.binary).toBeUndefined();
		expect(items[0]?.json.downloadProblem).toContain('status 403');
		expect(items[1]?.binary?.data).toBeDefined();
	});

	it('should not download anything for a failed generation', async () => {
		const workflow = createWorkflow({ download: true, outcome: 'both' });
		await workflow.activate();
		await createVideo({ prompt: '[failed]' });
		advance();
		const [item] = await workflow.poll();
		expect(item?.json.status).toBe('FAILED');
		expect(item?.json).not.toHaveProperty('downloadProblem');
	});
});

describe('Trigger, Download File without enough time', () => {
	// Downloads are canceled in real time.
	const { testBed, createWorkflow, createVideo } = createTriggerTestBed({ speedUp: 1, speed: 0 });
	const addSlowDownload = (id: string) =>
		testBed.simulator.faults.add({
			kind: 'noResponse',
			count: 0,
			match: { host: 'media', path: id.slice(id.lastIndexOf(':') + 1) },
		});
	const createDownloadingWorkflow = () =>
		createWorkflow({ download: true }, { pollTimeoutMs: 2500 });

	it('should emit the item with its file in the next poll, and the others now', async () => {
		const workflow = createDownloadingWorkflow();
		await workflow.activate();
		const slow = await createVideo();
		const fast = await createVideo();
		testBed.simulator.clock.advance(MINUTE);
		addSlowDownload(slow);
		expect(ids(await workflow.poll())).toEqual([fast]);
		testBed.simulator.faults.clear();
		const [item, ...more] = await workflow.poll();
		expect(more).toEqual([]);
		expect(item?.json.id).toBe(slow);
		expect(item?.binary?.data).toBeDefined();
		expect(await workflow.poll()).toEqual([]);
	});

	it('should emit the item after a restart', async () => {
		const workflow = createDownloadingWorkflow();
		await workflow.activate();
		const slow = await createVideo();
		await createVideo();
		testBed.simulator.clock.advance(MINUTE);
		addSlowDownload(slow);
		await workflow.poll();
		testBed.simulator.faults.clear();
		expect(ids(await workflow.restart())).toEqual([slow]);
	});

	it('should emit the item without its file if no download was completed', async () => {
		const workflow = createDownloadingWorkflow();
		await workflow.activate();
		const slow = await createVideo();
		testBed.simulator.clock.advance(MINUTE);
		addSlowDownload(slow);
		const [item] = await workflow.poll();
		expect(item?.json).toMatchObject({
			id: slow,
			downloadProblem: expect.stringContaining('no time'),
		});
		expect(await workflow.poll()).toEqual([]);
	});
});
