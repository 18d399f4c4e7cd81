import type { INodeParameters } from 'n8n-workflow';

import { buildMp3, buildWav } from '../../audio-files.cts';
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
	motionControl,
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

	it('should send the account only with a file, because an ID has its own', async () => {
		const account = fromList(testAccount);
		const sourceVideo = fromBinary();
		const parameters = extend({ sourceVideo, account, waitMode: 'none' });
		onlyJson(await testBed.run(parameters, { items: [itemWithFile(samples.mp4)] }));
		expect(getCreateRequest(testBed).body).toMatchObject({ email: testAccount });
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

describe('Video: Lip Sync', () => {
	const getSource = () => byId(seedVideo(testBed));

	it.each([
		['a number', '2', 2],
		['a word', 'Auto', 'Auto'],
	])('should send a voice that is %s', async (_what, chosen, sent) => {
		const parameters = { sourceVideo: getSource(), prompt: 'Hi', speakerId: fromList(chosen) };
		onlyJson(await testBed.run(lipSync({ ...parameters, waitMode: 'none' })));
		expect(getCreateRequest(testBed).body).toMatchObject({ prompt: 'Hi', speaker_id: sent });
	});

	it.each([
		['chosen', { speechSource: 'audio' }],
		['set in a workflow that was saved before there was a choice', {}],
		['chosen, whatever text is left over', { speechSource: 'audio', prompt: 'Hi' }],
	])('should use an audio file that is %s', async (_how, chosen) => {
		const parameters = {
			...chosen,
			sourceVideo: getSource(),
			audioTrack: fromBinary(),
			options: { originalSoundSwitch: false },
			waitMode: 'none',
		};
		onlyJson(await testBed.run(lipSync(parameters), { items: [itemWithFile(samples.mp3)] }));
		expect(getCreateRequest(testBed).body).toEqual({
			video_id: expect.any(String),
			audio_path: expect.stringMatching(/\.mp3$/),
			original_sound_switch: false,
		});
	});

	it('should send a model only if one is set', async () => {
		const parameters = { sourceVideo: getSource(), prompt: 'Hi', waitMode: 'none' };
		onlyJson(await testBed.run(lipSync(parameters)));
		onlyJson(await testBed.run(lipSync({ ...parameters, model: typedModel('v6') })));
		const models = getCreateRequests(testBed).map(({ body }) => (body as INodeParameters).model);
		expect(models).toEqual([undefined, 'v6']);
	});

	it('should send the account only with a file, because an ID has its own', async () => {
		const account = fromList(testAccount);
		const parameters = { account, prompt: 'Hi', waitMode: 'none' };
		const items = [itemWithFile(samples.mp4)];
		onlyJson(await testBed.run(lipSync({ ...parameters, sourceVideo: getSource() }), { items }));
		onlyJson(await testBed.run(lipSync({ ...parameters, sourceVideo: fromBinary() }), { items }));
		const emails = getCreateRequests(testBed).map(({ body }) => (body as INodeParameters).email);
		expect(emails).toEqual([undefined, testAccount]);
	});

	it.each([
		['a WAV', { data: buildWav(61), fileName: 'a.wav', mimeType: 'audio/wav' }],
		['an MP3', { data: buildMp3(75), fileName: 'a.mp3', mimeType: 'audio/mpeg' }],
	])('should reject %s of more than 60 s before anything is sent', async (_what, file) => {
		const parameters = lipSync({
			sourceVideo: getSource(),
			speechSource: 'audio',
			audioTrack: fromBinary(),
		});
		const { error } = await testBed.run(parameters, { items: [itemWithFile(file)] });
		expect(error?.message).toMatch(/^"Audio" is \d+ s long, but PixVerse accepts up to 60 s/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should leave the length to the API if the file does not contain it', async () => {
		// 65 s.
		const file = { ...samples.mp3, data: Buffer.concat(Array(5).fill(samples.mp3.data)) };
		const audioTrack = fromBinary();
		const parameters = lipSync({ sourceVideo: getSource(), speechSource: 'audio', audioTrack });
		const { error } = await testBed.run(parameters, { items: [itemWithFile(file)] });
		expect(error?.message).toMatch(
			/^PixVerse rejected the request to lip-sync the video:.*60 s long/,
		);
	});

	it('should validate the length of a file from a URL before it is uploaded', async () => {
		const site = await startFileServer({ '/a.wav': { body: buildWav(61), type: 'audio/wav' } });
		const audioTrack = fromUrl(`${site.url}/a.wav`);
		const parameters = lipSync({ sourceVideo: getSource(), speechSource: 'audio', audioTrack });
		const { error } = await testBed.run(parameters);
		await site.stop();
		expect(error?.message).toMatch(/^"Audio" is 61 s long/);
		expect(getUploads(testBed)).toHaveLength(0);
		expect(getCreateRequests(testBed)).toHaveLength(0);
	});

	it.each<[string, INodeParameters, RegExp]>([
		['neither text nor audio', {}, /"Text" is empty/],
		['a text over 200 characters', { prompt: 'x'.repeat(201) }, /"Text" has 201.*200/],
		['an image as audio', { audioTrack: fromBinary() }, /"Audio" needs an audio/],
	])('should reject %s', async (_what, parameters, pattern) => {
		const all = lipSync({ sourceVideo: getSource(), ...parameters });
		const { error } = await testBed.run(all, { items: [itemWithFile(samples.png)] });
		expect(error?.message).toMatch(pattern);
		expect(testBed.simulator.requests).toHaveLength(0);
	});
});

describe('Video: Lip Sync by text', () => {
	it('should send no audio file that is left over', async () => {
		const parameters = {
			sourceVideo: byId(seedVideo(testBed)),
			speechSource: 'text',
			prompt: 'Hi',
			audioTrack: fromPath('upload/a.mp3'),
			waitMode: 'none',
		};
		onlyJson(await testBed.run(lipSync(parameters)));
		expect(getCreateRequest(testBed).body).toEqual({ video_id: expect.any(String), prompt: 'Hi' });
	});
});

describe('A video that was chosen from the list', () => {
	it('should be sent by its ID', async () => {
		const id = seedVideo(testBed);
		onlyJson(await testBed.run(extend({ sourceVideo: fromList(id), waitMode: 'none' })));
		expect(getCreateRequest(testBed).body).toMatchObject({ video_id: id });
	});

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

describe('Video: Motion Control', () => {
	const items = [{ binary: { who: samples.png, how: samples.mp4 } }];
	const inputs = { character: fromBinary('who'), motionVideo: fromBinary('how') };

	it('should upload both inputs and send their paths', async () => {
		const parameters = motionControl({ ...inputs, quality: '540p', waitMode: 'none' });
		onlyJson(await testBed.run(parameters, { items }));
		expect(getCreateRequest(testBed)).toEqual({
			path: 'videos/motion-control',
			body: {
				model: 'v5.6',
				quality: '540p',
				frame_1_path: expect.stringMatching(/\.png$/),
				video_1_path: expect.stringMatching(/\.mp4$/),
			},
		});
	});

	it.each([
		['a missing character', { character: fromPath("={{ '' }}") }, /"Character" is empty/],
		['a missing video', { motionVideo: fromPath("={{ '' }}") }, /"Motion Video" is empty/],
		['the two swapped', { character: fromBinary('how') }, /"Character" needs an image/],
		['1080p', { quality: "={{ '1080p' }}" }, /"Quality" is 1080p/],
	])('should reject %s', async (_what, parameters, pattern) => {
		const { error } = await testBed.run(motionControl({ ...inputs, ...parameters }), { items });
		expect(`${error?.message} ${error?.description}`).toMatch(pattern);
		expect(getCreateRequests(testBed)).toHaveLength(0);
		expect(getUploads(testBed)).toHaveLength(0);
	});
});
