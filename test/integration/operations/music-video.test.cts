import type { INodeParameters } from 'n8n-workflow';

import { buildMp3 } from '../../audio-files.cts';
import { files as samples, itemWithFile, startFileServer } from '../media.cts';
import {
	buildParameters,
	byId,
	fromBinary,
	fromList,
	fromPath,
	fromUrl,
	musicVideoCreate,
} from '../parameters.cts';
import {
	getCreateRequest,
	getCreateRequests,
	getUploads,
	SIMPLIFIED_FIELDS,
} from '../sent-requests.cts';
import { createTestBed, onlyJson, testAccount } from '../test-bed.cts';

const testBed = createTestBed({ accounts: [{ email: testAccount, maxJobs: 1000 }] });
const songItem = itemWithFile(samples.mp3);
const SONG = 'library/song/harbor_lights.mp3';
const storytelling = { mode: 'storytelling', prompt: 'two friends drive to the sea' };

const run = async (parameters: INodeParameters = {}, more = {}) =>
	await testBed.run(musicVideoCreate(parameters), { items: [songItem], ...more });
const firstId = () => testBed.simulator.jobs[0]?.id ?? '';
const operate = async (operation: string, parameters: INodeParameters = {}, more = {}) =>
	await testBed.run(buildParameters('musicVideo', operation, parameters), more);

