import type { INodeParameters } from 'n8n-workflow';

import { listSearch } from '../harness/harness.cts';
import { files as samples, itemWithFile } from '../media.cts';
import { buildParameters, musicVideoCreate, typedAccount } from '../parameters.cts';
import { createTestBed, onlyJson, testAccount } from '../test-bed.cts';

const testBed = createTestBed({ accounts: [{ email: testAccount, maxJobs: 1000 }] });
const songItem = itemWithFile(samples.mp3);
const SONG = 'library/song/harbor_lights.mp3';

const run = async (parameters: INodeParameters = {}, more = {}) =>
	await testBed.run(musicVideoCreate(parameters), { items: [songItem], ...more });
const firstId = () => testBed.simulator.jobs[0]?.id ?? '';
const operate = async (operation: string, parameters: INodeParameters = {}, more = {}) =>
	await testBed.run(buildParameters('musicVideo', operation, parameters), more);

/** Creates finished music videos without the node. Returns their IDs, oldest first. */
async function seed(count = 1, body: object = {}): Promise<string[]> {
	for (let index = 0; index < count; index++) {
		const { url, token } = testBed.simulator;
		const response = await fetch(`${url}/v2/pixverse/music-video/create`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ audio_path: SONG, ...body }),
		});
		expect(response.status).toBe(200);
	}
	const ids = testBed.simulator.jobs.map(({ id }) => id);
	for (const id of ids) testBed.simulator.lifecycle.finishById(id);
	return ids;
}

describe('Music Video: Download', () => {
	const download = async (version?: string, count = 1) =>
		await operate(
			'download',
			{ videoId: '={{ $json.id }}', ...(version && { version }) },
			{ items: testBed.simulator.jobs.slice(0, count).map(({ id }) => ({ json: { id } })) },
		);
	const getBytes = (version?: 'no_subtitle_video') =>
		testBed.simulator.media.getBytes(firstId(), version);

	it.each<[string | undefined, 'no_subtitle_video' | undefined]>([
		[undefined, undefined],
		['finished', undefined],
		['withoutSubtitles', 'no_subtitle_video'],
	])('should download one version (%s) of a video with subtitles', async (version, file) => {
		await seed(1, { subtitles: true });
		const out = await download(version);
		expect(out.error).toBeUndefined();
		expect(Object.keys(out.items[0]?.binary ?? {})).toEqual(['data']);
		expect((await out.file()).data.equals(getBytes(file))).toBe(true);
	});

	it('should download both versions into two fields', async () => {
		await seed(1, { subtitles: true });
		const out = await download('both');
		expect(Object.keys(out.items[0]?.binary ?? {})).toEqual(['data', 'dataWithoutSubtitles']);
		expect((await out.file()).data.equals(getBytes())).toBe(true);
		const plain = await out.file(0, 'dataWithoutSubtitles');
		expect(plain.data.equals(getBytes('no_subtitle_video'))).toBe(true);
		expect(plain.fileName).toMatch(/^pixverse-music-video-\d+-without-subtitles\.mp4$/);
	});

	it('should download both versions of several videos', async () => {
		await seed(4, { subtitles: true });
		const out = await download('both', 4);
		expect(out.items.map(({ binary }) => Object.keys(binary ?? {}).length)).toEqual([2, 2, 2, 2]);
	});

	it.each(['withoutSubtitles', 'both'])(
		'should download the only version of a video made without subtitles (%s)',
		async (version) => {
			await seed();
			const out = await download(version);
			expect(Object.keys(out.items[0]?.binary ?? {})).toEqual(['data']);
			expect((await out.file()).data.equals(getBytes())).toBe(true);
		},
	);

	it('should fail for a video that is not finished, and for the ID of an ordinary video', async () => {
		const out = await run({ waitMode: 'none' });
		const running = await operate('download', { videoId: String(out.items[0]?.json.id) });
		expect(running.error?.message).toMatch(/music video is not finished yet/);
		testBed.simulator.seedVideos(1);
		const other = testBed.simulator.jobs.at(-1)?.id ?? '';
		expect((await operate('download', { videoId: other })).error?.message).toMatch(
			/The music video .* was not found/,
		);
	});
});

