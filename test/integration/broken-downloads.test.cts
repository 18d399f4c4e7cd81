import type { Fault } from '../../simulator/faults.cts';
import { onlyJson, createTestBed } from './test-bed.cts';
import { fileUpload, fromUrl, videoCreate, videoDownload } from './parameters.cts';

const testBed = createTestBed();
const MB = 1024 * 1024;
const FILE_BYTES = 3 * MB;
const media = { match: { host: 'media' } } as const;

const jobId = () => testBed.simulator.jobs[0]?.id ?? '';
const getServedBytes = () => testBed.simulator.media.getBytes(jobId());
const addMediaFaults = (...faults: Fault[]) => {
	for (const fault of faults) testBed.simulator.faults.add({ ...media, ...fault });
};
/** The first requested byte of each request to the media host. */
const getRangeStarts = () =>
	testBed.simulator.requests
		.filter(({ host }) => host === 'media')
		.map(({ headers }) => Number(/^bytes=(\d+)-$/.exec(String(headers.range))?.[1] ?? 0));

/** A finished video of 3 MB, downloaded by its ID. */
async function download(binaryMode: 'filesystem' | 'memory' = 'filesystem') {
	testBed.simulator.plannedResults.add({ bytes: FILE_BYTES });
	await testBed.run(videoCreate({ waitMode: 'none' }));
	testBed.simulator.lifecycle.finishById(jobId());
	return await testBed.run(videoDownload(jobId()), { binaryMode });
}

describe.each(['filesystem', 'memory'] as const)('A download that breaks, stored in %s', (mode) => {
	it.each([1, 1000, 64 * 1024, MB + 7, FILE_BYTES - 1])(
		'should continue after %i bytes',
		async (afterBytes) => {
			addMediaFaults({ kind: 'cutBody', afterBytes });
			const out = await download(mode);
			expect(onlyJson(out)).toMatchObject({ id: jobId() });
			expect((await out.file()).data.equals(getServedBytes())).toBe(true);
			// Bytes that were in transit when the connection broke are requested again.
			const [, from = 0] = getRangeStarts();
			expect(getRangeStarts()).toHaveLength(2);
			// The first packet may be lost with the connection.
			expect(from).toBeGreaterThanOrEqual(afterBytes > 1000 ? 1 : 0);
			expect(from).toBeLessThanOrEqual(afterBytes);
			expect(testBed.creates()).toHaveLength(1);
		},
	);

	it('should resume after repeated connection drops', async () => {
		addMediaFaults({ kind: 'cutBody', afterBytes: 400_000, count: 7 });
		const out = await download(mode);
		expect((await out.file()).data.equals(getServedBytes())).toBe(true);
		const from = getRangeStarts();
		expect(from).toHaveLength(8);
		expect([...new Set(from)].sort((a, b) => a - b)).toEqual(from);
	});

	it.each<[string, Fault[]]>([
		['that ignores ranges', [{ kind: 'noRange', count: 0 }]],
		['without an ETag', [{ kind: 'noEtag', count: 0 }]],
		['that sends another range', [{ kind: 'wrongRange', shift: 100 }]],
		['that sends a range of a longer file', [{ kind: 'wrongRange', total: FILE_BYTES + 1 }]],
		['whose file was different for a moment', [{ kind: 'changedFile', skip: 1 }]],
		['whose second response has no ETag', [{ kind: 'noEtag', skip: 1 }]],
	])('should start again from a server %s', async (_which, faults) => {
		addMediaFaults({ kind: 'cutBody', afterBytes: MB }, ...faults);
		const out = await download(mode);
		expect((await out.file()).data.equals(getServedBytes())).toBe(true);
		expect(getRangeStarts().at(-1)).toBe(0);
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should return the whole new file when the file is replaced during the download', async () => {
		addMediaFaults({ kind: 'cutBody', afterBytes: MB }, { kind: 'changedFile', skip: 1, count: 0 });
		const out = await download(mode);
		const replaced = Buffer.from(getServedBytes().map((byte) => ~byte));
		expect((await out.file()).data.equals(replaced)).toBe(true);
	});

	it('should resume without a known length', async () => {
		addMediaFaults({ kind: 'noLength' }, { kind: 'cutBody', afterBytes: MB });
		const out = await download(mode);
		expect((await out.file()).data.equals(getServedBytes())).toBe(true);
		expect(getRangeStarts()).toHaveLength(2);
		expect(getRangeStarts()[1]).toBeGreaterThan(0);
	});

	it('should resume when no more bytes arrive on an open connection', async () => {
		addMediaFaults({ kind: 'stalledBody', afterBytes: MB });
		const out = await download(mode);
		expect((await out.file()).data.equals(getServedBytes())).toBe(true);
		expect(getRangeStarts()).toHaveLength(2);
		expect(getRangeStarts()[1]).toBeGreaterThan(0);
	});

	it('should wait for a server that is down for a while', async () => {
		addMediaFaults(
			{ kind: 'cutBody', afterBytes: MB },
			{ kind: 'status', status: 503, skip: 1 },
			{ kind: 'cutBefore', skip: 1 },
		);
		const out = await download(mode);
		expect((await out.file()).data.equals(getServedBytes())).toBe(true);
	});
});

