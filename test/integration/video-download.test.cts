import { videoCreate, videoDownload } from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const firstJob = () => testBed.simulator.jobs[0]?.id ?? '';

describe.each(['filesystem', 'memory'] as const)('A downloaded video, kept in %s', (binaryMode) => {
	it('has the bytes that were served, and name, type and extension of an MP4', async () => {
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
});

describe('Download', () => {
	it('puts the file into the field that was asked for', async () => {
		const out = await testBed.run(videoCreate({ download: true, binaryPropertyOutput: 'clip' }));
		expect(Object.keys(out.items[0]?.binary ?? {})).toEqual(['clip']);
		expect((await out.file(0, 'clip')).mimeType).toBe('video/mp4');
	});

	it('becomes a value of the JSON in workflows that keep files there', async () => {
		const settings = { binaryMode: 'combined' } as const;
		const { items } = await testBed.run(videoCreate({ download: true }), { settings });
		expect(items[0]?.json).toMatchObject({ _files: { data: { mimeType: 'video/mp4' } } });
	});

	it('keeps the fields of the video beside the file', async () => {
		const json = onlyJson(await testBed.run(videoCreate({ download: true })));
		expect(json).toMatchObject({ id: firstJob(), status: 'COMPLETED' });
	});

	it('gives each item of a batch its own file', async () => {
		const out = await testBed.run(videoCreate({ download: true }), { items: [{}, {}, {}] });
		expect(out.items).toHaveLength(3);
		for (const [index, { json }] of out.items.entries()) {
			const expected = testBed.simulator.media.getBytes(String(json.id));
			expect((await out.file(index)).data.equals(expected)).toBe(true);
		}
		expect(new Set(out.items.map(({ binary }) => binary?.data?.fileName)).size).toBe(3);
	});

	it('brings home 40 MB', async () => {
		testBed.simulator.plannedResults.add({ bytes: 40 * 1024 * 1024 });
		const out = await testBed.run(videoCreate({ download: true }));
		expect((await out.file()).data.equals(testBed.simulator.media.getBytes(firstJob()))).toBe(true);
	});

	it('works without knowing the length', async () => {
		testBed.simulator.faults.add({ kind: 'noLength', match: { host: 'media' }, count: 0 });
		const out = await testBed.run(videoCreate({ download: true }));
		expect((await out.file()).data.equals(testBed.simulator.media.getBytes(firstJob()))).toBe(true);
	});

	it('still is an MP4 when the server calls it something vague', async () => {
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
	] as const)('gets the whole file although it %s', async (_how, fault) => {
		testBed.simulator.plannedResults.add({ bytes: 2 * 1024 * 1024 });
		testBed.simulator.faults.add({ ...fault, match: { host: 'media' } });
		const out = await testBed.run(videoCreate({ download: true }));
		expect(out.error).toBeUndefined();
		expect((await out.file()).data.equals(testBed.simulator.media.getBytes(firstJob()))).toBe(true);
	});

	it('never takes what comes of a file for the file when its server sends no more of it', async () => {
		const media = { match: { host: 'media' }, count: 0 } as const;
		testBed.simulator.faults.add({ kind: 'cutBody', afterBytes: 100, ...media });
		testBed.simulator.faults.add({ kind: 'noRange', ...media });
		const out = await testBed.run(videoCreate({ download: true }));
		expect(out.items).toEqual([]);
		expect(out.error?.message).toMatch(/only 100 of \d+ bytes were received/);
		expect(out.error?.description).toContain(firstJob());
	});

	it.each([
		['a web page', { kind: 'html' }],
		['a refusal', { kind: 'status', status: 403 }],
		['nothing', { kind: 'cutBody', afterBytes: 0 }],
	] as const)(
		'never takes %s for a video, and names the video that was paid for',
		async (_w, fault) => {
			testBed.simulator.faults.add({ ...fault, match: { host: 'media' }, count: 0 });
			const out = await testBed.run(videoCreate({ download: true }));
			expect(out.items.flatMap(({ binary }) => Object.keys(binary ?? {}))).toEqual([]);
			const told = `${out.error?.message} ${out.error?.description} ${JSON.stringify(out.items)}`;
			expect(told).toContain(firstJob());
			expect(testBed.creates()).toHaveLength(1);
		},
	);

	it('does not lose the others when one file cannot be had', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 403, match: { host: 'media' } });
		const out = await testBed.run(videoCreate({ download: true }), {
			items: [{}, {}],
			onError: 'continueRegularOutput',
		});
		const withFile = out.items.filter(({ binary }) => binary?.data !== undefined);
		expect(withFile).toHaveLength(1);
		expect(out.items).toHaveLength(2);
	});

	it('by ID puts the file into the field that was asked for', async () => {
		testBed.simulator.seedVideos(1);
		const out = await testBed.run(videoDownload(firstJob(), { binaryPropertyOutput: 'film' }));
		expect(
			(await out.file(0, 'film')).data.equals(testBed.simulator.media.getBytes(firstJob())),
		).toBe(true);
	});
});