describe('Music Video: Get, Get Many, and Delete', () => {
	it('should return the simplified and the raw video', async () => {
		const [id = ''] = await seed(1, { subtitles: true, mode: 'expressive' });
		expect(onlyJson(await operate('get', { videoId: id }))).toMatchObject({
			id,
			status: 'COMPLETED',
			url: expect.stringContaining('.mp4'),
		});
		const raw = onlyJson(await operate('get', { videoId: id, simplify: false }));
		expect(raw).toMatchObject({
			status: 'succeeded',
			mode: 'expressive',
			video: { video_id: id },
			files: expect.arrayContaining([expect.objectContaining({ role: 'subtitle_ass' })]),
		});
	});

	it.each([
		['an image', `user:1-pixverse:${testAccount}-image:7`],
		['nothing', 'video 7'],
	])('should reject the ID of %s', async (_what, videoId) => {
		for (const operation of ['get', 'delete', 'wait', 'download']) {
			const { error } = await operate(operation, { videoId });
			expect(error?.message).toMatch(/"Music Video" is /);
		}
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it.each([0, 1, 3, 45])(
		'should list all music videos, newest first, with %i other projects between two of them',
		async (hidden) => {
			const ids = await seed(9);
			testBed.simulator.faults.setSwitches({ hiddenRows: { musicVideos: hidden } });
			const out = await operate('getAll', { returnAll: true });
			expect(out.error).toBeUndefined();
			expect(out.items.map(({ json }) => json.id)).toEqual([...ids].reverse());
			const some = await operate('getAll', { limit: 4 });
			expect(some.items.map(({ json }) => json.id)).toEqual([...ids].reverse().slice(0, 4));
		},
	);

	it('should list a video that PixVerse has not begun without an ID', async () => {
		await run({ waitMode: 'none' });
		const [item] = (await operate('getAll')).items;
		expect(item?.json).toMatchObject({ id: null, status: 'QUEUED', url: null });
	});

	it('should delete the video', async () => {
		const [videoId = ''] = await seed();
		expect(onlyJson(await operate('delete', { videoId }))).toEqual({ deleted: true });
		expect((await operate('get', { videoId })).error?.message).toMatch(/was not found/);
	});
});

describe('Music Video: Get Library', () => {
	it.each([
		['songs', 13, 'audio_path'],
		['characters', 15, 'image_path'],
		['styles', 28, 'image_path'],
	])('should return the %s', async (type, count, field) => {
		const out = await operate('getLibrary', { type, returnAll: true });
		expect(out.items).toHaveLength(count);
		for (const { json } of out.items) expect(json).toMatchObject({ [field]: expect.any(String) });
		expect((await operate('getLibrary', { type, limit: 3 })).items).toHaveLength(3);
	});

	it('should need an account if there are two', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const { error } = await operate('getLibrary');
		expect(`${error?.message} ${error?.description}`).toMatch(/account/i);
		const account = typedAccount('second@example.com');
		expect((await operate('getLibrary', { account })).error).toBeUndefined();
	});

	it('should fill the lists of the editor', async () => {
		const search = async (method: string, filter?: string) => {
			const use = testBed.use(musicVideoCreate());
			return (await listSearch(method, { ...use, ...(filter && { filter }) })).results;
		};
		const entry = (name: string, path: string) => ({
			name,
			value: path,
			// The file, to hear or see it.
			url: expect.stringMatching(new RegExp(`^http://.*/${path}$`)),
		});
		expect(await search('searchSongs', 'harbor')).toEqual([entry('Harbor Lights · 0:30', SONG)]);
		expect(await search('searchCharacters', 'ada')).toContainEqual(
			entry('Ada', 'library/character/ada.webp'),
		);
		const styles = await search('searchStyles');
		expect(styles.slice(0, 3).map(({ value }) => value)).toEqual(['auto', 'custom', 'cinematic']);
		expect(styles).toHaveLength(30);
		expect(await search('searchStyleImages', 'voxel')).toEqual([
			entry('voxel', 'library/style/voxel.webp'),
		]);
	});
});
