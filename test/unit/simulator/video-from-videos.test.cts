import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, type Json } from './simulator-client.cts';

describe('Simulator videos from videos', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	/** Creates a finished video and returns its ID. */
	const createFinishedVideo = async (fields: object = {}) => {
		const id = await client.createVideo(fields);
		simulator.clock.advance(24_000);
		return id;
	};
	/** Creates a video and returns its object when it is finished. */
	const createAndFinish = async (path: string, fields: object) => {
		const id = await client.create(path, fields);
		simulator.clock.advance(24_000);
		return (await client.send(`videos/${id}`)).json;
	};
	const listStatuses = async (path: string, all: object[]) =>
		await Promise.all(all.map(async (fields) => (await client.post(path, fields)).status));

	describe('extend', () => {
		it('should extend a generated or uploaded video', async () => {
			const video_id = await createFinishedVideo({ aspect_ratio: '9:16' });
			expect(await createAndFinish('videos/extend', { video_id, duration: 15 })).toMatchObject({
				model: 'v6',
				quality: '720p',
				duration: 15,
				extended: 1,
				original_video_id: video_id,
				aspect_ratio: '9:16',
			});
			const video_path = await client.upload('video');
			expect(await createAndFinish('videos/extend', { video_path })).toMatchObject({
				original_video_id: 0,
			});
		});

		it('should accept v6 and grok-imagine, and v5.5 only when the switch is on', async () => {
			const video_id = await createFinishedVideo();
			const all = [
				{ video_id, model: 'grok-imagine', duration: 10 },
				{ video_id, model: 'grok-imagine', duration: 11 },
				{ video_id, model: 'grok-imagine', quality: '1080p' },
				{ video_id, model: 'v5.5' },
				{ video_id, audio: true },
				{ video_id, aspect_ratio: '16:9' },
				{ video_id, seed: 5 },
				{ video_id, model: 'grok-imagine', seed: 5 },
				{ video_id, model: 'grok-imagine', audio: false },
				{ video_id, email: 'studio@example.com' },
			];
			expect(await listStatuses('videos/extend', all)).toEqual([
				...[200, 400, 400, 400, 200, 400, 200, 400, 400, 400],
			]);
			simulator.faults.setSwitches({ extendLegacyModels: true });
			expect(await listStatuses('videos/extend', [all[3]!])).toEqual([200]);
		});

		it('should require exactly one finished source video', async () => {
			const video_id = await createFinishedVideo();
			const video_path = await client.upload('video');
			const running = await client.createVideo();
			const failed = await createFinishedVideo({ prompt: '[failed]' });
			expect(
				await listStatuses('videos/extend', [
					{},
					{ video_id, video_path },
					{ video_id: `${video_id}9` },
					{ video_id: running.replace(/\d+$/, '1') },
					{ video_id: failed },
					{ video_id: encodeURIComponent(video_id) },
					{ video_id: video_id.replace('-video:', '-image:') },
					{ video_path: await client.upload('image') },
				]),
			).toEqual([400, 400, 404, 404, 400, 400, 400, 400]);
			const queued = await client.createVideo();
			expect(await listStatuses('videos/extend', [{ video_id: queued }])).toEqual([404]);
		});

		it('should use the account that owns the video', async () => {
			simulator.accounts.add({ email: 'second@example.com' });
			const video_id = await createFinishedVideo({ email: 'second@example.com' });
			for (let n = 0; n < 3; n += 1) await client.create('videos/extend', { video_id });
			expect(new Set(simulator.jobs.map((job) => job.email))).toEqual(
				new Set(['second@example.com']),
			);
		});
	});

	describe('modify and restyle', () => {
		it('should modify a native video by prompt', async () => {
			const video_id = await createFinishedVideo();
			const thirdPartyVideo = await createFinishedVideo({ model: 'sora-2' });
			const request = { prompt: 'make it night', video_id };
			expect(await createAndFinish('videos/modify', request)).toMatchObject({
				model: 'v5.5',
				quality: '540p',
				original_video_id: video_id,
			});
			expect(
				await listStatuses('videos/modify', [
					{ video_id },
					{ ...request, model: 'v6' },
					{ ...request, quality: '1080p' },
					{ ...request, duration: 5 },
					{ ...request, video_id: thirdPartyVideo },
					{ prompt: 'x', video_path: await client.upload('video') },
				]),
			).toEqual([400, 400, 400, 400, 400, 200]);
		});

		it('should restyle by prompt and a listed style, as number or string', async () => {
			const { items } = (await client.send('videos/restyles')).json as {
				items: Array<{ restyle_id: number }>;
			};
			const restyle_id = items[0]!.restyle_id;
			const request = { prompt: 'clay', video_id: await createFinishedVideo() };
			expect(await createAndFinish('videos/restyle', { ...request, restyle_id })).toMatchObject({
				model: 'v4',
			});
			expect(
				await listStatuses('videos/restyle', [
					{ ...request, restyle_id: String(restyle_id) },
					{ ...request, restyle_id: 1 },
					{ ...request, prompt: undefined, restyle_id },
					{ ...request, model: 'v5' },
					{ ...request, quality: '720p' },
				]),
			).toEqual([200, 400, 400, 400, 400]);
		});
	});

	describe('lipsync', () => {
		it('should accept a text or uploaded audio', async () => {
			const video_id = await createFinishedVideo();
			const audio_path = await client.upload('audio');
			expect(await createAndFinish('videos/lipsync', { video_id, audio_path })).toMatchObject({
				lip_sync: { audio_path },
				original_video_id: video_id,
			});
			expect(
				await listStatuses('videos/lipsync', [
					{ video_id, prompt: 'x'.repeat(200), speaker_id: 1, original_sound_switch: true },
					{ video_id, prompt: 'x'.repeat(201) },
					{ video_id },
					{ audio_path },
					{ video_id, audio_path, model: 'no-such-model' },
					{ video_id, audio_path: await client.upload('image') },
					{ video_id, prompt: 'Hi', email: 'studio@example.com' },
				]),
			).toEqual([200, 400, 400, 400, 400, 400, 400]);
		});

		it('should list speakers', async () => {
			const { tts_list } = (await client.send('videos/voices/')).json as { tts_list: Json[] };
			expect(tts_list[0]).toEqual({
				speaker_id: expect.stringMatching(/^\d+$/),
				display_name: expect.any(String),
				url: expect.stringMatching(/^https:/),
			});
			expect(tts_list.some(({ url }) => String(url).endsWith('\n'))).toBe(true);
		});
	});

	describe('upscale', () => {
		it('should upscale a native video to 4K for 30 or 60 credits', async () => {
			const video_id = await createFinishedVideo();
			expect(await createAndFinish('videos/upscale', { video_id })).toMatchObject({
				original_video_id: video_id,
				upscaled: 1,
				output_height: 2160,
			});
			expect(simulator.jobs.at(-1)!.credits).toBe(30);
			await client.create('videos/upscale', {
				video_id: await createFinishedVideo({ duration: 8 }),
			});
			expect(simulator.jobs.at(-1)!.credits).toBe(60);
		});

		it('should upscale videos of any model and uploads', async () => {
			const video_path = await client.upload('video');
			expect(
				await listStatuses('videos/upscale', [
					{ video_id: await createFinishedVideo({ model: 'sora-2' }) },
					{ video_path },
					{ video_path, email: 'studio@example.com' },
					{ video_id: await createFinishedVideo(), email: 'studio@example.com' },
					{ video_id: await createFinishedVideo(), video_path },
					{ video_path: await client.upload('video', 'video/webm') },
					{},
				]),
			).toEqual([200, 200, 200, 400, 400, 400, 400]);
		});

		it('should accept the qualities of each model', async () => {
			const video_id = await createFinishedVideo();
			expect(
				await listStatuses('videos/upscale', [
					{ video_id, model: 'topaz-proteus', quality: '1080p' },
					{ video_id, model: 'topaz-starlight-fast', quality: '2160p' },
					{ video_id, model: 'topaz-starlight-precise' },
					{ video_id, model: 'pixverse-upscale', quality: '1080p' },
					{ video_id, model: 'topaz-gigapixel' },
				]),
			).toEqual([200, 200, 200, 400, 400]);
		});
	});

	describe('motion-control', () => {
		it('should animate a character with a video', async () => {
			const frame_1_path = await client.upload();
			const video_1_path = await client.upload('video');
			const both = { frame_1_path, video_1_path };
			expect(await createAndFinish('videos/motion-control', both)).toMatchObject({
				model: 'v5.6',
				quality: '720p',
			});
			expect(
				await listStatuses('videos/motion-control', [
					{ ...both, quality: '360p' },
					{ ...both, quality: '1080p' },
					{ ...both, model: 'v6' },
					{ ...both, prompt: 'x' },
					{ frame_1_path },
					{ video_1_path },
					{ frame_1_path: video_1_path, video_1_path: frame_1_path },
				]),
			).toEqual([200, 400, 400, 400, 400, 400, 400]);
		});
	});

	it('should return the cost for videos/create only, unless the switch is on', async () => {
		const video_id = await createFinishedVideo();
		expect((await client.post('videos/upscale', { video_id })).json).not.toHaveProperty(
			'cost_credits',
		);
		simulator.faults.setSwitches({ costCredits: 'all' });
		expect((await client.post('videos/upscale', { video_id })).json).toMatchObject({
			cost_credits: 30,
		});
	});

	it.each(['data', 'array', 'grouped'] as const)(
		'should return lists of an undocumented shape as "%s"',
		async (shape) => {
			simulator.faults.setSwitches({ undocumentedLists: shape });
			for (const path of ['videos/restyles', 'speech/voices']) {
				const { text } = await client.send(path);
				expect(text).toMatch(/"(restyle_id|voice_id)":/);
				expect(text.startsWith(shape === 'array' ? '[' : '{')).toBe(true);
			}
		},
	);
});
