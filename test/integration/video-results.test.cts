import {
	fromBinary,
	videoCreate,
	videoDelete,
	videoDownload,
	videoGet,
	videoGetAll,
	videoWait,
} from './parameters.cts';
import { files, itemWithFile } from './media.cts';
import { seedVideo, SIMPLIFIED_FIELDS } from './sent-requests.cts';
import { onlyJson, createTestBed, testAccount } from './test-bed.cts';

const testBed = createTestBed();

describe('Video: Create', () => {
	it('should wait for the video and return it simplified', async () => {
		const out = await testBed.run(videoCreate({ duration: 5, quality: '360p' }));
		const [job] = testBed.simulator.jobs;
		const json = onlyJson(out);
		expect(Object.keys(json)).toEqual(SIMPLIFIED_FIELDS);
		expect(json).toMatchObject({
			id: job?.id,
			status: 'COMPLETED',
			url: expect.stringContaining(testBed.simulator.mediaUrl),
			credits: job?.credits,
			account: testAccount,
			model: 'v6',
			quality: '360p',
			duration: 5,
			prompt: 'a lighthouse at dusk',
			createdAt: new Date(job?.createdAt ?? 0).toISOString(),
		});
		expect(out.items[0]?.binary?.data).toMatchObject({ mimeType: 'video/mp4' });
	});

	it('should return the URL without the file if Download File is off', async () => {
		const out = await testBed.run(videoCreate({ download: false }));
		expect(onlyJson(out).url).toMatch(/\.mp4$/);
		expect(out.items[0]?.binary).toBeUndefined();
		expect(testBed.simulator.requests.filter(({ path }) => path.endsWith('.mp4'))).toEqual([]);
	});

	it('should return the full response without Simplify', async () => {
		const json = onlyJson(await testBed.run(videoCreate({ simplify: false })));
		expect(json).toMatchObject({
			video_id: testBed.simulator.jobs[0]?.id,
			video_status: 1,
			video_status_name: 'COMPLETED',
			output_width: expect.any(Number),
		});
	});

	it('should return the ID at once with Do Not Wait', async () => {
		const json = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
		expect(json).toMatchObject({
			id: testBed.simulator.jobs[0]?.id,
			credits: testBed.simulator.jobs[0]?.credits,
			account: testAccount,
			prompt: 'a lighthouse at dusk',
			model: 'v6',
		});
		expect(json.status).not.toBe('COMPLETED');
		expect(json).not.toHaveProperty('error');
		expect(testBed.calls().filter((call) => call.startsWith('GET videos'))).toEqual([]);
	});

	it('should return an item that Video: Wait for Completion accepts unchanged', async () => {
		const { id } = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
		const items = [{ json: { id: String(id) } }];
		const json = onlyJson(await testBed.run(videoWait('={{ $json.id }}'), { items }));
		expect(json).toMatchObject({ id, status: 'COMPLETED' });
	});

	it('should show which video an image became', async () => {
		const items = [itemWithFile(files.png)];
		const out = await testBed.run(videoCreate({ firstFrame: fromBinary() }), { items });
		expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED', prompt: 'a lighthouse at dusk' });
	});
});

describe('Video: Get', () => {
	it('should return a finished video', async () => {
		const id = seedVideo(testBed);
		const json = onlyJson(await testBed.run(videoGet(id)));
		expect(json).toMatchObject({ id, status: 'COMPLETED', url: expect.stringMatching(/^http/) });
		expect(json).not.toHaveProperty('error');
	});

	it('should return the full object without Simplify', async () => {
		const id = seedVideo(testBed);
		const json = onlyJson(await testBed.run(videoGet(id, { simplify: false })));
		expect(json).toMatchObject({ video_id: id, video_status: 1 });
	});

	it('should put the raw ID into the path', async () => {
		const id = seedVideo(testBed);
		await testBed.run(videoGet(id));
		expect(testBed.calls()).toContain(`GET videos/${id}`);
	});

	it('should decode a percent-encoded ID', async () => {
		const id = seedVideo(testBed);
		const json = onlyJson(await testBed.run(videoGet(encodeURIComponent(id))));
		expect(json).toMatchObject({ id });
	});

	it('should distinguish a running video from a missing one', async () => {
		const { id } = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
		const running = onlyJson(await testBed.run(videoGet(String(id))));
		expect(running).toMatchObject({ id, status: expect.stringMatching(/QUEUED|GENERATING/) });

		const gone = String(id).replace(/\d+$/, '999999999999999');
		const out = await testBed.run(videoGet(gone));
		expect(out.error).toMatchObject({ httpCode: '404', message: expect.stringContaining(gone) });
	});

	it('should return a failed video without a top-level error field', async () => {
		const { id } = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
		testBed.simulator.lifecycle.finishById(String(id), 'FAILED');
		const simple = onlyJson(await testBed.run(videoGet(String(id))));
		expect(simple).toMatchObject({ id, status: 'FAILED' });
		expect(simple).not.toHaveProperty('error');
		const raw = onlyJson(await testBed.run(videoGet(String(id), { simplify: false })));
		expect(raw).not.toHaveProperty('error');
	});
});

