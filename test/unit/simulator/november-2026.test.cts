import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, startReceiver, waitUntil, type Json } from './simulator-client.cts';

describe('Simulator, API of November 2026', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const getStatus = async (path: string, fields: object) =>
		(await client.getError(path, fields))[0];

	describe('new video models', () => {
		it.each<[string, object, number]>([
			['kling-4.0 for 30 s', { model: 'kling-4.0', duration: 30, quality: '720p' }, 200],
			['kling-4.0 for 31 s', { model: 'kling-4.0', duration: 31 }, 400],
			['kling-4.0 at 540p', { model: 'kling-4.0', quality: '540p' }, 400],
			['gemini-omni-flash at 1080p', { model: 'gemini-omni-flash', quality: '1080p' }, 400],
			['gemini-omni-flash at 1:1', { model: 'gemini-omni-flash', aspect_ratio: '1:1' }, 400],
			['undocumented qualities of wan-3.0', { model: 'wan-3.0', quality: '333p' }, 200],
			['a draft without a duration', { model: 'seedance-2.5-draft' }, 400],
			['sora-2', { model: 'sora-2', duration: 4 }, 200],
		])('should handle %s', async (_, fields, status) => {
			expect(await getStatus('videos/create', { prompt: 'x', ...fields })).toBe(status);
		});

		it('should use 1080p and always generate sound with kling-4.0', async () => {
			await client.createVideo({ model: 'kling-4.0' });
			expect(simulator.jobs[0]!.parameters).toMatchObject({ quality: '1080p', sound: true });
		});

		it('should require a Pro plan for third-party models', async () => {
			simulator.accounts.get('studio@example.com')!.planName = 'Standard - Monthly';
			expect(await getStatus('videos/create', { prompt: 'x' })).toBe(200);
			expect(await getStatus('videos/create', { prompt: 'x', model: 'kling-4.0' })).toBe(400);
		});
	});

	it('should return 404 for restyle and 400 for Sora when they are retired', async () => {
		simulator.faults.setSwitches({ retired: { restyle: true, sora: true } });
		expect((await client.send('videos/restyles')).status).toBe(404);
		expect(await getStatus('videos/restyle', { prompt: 'x' })).toBe(404);
		const sora = { prompt: 'x', model: 'sora-2', duration: 4 };
		expect(await getStatus('videos/create', sora)).toBe(400);
	});

	it.each([
		'videos/create',
		'videos/create-transition',
		'videos/create-frames',
		'videos/create-fusion',
		'videos/modify',
		'videos/motion-control',
		'images/create',
	])('should accept relax_mode for %s', async (path) => {
		const [, text] = await client.getError(path, { relax_mode: true });
		expect(text).not.toContain('relax_mode');
	});

	it('should reject relax_mode for videos/extend', async () => {
		expect((await client.getError('videos/extend', { relax_mode: true }))[1]).toContain(
			'relax_mode',
		);
	});

	describe('off-peak jobs', () => {
		it('should not be tracked by the scheduler or use a slot', async () => {
			const email = 'one@example.com';
			simulator.accounts.add({ email, maxJobs: 1 });
			await client.createVideo({ off_peak_mode: true, email });
			expect((await client.send('scheduler')).json).toEqual([]);
			expect(await getStatus('videos/create', { prompt: 'x', email })).toBe(200);
			expect((await client.send(`videos/?email=${email}`)).json.data).toHaveLength(2);
		});

		it.each([true, false])(
			'should send callbacks only if the switch is %s',
			async (offPeakCallbacks) => {
				simulator.faults.setSwitches({ offPeakCallbacks });
				const receiver = await startReceiver();
				try {
					await client.createVideo({ off_peak_mode: true, replyUrl: receiver.url });
					await client.createVideo({ replyUrl: receiver.url });
					simulator.clock.advance(4 * 3_600_000);
					const expected = offPeakCallbacks ? 4 : 2;
					await waitUntil(() => receiver.bodies.length === expected);
					expect(simulator.webhooks.deliveries).toHaveLength(expected);
				} finally {
					await receiver.close();
				}
			},
		);
	});

	it('should track speech', async () => {
		await client.create(
			'speech/create',
			{ text: 'Good evening', voice_id: 'minimax_english_radiant_girl' },
			'audio_id',
		);
		expect((await client.send('scheduler')).json).toMatchObject([{ type: 'speech' }]);
	});

	it('should return short and empty image pages while has_more is true', async () => {
		await client.post('images/create', { prompt: 'x', create_count: 3 });
		simulator.faults.setSwitches({ hiddenRows: { images: 4 } });
		const ids: unknown[] = [];
		let emptyPages = 0;
		for (let offset = 0, more = true; more; ) {
			const { json } = await client.send(`images/?limit=3&offset=${offset}`);
			const rows = json.data as Json[];
			if (rows.length === 0) emptyPages += 1;
			ids.push(...rows.map((row) => row.image_id));
			offset = Number(json.next_offset);
			more = json.has_more === true;
		}
		expect(new Set(ids).size).toBe(3);
		expect(emptyPages).toBeGreaterThan(0);
	});

	it('should return effects with thumbnails and an example, and as many as requested', async () => {
		simulator.faults.setSwitches({ extraEffects: 900 });
		const items = (await client.send('videos/effects')).json.items as Json[];
		expect(items.length).toBeGreaterThan(900);
		expect(items[0]).toMatchObject({
			example_text: expect.any(String),
			thumbnail_path: expect.stringMatching(/^https:/),
			thumbnail_video_path: expect.stringMatching(/^https:/),
		});
	});

	it.each(['fluent', 'whisper'])('should accept the emotion %s', async (emotion) => {
		const fields = { text: 'x', voice_id: 'minimax_english_radiant_girl', emotion };
		expect(await getStatus('speech/create', fields)).toBe(200);
	});
});
