import { request } from 'undici';
import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, startReceiver, waitUntil, type Json } from './simulator-client.cts';
import { MINUTE } from '../../../nodes/shared/time';

describe('Simulator music videos', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const createMusicVideo = async (fields: object = {}) =>
		await client.create('music-video/create', {
			audio_path: await client.upload('audio'),
			...fields,
		});
	const readMusicVideo = async (id: string) => (await client.send(`music-video/${id}`)).json;
	const listMusicVideos = async (query = '') =>
		(await client.send(`music-video/${query}`)).json as {
			data: Json[];
			has_more: boolean;
			next_offset: number;
		};
	const readLibrary = async (query = '') =>
		(await client.send(`music-video/library/${query}`)).json as Record<string, Json[]>;

	it('should go through pending and processing to succeeded', async () => {
		const id = await createMusicVideo({ mode: 'performance', style: 'cinematic' });
		expect(id).toMatch(/-video:\d+$/);
		expect(await readMusicVideo(id)).toMatchObject({
			video_id: id,
			status: 'pending',
			mode: 'performance',
		});
		simulator.clock.advance(2 * MINUTE);
		expect((await readMusicVideo(id)).status).toBe('processing');
		expect(await readMusicVideo(id)).not.toHaveProperty('video');
		simulator.clock.advance(3 * MINUTE);
		const finished = await readMusicVideo(id);
		expect(finished).toMatchObject({
			status: 'succeeded',
			style: 'cinematic',
			audio_duration: 30,
			project_id: expect.any(Number),
			video: { video_id: id, url: expect.any(String), size: expect.any(Number), duration: 30 },
			files: [{ role: 'intermediate_image' }, { role: 'intermediate_video' }],
		});
		const { body } = await request(String((finished.video as Json).url));
		expect(Buffer.from(await body.arrayBuffer())).toEqual(simulator.media.getBytes(id));
	});

	it('should return the plain video record for the same ID, even while rendering', async () => {
		const id = await createMusicVideo();
		const readVideo = async () => (await client.send(`videos/${id}`)).json;
		expect(await readVideo()).toMatchObject({ video_id: id, video_status_name: 'GENERATING' });
		simulator.clock.advance(5 * MINUTE);
		expect(await readVideo()).toMatchObject({ video_status_name: 'COMPLETED', video_status: 1 });
	});

	it.each(['FAILED', 'MODERATED'] as const)('should fail with an error for %s', async (status) => {
		simulator.plannedResults.add({ endpoint: 'music-video/create', status });
		const id = await createMusicVideo();
		simulator.clock.advance(5 * MINUTE);
		expect(await readMusicVideo(id)).toMatchObject({ status: 'failed', error: expect.any(String) });
		expect((await client.send(`videos/${id}`)).json.video_status_name).toBe('FAILED');
	});

	it('should serve the video with and without captions when captions are requested', async () => {
		const id = await createMusicVideo({ subtitles: true });
		simulator.clock.advance(5 * MINUTE);
		const files = (await readMusicVideo(id)).files as Array<{ role: string; url: string }>;
		expect(files.map(({ role }) => role)).toEqual([
			'no_subtitle_video',
			'subtitle_ass',
			'intermediate_image',
			'intermediate_video',
		]);
		const plain = files[0]!;
		const { body } = await request(plain.url);
		const bytes = Buffer.from(await body.arrayBuffer());
		expect(bytes).toEqual(simulator.media.getBytes(id, 'no_subtitle_video'));
		expect(bytes).not.toEqual(simulator.media.getBytes(id));
		for (const { url } of files) expect((await request(url)).statusCode).toBe(200);
	});

	it('should list without an ID until the video has started', async () => {
		const first = await createMusicVideo();
		simulator.clock.advance(5 * MINUTE);
		await createMusicVideo();
		const { data } = await listMusicVideos();
		expect(data).toEqual([
			{ project_id: expect.any(Number), status: 'pending', name: expect.any(String) },
			expect.objectContaining({ video_id: first, status: 'succeeded' }),
		]);
		simulator.clock.advance(MINUTE);
		expect((await listMusicVideos()).data[0]).toMatchObject({ status: 'processing', video: {} });
		simulator.faults.setSwitches({ musicVideoIdFrom: 'finished' });
		expect((await listMusicVideos()).data[0]).not.toHaveProperty('video_id');
	});

	it('should return short and empty pages while has_more is true', async () => {
		for (let n = 0; n < 3; n += 1) await createMusicVideo();
		simulator.faults.setSwitches({ hiddenRows: { musicVideos: 3 } });
		const pages = [];
		for (let offset = 0, more = true; more; ) {
			const page = await listMusicVideos(`?limit=2&offset=${offset}`);
			pages.push(page.data.length);
			offset = page.next_offset;
			more = page.has_more;
		}
		expect(pages).toEqual([0, 1, 0, 1, 0, 1]);
		expect((await client.send('music-video/?limit=41')).status).toBe(400);
	});

	it('should return the library as a whole and by type', async () => {
		const all = await readLibrary();
		expect(Object.entries(all).map(([name, rows]) => [name, rows.length])).toEqual([
			['songs', 13],
			['characters', 15],
			['styles', 28],
		]);
		expect(Object.keys(await readLibrary('?type=styles'))).toEqual(['styles']);
		const song = all.songs![0]!;
		expect(Object.keys(song).sort()).toEqual(['audio_path', 'duration', 'name', 'url']);
		const { statusCode, headers } = await request(String(song.url));
		expect([statusCode, headers['content-type']]).toEqual([200, 'audio/mpeg']);
		expect((await client.send('music-video/library?type=voices')).status).toBe(400);
		simulator.accounts.add({ email: 'second@example.com' });
		expect((await client.send('music-video/library')).status).toBe(400);
		expect((await client.send('music-video')).status).toBe(400);
	});

	it('should accept library paths', async () => {
		const { songs, characters, styles } = await readLibrary();
		const id = await createMusicVideo({
			audio_path: songs![2]!.audio_path,
			image_path: characters![0]!.image_path,
			style: 'custom',
			style_image_path: styles![0]!.image_path,
		});
		expect(await readMusicVideo(id)).toMatchObject({
			audio_path: songs![2]!.audio_path,
			audio_duration: songs![2]!.duration,
		});
	});

	it.each<[string, object, string]>([
		['no song', { audio_path: undefined }, 'audio_path'],
		['a song that was not uploaded', { audio_path: 'upload/none.mp3' }, 'audio_path'],
		['an unknown mode', { mode: 'karaoke' }, 'mode'],
		['style custom without an image', { style: 'custom' }, 'style_image_path'],
		['another quality', { quality: '540p' }, 'quality'],
		['an unknown parameter', { template_id: 1 }, 'template_id'],
	])('should reject %s', async (_, fields, word) => {
		const audio_path = await client.upload('audio');
		expect(await client.getError('music-video/create', { audio_path, ...fields })).toEqual([
			400,
			expect.stringContaining(word),
		]);
	});

	it('should reject songs that are not MP3', async () => {
		const audio_path = await client.upload('audio', 'audio/wav');
		expect((await client.getError('music-video/create', { audio_path }))[1]).toContain('audio/wav');
	});

	it('should charge nothing for the first music video of an account and return the price of others', async () => {
		const audio_path = await client.upload('audio');
		const getQuote = async () =>
			(await client.post('music-video/create', { audio_path, quote: true })).json;
		expect(await getQuote()).toEqual({ cost_credits: 0 });
		await createMusicVideo();
		expect(simulator.jobs).toHaveLength(1);
		const { cost_credits } = await getQuote();
		expect(cost_credits).toBeGreaterThan(0);
		await createMusicVideo();
		expect(simulator.jobs.map(({ credits }) => credits)).toEqual([0, cost_credits]);
		simulator.accounts.setCredits('studio@example.com', 1);
		expect((await client.getError('music-video/create', { audio_path }))[0]).toBe(412);
	});

	it('should be deleted through videos', async () => {
		const id = await createMusicVideo();
		expect((await client.delete(`music-video/${id}`)).status).toBe(404);
		expect((await client.delete(`videos/${id}`)).status).toBe(200);
		expect((await client.send(`music-video/${id}`)).status).toBe(404);
		expect((await listMusicVideos()).data).toEqual([]);
	});

	it('should return 404 for the ID of an ordinary video and 400 for other IDs', async () => {
		const id = await client.createVideo();
		expect((await client.send(`music-video/${id}`)).status).toBe(404);
		expect((await client.send(`music-video/${encodeURIComponent(id)}`)).status).toBe(400);
		expect((await client.send('music-video/7')).status).toBe(400);
	});

	it('should be listed by the scheduler, and in GET videos only when the switch is on', async () => {
		const id = await createMusicVideo();
		expect((await client.send('scheduler')).json).toMatchObject([{ id, type: 'video' }]);
		expect((await client.send('videos')).json.data).toEqual([]);
		simulator.faults.setSwitches({ musicVideosInVideoList: true });
		expect((await client.send('videos')).json.data).toMatchObject([{ video_id: id }]);
	});

	it('should put the file in another place when the switch says so', async () => {
		const id = await createMusicVideo();
		simulator.clock.advance(5 * MINUTE);
		simulator.faults.setSwitches({ musicVideoFileIn: 'files' });
		const { video, files } = await readMusicVideo(id);
		expect(video).not.toHaveProperty('url');
		expect((files as Json[]).at(-1)).toMatchObject({ role: 'video', url: expect.any(String) });
		simulator.faults.setSwitches({ musicVideoFileIn: 'videoRecord' });
		expect(((await readMusicVideo(id)).files as Json[]).map(({ role }) => role)).not.toContain(
			'video',
		);
		expect((await client.send(`videos/${id}`)).json.url).toMatch(/^http/);
	});

	it('should call back with the object of GET', async () => {
		const receiver = await startReceiver();
		try {
			const id = await createMusicVideo({ replyUrl: receiver.url, replyRef: 'clip' });
			simulator.clock.advance(5 * MINUTE);
			await waitUntil(() => receiver.bodies.length === 2);
			expect(receiver.bodies.at(-1)).toEqual({ ...(await readMusicVideo(id)), replyRef: 'clip' });
		} finally {
			await receiver.close();
		}
	});
});