describe('Music Video: Create', () => {
	it.each<[string, INodeParameters, Record<string, unknown>]>([
		['song and mode', {}, {}],
		['a style from the list', { style: fromList('voxel') }, { style: 'voxel' }],
		['a typed style that the list lacks', { style: byId('K-Pop 2027') }, { style: 'K-Pop 2027' }],
		['another mode', { mode: 'expressive' }, { mode: 'expressive' }],
		['subtitles', { subtitles: true }, { subtitles: true }],
		['a quality', { quality: '1080p' }, { quality: '1080p' }],
		['the storyline', storytelling, storytelling],
		[
			'a character of the library',
			{ character: fromList('library/character/ada.webp') },
			{ image_path: 'library/character/ada.webp' },
		],
		[
			'a style image of the library',
			{ style: fromList('custom'), styleImage: fromList('library/style/voxel.webp') },
			{ style: 'custom', style_image_path: 'library/style/voxel.webp' },
		],
		// The mode hides the field, so its earlier value is ignored.
		['no style in storytelling', { ...storytelling, style: fromList('voxel') }, storytelling],
		['no storyline in performance', { prompt: 'a story' }, {}],
	])('should send %s and nothing else', async (_what, parameters, expected) => {
		const out = await run({ waitMode: 'none', ...parameters });
		expect(out.error).toBeUndefined();
		expect(getCreateRequest(testBed)).toEqual({
			path: 'music-video/create',
			body: {
				audio_path: expect.stringMatching(/^upload\/.*\.mp3$/),
				mode: 'performance',
				...expected,
			},
		});
	});

	it('should take the song from a URL, an earlier upload, and the library', async () => {
		const server = await startFileServer({
			'/song.mp3': { body: samples.mp3.data, type: 'audio/mpeg' },
		});
		try {
			for (const song of [fromUrl(`${server.url}/song.mp3`), fromList(SONG), fromPath(SONG)]) {
				const out = await run({ waitMode: 'none', song });
				expect(out.error).toBeUndefined();
			}
		} finally {
			await server.stop();
		}
		expect(getUploads(testBed)).toHaveLength(1);
		expect(
			testBed.simulator.jobs.map(({ parameters }) => parameters.musicVideo?.audioPath),
		).toEqual([expect.stringMatching(/^upload\//), SONG, SONG]);
	});

	it('should upload the images of character and style', async () => {
		const item = { binary: { data: samples.mp3, photo: samples.png, look: samples.webp } };
		const parameters = {
			character: fromBinary('photo'),
			style: fromList('custom'),
			styleImage: fromBinary('look'),
		};
		const out = await run({ waitMode: 'none', ...parameters }, { items: [item] });
		expect(out.error).toBeUndefined();
		expect(getUploads(testBed)).toHaveLength(3);
		expect(getCreateRequest(testBed).body).toMatchObject({
			image_path: expect.stringMatching(/^upload\/.*png$/),
			style_image_path: expect.stringMatching(/^upload\/.*webp$/),
		});
	});

	it.each<[string, INodeParameters, RegExp]>([
		['no song', { song: fromBinary("={{ '' }}") }, /"Song" is empty/],
		['an unknown binary field', { song: fromBinary('tune') }, /"Song".*binary field "tune"/],
		[
			'a web page as path',
			{ song: fromPath('https://example.com/a.mp3') },
			/"Song" is not the path/,
		],
		[
			'an unknown mode',
			{ mode: '={{ "karaoke" }}' },
			/"Mode" is karaoke, but must be performance, expressive or storytelling/,
		],
		[
			'an unknown quality',
			{ quality: '={{ "540p" }}' },
			/"Quality" is 540p, but must be 720p or 1080p/,
		],
		['a story without a storyline', { mode: 'storytelling' }, /"Prompt" is empty/],
		[
			'style custom without an image',
			{ style: fromList('custom') },
			/"Style Image" is empty, but the style custom requires it/,
		],
		[
			'a style image with another style',
			{ style: byId('={{ "voxel" }}'), styleImage: fromPath('library/style/voxel.webp') },
			/"Style Image" is set, but the style is voxel/,
		],
		[
			'a character that is a song',
			{ character: fromBinary() },
			/"Character" needs an image, but the file is audio\/mpeg/,
		],
	])('should reject %s before anything is sent', async (_what, parameters, message) => {
		const { error } = await run(parameters);
		expect(error?.message).toMatch(message);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it.each([
		['WAV', { ...samples.mp3, fileName: 'tone.wav', mimeType: 'audio/wav' }],
		['a video', samples.mp4],
		['too short', { ...samples.mp3, data: buildMp3(8) }],
		['too long', { ...samples.mp3, data: buildMp3(365) }],
	])('should reject a song that is %s', async (_what, file) => {
		const { error } = await run({}, { items: [itemWithFile(file)] });
		expect(error?.message).toMatch(
			/"Song" (is of type audio\/wav, which is not accepted here|needs an audio, but the file is|is (8|365) s long, but PixVerse accepts 10 to 360 s)/,
		);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should name a parameter that the API rejects as the editor does', async () => {
		const { error } = await run({ song: fromPath('upload/none.mp3') });
		expect(error?.message).toMatch(/"Song" \(audio_path\): upload\/none\.mp3 was not uploaded/);
	});

	it('should wait until the video is finished and return its file', async () => {
		const json = onlyJson(await run({ quality: '1080p' }));
		expect(Object.keys(json)).toEqual(SIMPLIFIED_FIELDS);
		expect(json).toMatchObject({
			id: firstId(),
			status: 'COMPLETED',
			url: expect.stringContaining('.mp4'),
			account: testAccount,
			quality: '1080p',
			duration: 30,
		});
		const out = await run({ download: true });
		const file = await out.file();
		expect(file.fileName).toMatch(/^pixverse-music-video-\d+\.mp4$/);
		const second = testBed.simulator.jobs[1]?.id ?? '';
		expect(file.data.equals(testBed.simulator.media.getBytes(second))).toBe(true);
	});

	it.each(['video', 'files', 'videoRecord'] as const)(
		'should find the file where the API has it (%s)',
		async (musicVideoFileIn) => {
			testBed.simulator.faults.setSwitches({ musicVideoFileIn });
			const out = await run({ download: true, subtitles: true });
			expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED' });
			const { data } = await out.file();
			expect(data.equals(testBed.simulator.media.getBytes(firstId()))).toBe(true);
		},
	);

	it('should wait longer than for other videos by default', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 35 * 60_000 });
		const options = { pollInterval: 1200 };
		expect(onlyJson(await run({ options }))).toMatchObject({ status: 'COMPLETED' });
	});

	it('should poll about once a minute', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 20 * 60_000 });
		onlyJson(await run());
		const reads = testBed.calls().filter((call) => call.startsWith('GET music-video/user:'));
		expect(reads.length).toBeGreaterThan(5);
		expect(reads.length).toBeLessThan(28);
	});

	it('should finish all items of a batch with one GET each, in input order', async () => {
		const items = [30, 10, 20, 40].map((minutes, index) => ({
			json: { prompt: `story ${index} [takes ${minutes * 60}s]` },
		}));
		const parameters = { ...storytelling, song: fromList(SONG), prompt: '={{ $json.prompt }}' };
		const out = await run({ ...parameters }, { items });
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.prompt)).toEqual(items.map(({ json }) => json.prompt));
		expect(testBed.calls().filter((call) => call.startsWith('GET music-video/?'))).toEqual([]);
	});

	it('should report why it failed, with its ID', async () => {
		testBed.simulator.plannedResults.add({ status: 'FAILED' });
		const { error } = await run();
		expect(error?.message).toMatch(/couldn't generate the music video of item 0/);
		expect(error?.description).toContain('The music video could not be generated');
		expect(error?.description).toContain(firstId());
	});

	it('should return the ID after the timeout, for Wait for Completion', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 10 * 60_000 });
		const { error } = await run({ options: { timeout: 1 } });
		expect(error?.message).toMatch(/music video is not finished after 1 min/);
		expect(error?.description).toContain(`${firstId()} to Music Video: Wait for Completion`);
		expect(onlyJson(await operate('wait', { videoId: firstId() }))).toMatchObject({
			id: firstId(),
			status: 'COMPLETED',
		});
	});

	it('should only describe the request in a dry run', async () => {
		const json = onlyJson(await run({ options: { dryRun: true } }));
		expect(json).toMatchObject({
			dryRun: true,
			endpoint: 'POST music-video/create',
			request: { mode: 'performance', audio_path: expect.stringContaining('would be uploaded') },
		});
		expect(getCreateRequests(testBed)).toEqual([]);
	});
});
