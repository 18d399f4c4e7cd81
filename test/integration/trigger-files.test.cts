import { ids, triggerStudio } from './trigger-test-bed.cts';

const { here: testBed, watch, video, pass } = triggerStudio();

describe('The file', () => {
	it('comes with the item, byte for byte', async () => {
		const workflow = watch({ download: true, binaryPropertyOutput: 'clip' });
		await workflow.activate();
		const id = await video();
		pass();
		const [item] = await workflow.poll();
		expect(item?.binary?.clip).toMatchObject({
			mimeType: 'video/mp4',
			fileExtension: 'mp4',
			bytes: testBed.simulator.media.getBytes(id).length,
		});
	});

	it('that cannot be had keeps neither its item nor the others back', async () => {
		const workflow = watch({ download: true });
		await workflow.activate();
		const broken = await video();
		const fine = await video();
		pass();
		const path = broken.slice(broken.lastIndexOf(':') + 1);
		testBed.simulator.faults.add({
			kind: 'status',
			status: 403,
			count: 0,
			match: { host: 'media', path },
		});
		const items = await workflow.poll();
		expect(ids(items)).toEqual([broken, fine]);
		expect(items[0]?.binary).toBeUndefined();
		expect(items[0]?.json.downloadProblem).toContain('status 403');
		expect(items[1]?.binary?.data).toBeDefined();
	});

	it('is not asked for when the generation failed', async () => {
		const workflow = watch({ download: true, outcome: 'both' });
		await workflow.activate();
		await video({ prompt: '[failed]' });
		pass();
		const [item] = await workflow.poll();
		expect(item?.json.status).toBe('FAILED');
		expect(item?.json).not.toHaveProperty('downloadProblem');
	});
});
