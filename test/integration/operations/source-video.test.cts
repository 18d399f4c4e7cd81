import type { INodeParameters } from 'n8n-workflow';

import { listSearch } from '../harness/harness.cts';
import { files as samples, itemWithFile, startFileServer } from '../media.cts';
import {
	fromBinary,
	fromPath,
	fromUrl,
	model,
	typedModel,
	buildParameters,
	byId,
	extend,
	fromList,
	imageCreate,
	lipSync,
	modify,
	restyle,
} from '../parameters.cts';
import { onlyJson, createTestBed, testAccount } from '../test-bed.cts';
import { getCreateRequest, getCreateRequests, seedVideo, getUploads } from '../sent-requests.cts';

const testBed = createTestBed();

let website: Awaited<ReturnType<typeof startFileServer>>;
beforeAll(async () => {
	website = await startFileServer({ '/clip.mp4': { body: samples.mp4.data, type: 'video/mp4' } });
});
afterAll(async () => await website.stop());

/** The operations with a source video, with other required parameters and the body that they send. */
const videoOperations = [
	['Extend', 'videos/extend', extend, {}, { model: 'v6' }],
	['Modify', 'videos/modify', modify, {}, { model: 'v5.5', prompt: 'a red car' }],
	['Restyle', 'videos/restyle', restyle, {}, { model: 'v4', prompt: 'as a watercolor' }],
	['Lip Sync', 'videos/lipsync', lipSync, { prompt: 'Welcome!' }, { prompt: 'Welcome!' }],
] as const;

describe.each(videoOperations)('Video: %s', (_name, path, build, needs, sent) => {
	it('should start from a video of PixVerse by its ID and send nothing that was not set', async () => {
		const id = seedVideo(testBed);
		const out = await testBed.run(build({ ...needs, sourceVideo: byId(id), waitMode: 'none' }));
		expect(out.error).toBeUndefined();
		expect(getCreateRequest(testBed)).toEqual({ path, body: { ...sent, video_id: id } });
		expect(getUploads(testBed)).toHaveLength(0);
	});

	it('should decode a percent-encoded ID', async () => {
		const id = seedVideo(testBed);
		const sourceVideo = byId(encodeURIComponent(id));
		onlyJson(await testBed.run(build({ ...needs, sourceVideo, waitMode: 'none' })));
		expect(getCreateRequest(testBed).body).toMatchObject({ video_id: id });
	});

	it('should accept an ID where a path is expected, as expressions return either', async () => {
		const id = seedVideo(testBed);
		onlyJson(await testBed.run(build({ ...needs, sourceVideo: fromPath(id), waitMode: 'none' })));
		expect(getCreateRequest(testBed).body).toMatchObject({ video_id: id });
	});

	it.each<[string, () => INodeParameters[string], number]>([
		['a file of the item', () => fromBinary(), 1],
		['a URL', () => fromUrl(`${website.url}/clip.mp4`), 1],
	])('should start from %s', async (_from, getSource, uploads) => {
		const parameters = build({ ...needs, sourceVideo: getSource(), waitMode: 'none' });
		onlyJson(await testBed.run(parameters, { items: [itemWithFile(samples.mp4)] }));
		expect(getCreateRequest(testBed).body).toEqual({
			...sent,
			video_path: expect.stringMatching(/^upload\/.+\.mp4$/),
		});
		expect(getUploads(testBed)).toHaveLength(uploads);
	});

	it('should send the account only with a file, because an ID has its own', async () => {
		const parameters = { ...needs, account: fromList(testAccount), waitMode: 'none' };
		const items = [itemWithFile(samples.mp4)];
		for (const sourceVideo of [byId(seedVideo(testBed)), fromBinary()])
			onlyJson(await testBed.run(build({ ...parameters, sourceVideo }), { items }));
		const emails = getCreateRequests(testBed).map(({ body }) => (body as INodeParameters).email);
		expect(emails).toEqual([undefined, testAccount]);
	});

	it('should wait for the result', async () => {
		const sourceVideo = byId(seedVideo(testBed));
		const json = onlyJson(await testBed.run(build({ ...needs, sourceVideo })));
		expect(json).toMatchObject({ id: testBed.simulator.jobs.at(-1)?.id, status: 'COMPLETED' });
	});

	it.each<[string, () => Promise<INodeParameters[string]>, RegExp]>([
		['nothing', async () => byId("={{ '' }}"), /"Source Video" is empty/],
		[
			'the ID of an image',
			async () => byId(String(onlyJson(await testBed.run(imageCreate())).id)),
			/"Source Video" is the ID of an image, not of a video/,
		],
		[
			'a text that is not an ID',
			async () => byId('my video'),
			/"Source Video" is not a PixVerse ID/,
		],
		['an image file', async () => fromBinary('picture'), /"Source Video" needs a video/],
	])('should reject %s', async (_what, getSource, pattern) => {
		const parameters = build({ ...needs, sourceVideo: await getSource() });
		const before = testBed.simulator.requests.length;
		const items = [{ binary: { picture: samples.png } }];
		const { error } = await testBed.run(parameters, { items });
		expect(`${error?.message} ${error?.description}`).toMatch(pattern);
		expect(testBed.simulator.requests).toHaveLength(before);
	});

	it('should report a missing video', async () => {
		const id = `user:1234-pixverse:${testAccount}-video:7`;
		const { error } = await testBed.run(build({ ...needs, sourceVideo: byId(id) }));
		expect(error).toMatchObject({ httpCode: '404' });
		expect(error?.message).toContain(`The source ${id} was not found`);
		expect(error?.description).toContain('Check the ID');
	});
});

