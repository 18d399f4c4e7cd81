import { videoCreate, videoDownload } from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const firstJob = () => testBed.simulator.jobs[0]?.id ?? '';

describe.each(['filesystem', 'memory'] as const)(
	'A downloaded video, stored in %s',
	(binaryMode) => {
		it('should have the served bytes, and name, type, and extension of an MP4', async () => {
			const out = await testBed.run(videoCreate({ download: true }), { binaryMode });
			const file = await out.file();
			expect(file.data.equals(testBed.simulator.media.getBytes(firstJob()))).toBe(true);
			expect(file).toMatchObject({
				mimeType: 'video/mp4',
				fileExtension: 'mp4',
				fileName: expect.stringMatching(/^[\w.-]+\.mp4$/),
				bytes: file.data.length,
			});
			expect(file.id === undefined).toBe(binaryMode === 'memory');
		});
	},
);

describe('Download', () => {
	it('should put the file into the requested field', async () => {
		const out = await testBed.run(videoCreate({ download: true, binaryPropertyOutput: 'clip' }));
		expect(Object.keys(out.items[0]?.binary ?? {})).toEqual(['clip']);
		expect((await out.file(0, 'clip')).mimeType).toBe('video/mp4');
	});

	it('should be a JSON value in workflows that keep files there', async () => {
		const settings = { binaryMode: 'combined' } as const;
		const { items } = await testBed.run(videoCreate({ download: true }), { settings });
		expect(items[0]?.json).toMatchObject({ _files: { data: { mimeType: 'video/mp4' } } });
	});

	it('should keep the fields of the video beside the file', async () => {
		const json = onlyJson(await testBed.run(videoCreate({ download: true })));
		expect(json).toMatchObject({ id: firstJob(), status: 'COMPLETED' });
	});

	it('should give each item of a batch its own file', async () => {
		const out = await testBed.run(videoCreate({ download: true }), { items: [{}, {}, {}] });
		expect(out.items).toHaveLength(3);
		for (const [index, { json }] of out.items.entries()) {
			const expected = testBed.simulator.media.getBytes(String(json.id));
			expect((await out.file(index)).data.equals(expected)).toBe(true);
		}
		expect(new Set(out.items.map(({ binary }) => binary?.data?.fileName)).size).toBe(3);
	});

	it('should return a file of 40 MB', async () => {
		testBed.simulator.plannedResults.add({ bytes: 40 * 1024 * 1024 });
		const out = await testBed.run(videoCreate({ download: true }));
		expect((await out.file()).data.equals(testBed.simulator.media.getBytes(firstJob()))).toBe(true);
	});

	it('should work without a known length', async () => {
		testBed.simulator.faults.add({ kind: 'noLength', match: { host: 'media' }, count: 0 });
		const out = await testBed.run(videoCreate({ download: true }));
		expect((await out.file()).data.equals(testBed.simulator.media.getBytes(firstJob()))).toBe(true);
	});

	it('should return an MP4 although the server sends a generic type', async () => {
		testBed.simulator.faults.add({
			kind: 'wrongType',
			contentType: 'application/octet-stream',
			match: { host: 'media' },
			count: 0,
		});
		const out = await testBed.run(videoCreate({ download: true }));
		expect(await out.file()).toMatchObject({ mimeType: 'video/mp4', fileExtension: 'mp4' });
	});

	it.each([
		['is cut off once', { kind: 'cutBody', afterBytes: 100 }],
		['is not there at first', { kind: 'status', status: 503 }],
	] as const)('should return the whole file although it %s', async (_how, fault) => {
		testBed.simulator.plannedResults.add({ bytes: 2 * 1024 * 1024 });
		testBed.simulator.faults.add({ ...fault, match: { host: 'media' } });
		const out = await testBed.run(videoCreate({ download: true }));
		expect(out.error).toBeUndefined();
		expect((await out.file()).data.equals(testBed.simulator.media.getBytes(firstJob()))).toBe(true);
	});

	it('should not return a partial file when its server sends no more', async () => {
		const media = { match: { host: 'media' }, count: 0 } as const;
		testBed.simulator.faults.add({ kind: 'cutBody', afterBytes: 100, ...media });
		testBed.simulator.faults.add({ kind: 'noRange', ...media });
		const out = await testBed.run(videoCreate({ download: true }));
		expect(out.items).toEqual([]);
		// A broken connection may lose what it has carried last.
		expect(out.error?.message).toMatch(/only (0|100) of \d+ bytes were received/);
		expect(out.error?.description).toContain(firstJob());
	});

	it.each([
		['a web page', { kind: 'html' }],
		['a refusal', { kind: 'status', status: 403 }],
		['nothing', { kind: 'cutBody', afterBytes: 0 }],
	] as const)('should never return %s as a video, and name the paid video', async (_w, fault) => {
		testBed.simulator.faults.add({ ...fault, match: { host: 'media' }, count: 0 });
		const out = await testBed.run(videoCreate({ download: true }));
		expect(out.items.flatMap(({ binary }) => Object.keys(binary ?? {}))).toEqual([]);
		const errorText = `${out.error?.message} ${out.error?.description} ${JSON.stringify(out.items)}`;
		expect(errorText).toContain(firstJob());
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should not lose the other files when one download fails', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 403, match: { host: 'media' } });
		const out = await testBed.run(videoCreate({ download: true }), {
			items: [{}, {}],
			onError: 'continueRegularOutput',
		});
		const withFile = out.items.filter(({ binary }) => binary?.data !== undefined);
		expect(withFile).toHaveLength(1);
		expect(out.items).toHaveLength(2);
	});

	it('should put the file of an ID into the requested field', async () => {
		testBed.simulator.seedVideos(1);
		const out = await testBed.run(videoDownload(firstJob(), { binaryPropertyOutput: 'film' }));
		expect(
			(await out.file(0, 'film')).data.equals(testBed.simulator.media.getBytes(firstJob())),
		).toBe(true);
	});
});