describe('A failing download', () => {
	it.each<[string, string, Fault]>([
		['sends too slowly', 'longer than 30 min', { kind: 'slowBody', bytesPerSecond: 10 }],
		['sends an empty file', 'empty file', { kind: 'truncatedBody', bytes: 0 }],
	])('should end when its server %s, and name the video', async (_what, reason, fault) => {
		addMediaFaults({ ...fault, count: 0 });
		const out = await download();
		expect(out.items).toEqual([]);
		expect(out.error?.message).toContain(reason);
		expect(out.error?.description).toContain(jobId());
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should end immediately when the execution is canceled', async () => {
		addMediaFaults({ kind: 'stalledBody', afterBytes: MB });
		testBed.simulator.plannedResults.add({ bytes: FILE_BYTES });
		await testBed.run(videoCreate({ waitMode: 'none' }));
		testBed.simulator.lifecycle.finishById(jobId());
		const execution = await testBed.start(videoDownload(jobId()));
		while (getRangeStarts().length === 0) await new Promise((resolve) => setTimeout(resolve, 1000));
		const out = await execution.cancel();
		expect(out.status).toBe('canceled');
		expect(getRangeStarts()).toEqual([0]);
	});
});

describe('An upload of a file from a URL', () => {
	/** Creates a finished video of 3 MB. @returns its URL */
	async function createVideoUrl(): Promise<string> {
		testBed.simulator.plannedResults.add({ bytes: FILE_BYTES });
		await testBed.run(videoCreate({ waitMode: 'none' }));
		testBed.simulator.lifecycle.finishById(jobId());
		const [job] = testBed.simulator.jobs;
		if (!job) throw new Error('There is no job');
		return testBed.simulator.media.getUrl(job);
	}

	it('should resume when its source breaks', async () => {
		const url = await createVideoUrl();
		addMediaFaults({ kind: 'cutBody', afterBytes: MB });
		onlyJson(await testBed.run(fileUpload({ file: fromUrl(url) })));
		expect(testBed.simulator.files.list()).toMatchObject([
			{ size: FILE_BYTES, sha256: testBed.simulator.media.getSha256(jobId()) },
		]);
		expect(getRangeStarts()).toHaveLength(2);
		expect(getRangeStarts()[1]).toBeGreaterThan(0);
	});

	it("should fail and name the source when the source can't resume", async () => {
		const url = await createVideoUrl();
		addMediaFaults({ kind: 'cutBody', afterBytes: MB }, { kind: 'noRange', count: 0 });
		const { error } = await testBed.run(fileUpload({ file: fromUrl(url) }));
		expect(error?.message).toMatch(/^The file of "File" could not be downloaded completely/);
		expect(error?.description).toContain(`only ${MB} of ${FILE_BYTES} bytes were received`);
		expect(testBed.simulator.files.list()).toEqual([]);
	});
});