describe('Video: Extend', () => {
	it('should send everything that can be set', async () => {
		const id = seedVideo(testBed);
		const parameters = extend({
			sourceVideo: byId(id),
			prompt: 'the camera rises',
			duration: 8,
			quality: '1080p',
			account: fromList(testAccount),
			options: { audio: true, seed: 5, offPeakMode: true },
			waitMode: 'none',
		});
		onlyJson(await testBed.run(parameters));
		expect(getCreateRequest(testBed).body).toEqual({
			video_id: id,
			prompt: 'the camera rises',
			model: 'v6',
			duration: 8,
			quality: '1080p',
			audio: true,
			seed: 5,
			off_peak_mode: true,
		});
	});

	it('should know that Grok Imagine adds 2 to 10 s', async () => {
		const parameters = { sourceVideo: byId(seedVideo(testBed)), model: model('grok-imagine') };
		const { error } = await testBed.run(extend({ ...parameters, duration: '={{ 12 }}' }));
		// The node doesn't enforce limits from other sources.
		expect(error?.message).toMatch(/duration|Duration/);
	});
});

describe('Video: Extend with a model other than v6', () => {
	it('should offer only the models that the API names', async () => {
		const found = await listSearch('searchModels', testBed.use(extend()));
		expect(found.results.map(({ value }) => value)).toEqual(['v6', 'grok-imagine']);
	});

	it.each(['audio', 'seed'])('should not send %s to Grok Imagine', async (option) => {
		const { error } = await testBed.run(
			extend({
				sourceVideo: byId(seedVideo(testBed)),
				model: model('grok-imagine'),
				options: { [option]: option === 'audio' ? true : 5 },
			}),
		);
		expect(error?.message).toMatch(/^"(Audio|Seed)" is set, but grok-imagine/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should send an older model that was typed, and let the API decide', async () => {
		const parameters = {
			sourceVideo: byId(seedVideo(testBed)),
			model: typedModel('v5.5'),
			waitMode: 'none',
		};
		const { error } = await testBed.run(extend(parameters));
		expect(error).toMatchObject({ httpCode: '400' });
		testBed.simulator.faults.setSwitches({ extendLegacyModels: true });
		expect(onlyJson(await testBed.run(extend(parameters))).id).toMatch(/-video:\d+$/);
		expect(getCreateRequests(testBed).at(-1)?.body).toMatchObject({ model: 'v5.5' });
	});
});

describe('Video: Restyle', () => {
	it('should send the style', async () => {
		const sourceVideo = byId(seedVideo(testBed));
		const restyleId = fromList('321958630120017');
		onlyJson(await testBed.run(restyle({ sourceVideo, restyleId, waitMode: 'none' })));
		expect(getCreateRequest(testBed).body).toMatchObject({ restyle_id: '321958630120017' });
	});

	it('should say that the API may have retired it, and what to use instead', async () => {
		testBed.simulator.faults.setSwitches({ retired: { restyle: true } });
		const runs = [
			restyle({ sourceVideo: byId(seedVideo(testBed)) }),
			buildParameters('video', 'getRestyles'),
		];
		for (const parameters of runs) {
			const { error } = await testBed.run(parameters);
			expect(error).toMatchObject({ httpCode: '404' });
			expect(error?.message).toMatch(/the API may no longer have this endpoint/);
			expect(error?.description).toContain('Use Video: Modify');
		}
		await expect(listSearch('searchRestyles', testBed.use(restyle()))).rejects.toThrow(
			"PixVerse can't list the styles: the API may no longer have this endpoint",
		);
	});
});

describe('A video that was chosen from the list', () => {
	it.each<[string, (id: string) => INodeParameters[string]]>([
		['an ID as text, as in workflows saved before there was a list', (id) => id],
		['an expression, as in workflows saved before there was a list', (id) => `={{ '${id}' }}`],
		['the list', fromList],
		['the ID mode', byId],
	])('should be found by %s', async (_how, toValue) => {
		const id = seedVideo(testBed);
		const parameters = { resource: 'video', operation: 'get', videoId: toValue(id) };
		expect(onlyJson(await testBed.run(parameters))).toMatchObject({ id });
		const sourceVideo = toValue(id);
		onlyJson(await testBed.run(extend({ sourceVideo, waitMode: 'none' })));
		expect(getCreateRequest(testBed).body).toMatchObject({ video_id: id });
	});
});