describe('Video: Get Many', () => {
	const ids = (from: { json: unknown }[]) => from.map(({ json }) => (json as { id: string }).id);
	const newestFirst = () =>
		testBed.simulator.jobs
			.map(({ id }) => id)
			.slice()
			.reverse();

	it('should return all videos, newest first, page by page', async () => {
		testBed.simulator.seedVideos(101);
		const out = await testBed.run(videoGetAll({ returnAll: true }));
		expect(ids(out.items)).toEqual(newestFirst());
		expect(out.items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(
			true,
		);
	});

	it.each([1, 40, 41, 90])('should return %d videos if that is the limit', async (limit) => {
		testBed.simulator.seedVideos(101);
		const out = await testBed.run(videoGetAll({ returnAll: false, limit }));
		expect(ids(out.items)).toEqual(newestFirst().slice(0, limit));
	});

	it('should return 50 by default', async () => {
		testBed.simulator.seedVideos(60);
		const out = await testBed.run(videoGetAll());
		expect(out.items).toHaveLength(50);
	});

	it('should return no items when there are no videos', async () => {
		const out = await testBed.run(videoGetAll({ returnAll: true }));
		expect(out).toMatchObject({ items: [] });
		expect(out.error).toBeUndefined();
	});

	it('should include running videos', async () => {
		await testBed.run(videoCreate({ waitMode: 'none' }));
		const out = await testBed.run(videoGetAll());
		expect(onlyJson(out)).toMatchObject({ status: expect.stringMatching(/QUEUED|GENERATING/) });
	});

	it('should return full objects without Simplify', async () => {
		seedVideo(testBed);
		expect(onlyJson(await testBed.run(videoGetAll({ simplify: false })))).toMatchObject({
			video_id: testBed.simulator.jobs[0]?.id,
			video_status: 1,
		});
	});

	it('should list the selected account', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		testBed.simulator.seedVideos(2);
		testBed.simulator.seedVideos(3, 'second@example.com');
		const account = { __rl: true, mode: 'list', value: 'second@example.com' };
		expect((await testBed.run(videoGetAll({ account }))).items).toHaveLength(3);
	});

	it('should return simplified rows of at most ten fields', async () => {
		seedVideo(testBed);
		const json = onlyJson(await testBed.run(videoGetAll()));
		expect(SIMPLIFIED_FIELDS).toEqual(expect.arrayContaining(Object.keys(json)));
	});
});

describe('Video: Delete', () => {
	it.each(['json', 'empty'] as const)(
		'should return deleted, whatever the API responds (%s)',
		async (videos) => {
			testBed.simulator.faults.setSwitches({ deleteResponses: { videos } });
			const id = seedVideo(testBed);
			const json = onlyJson(await testBed.run(videoDelete(id)));
			expect(json).toEqual({ deleted: true });
			expect(testBed.calls()).toEqual([`DELETE videos/${id}`]);
			expect((await testBed.run(videoGet(id))).error).toMatchObject({ httpCode: '404' });
		},
	);

	it('should report a missing video', async () => {
		const id = seedVideo(testBed).replace(/\d+$/, '1');
		const out = await testBed.run(videoDelete(id));
		expect(out.error).toMatchObject({ httpCode: '404', message: expect.stringContaining(id) });
	});

	it('should delete each video of a batch', async () => {
		testBed.simulator.seedVideos(3);
		const items = testBed.simulator.jobs.map(({ id }) => ({ json: { id } }));
		const out = await testBed.run(videoDelete('={{ $json.id }}'), { items });
		expect(out.items).toHaveLength(3);
		expect(testBed.simulator.jobs.every(({ deleted }) => deleted)).toBe(true);
	});
});

describe('Video: Download', () => {
	it('should return the file of a finished video', async () => {
		const id = seedVideo(testBed);
		const out = await testBed.run(videoDownload(id));
		expect((await out.file()).data.equals(testBed.simulator.media.getBytes(id))).toBe(true);
		expect(onlyJson(out)).toMatchObject({ id });
	});

	it('should report an unfinished video', async () => {
		const { id } = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
		const out = await testBed.run(videoDownload(String(id)));
		expect(out.error?.message).toMatch(/still|not (ready|finished|completed)/i);
		expect(out.items).toEqual([]);
	});
});
