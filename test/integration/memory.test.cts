import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

import { fileUpload, fromUrl, videoCreate, videoDownload } from './parameters.cts';
import { files, itemWithFile } from './media.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

// Real time, because the tests measure memory during transfers.
const testBed = createTestBed({ speedUp: 1 });
const MB = 1024 * 1024;
const FILE_BYTES = 300 * MB;

/** Measures by how many MB the memory of buffers grows during a task. */
async function measurePeakMb(task: () => Promise<void>): Promise<number> {
	const getUsedBytes = () => process.memoryUsage().arrayBuffers;
	const before = getUsedBytes();
	let peak = before;
	const timer = setInterval(() => {
		peak = Math.max(peak, getUsedBytes());
	}, 5);
	try {
		await task();
	} finally {
		clearInterval(timer);
	}
	return Math.round((Math.max(peak, getUsedBytes()) - before) / MB);
}

describe('Memory', () => {
	it('should stay below 64 MB while a 300 MB file is uploaded', async () => {
		const items = [itemWithFile({ ...files.mp4, enlargedToBytes: FILE_BYTES })];
		const peak = await measurePeakMb(async () => {
			onlyJson(await testBed.run(fileUpload(), { items }));
		});
		expect(testBed.simulator.files.list()).toMatchObject([{ size: FILE_BYTES }]);
		// The simulator in the same process buffers up to 64 MB of an upload.
		expect(peak).toBeLessThan(64 + 64);
	});

	it('should stay below 64 MB while a 300 MB file is uploaded from a server that sends no length, and the API requires it', async () => {
		const part = Buffer.alloc(MB, files.mp4.data);
		const server = createServer((_request, response) => {
			response.writeHead(200, { 'content-type': 'video/mp4' });
			Readable.from(new Array<Buffer>(FILE_BYTES / MB).fill(part)).pipe(response);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/video`;
		testBed.simulator.faults.setSwitches({ uploadLengthRequired: true });
		const peak = await measurePeakMb(async () => {
			const out = await testBed.run(fileUpload({ file: fromUrl(url) }));
			expect(onlyJson(out)).toMatchObject({ size: FILE_BYTES });
		}).finally(() => server.close());
		const uploads = testBed.simulator.requests.filter(({ method }) => method === 'POST');
		expect(uploads.map(({ status }) => status)).toEqual([411, 200]);
		expect(testBed.simulator.files.list()).toMatchObject([{ size: FILE_BYTES }]);
		expect(peak).toBeLessThan(64 + 64);
	});

	it('should stay below 100 MB while a 300 MB file is downloaded', async () => {
		testBed.simulator.plannedResults.add({ bytes: FILE_BYTES });
		await testBed.run(videoCreate({ waitMode: 'none' }));
		const id = testBed.simulator.jobs[0]?.id ?? '';
		testBed.simulator.lifecycle.finishById(id);
		const peak = await measurePeakMb(async () => {
			const out = await testBed.run(videoDownload(id));
			expect(onlyJson(out)).toMatchObject({ id });
			expect(out.items[0]?.binary?.data?.bytes).toBe(FILE_BYTES);
		});
		expect(peak).toBeLessThan(100);
	});
});
