import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, toFrameFields } from './simulator-client.cts';

describe('videos/create', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const getCreateError = async (fields: object) =>
		await client.getError('videos/create', { prompt: 'a lighthouse', ...fields });

	it.each<[string, object]>([
		['only a prompt', {}],
		['5000 characters', { prompt: 'x'.repeat(5000) }],
		['15 s of v6 at 1080p', { duration: 15, quality: '1080p' }],
		['8 s of v5.6 at 1080p', { model: 'v5.6', duration: 8, quality: '1080p' }],
		['10 s of v5 at 720p', { model: 'v5', duration: 10, quality: '720p' }],
		['2160p of seedance-2.0', { model: 'seedance-2.0', quality: '2160p' }],
		['6 s of veo', { model: 'veo-3.1-fast', duration: 6 }],
		['sora without a duration', { model: 'sora-2' }],
		['21:9 of seedance', { model: 'seedance-2.0-mini', aspect_ratio: '21:9' }],
		['3:2 of c1', { model: 'pixverse-c1', aspect_ratio: '3:2' }],
		[
			'seedance-2.5 with its required parameters',
			{ model: 'seedance-2.5', duration: 30, quality: '1080p' },
		],
		[
			'minimax-h3 with its required parameters',
			{ model: 'minimax-h3', duration: 5, quality: '1440p' },
		],
		['false flags for a third-party model', { model: 'sora-2', off_peak_mode: false }],
		['every flag of v6', { audio: true, multi_shot: true, preview_mode: true, seed: 2147483647 }],
		['the older sound parameters', { model: 'v5', auto_sound: true, sound_effect_prompt: 'waves' }],
		['a speaker as number', { lip_sync_tts_prompt: 'Hello', lip_sync_tts_speaker_id: 3 }],
		['announced models', { model: 'flux-3.0', duration: 20 }],
		['wan-3.0', { model: 'wan-3.0', duration: 30 }],
		['gemini-omni-flash', { model: 'gemini-omni-flash', quality: '720p' }],
		['references of 1024 characters', { replyRef: 'x'.repeat(1024) }],
	])('should accept %s', async (_, fields) => {
		expect(await getCreateError(fields)).toEqual([200, '']);
	});

	it.each<[string, object, string]>([
		['an unknown parameter', { negative_prompt: 'x' }, 'negative_prompt'],
		['an unknown model', { model: 'v7' }, 'v7'],
		['a model without endpoints', { model: 'v4' }, 'v4'],
		['5001 characters', { prompt: 'x'.repeat(5001) }, 'prompt'],
		['16 s of v6', { duration: 16 }, 'duration'],
		['0 s', { duration: 0 }, 'duration'],
		['half a second', { duration: 1.5 }, 'duration'],
		['a duration as text in JSON', { duration: '5' }, 'duration'],
		['11 s of v5.5', { model: 'v5.5', duration: 11 }, 'duration'],
		['9 s of v5.6 at 1080p', { model: 'v5.6', duration: 9, quality: '1080p' }, 'duration'],
		['3 s of seedance-2.0', { model: 'seedance-2.0', duration: 3 }, 'duration'],
		['5 s of veo', { model: 'veo-3.1-lite', duration: 5 }, 'duration'],
		['10 s of sora', { model: 'sora-2', duration: 10 }, 'duration'],
		['480p of v6', { quality: '480p' }, 'quality'],
		['1080p of sora-2', { model: 'sora-2', quality: '1080p' }, 'quality'],
		['2160p of veo lite', { model: 'veo-3.1-lite', quality: '2160p' }, 'quality'],
		['21:9 of v6', { aspect_ratio: '21:9' }, 'aspect_ratio'],
		['1:1 of veo', { model: 'veo-3.1-fast', aspect_ratio: '1:1' }, 'aspect_ratio'],
		['multi_shot of v5.6', { model: 'v5.6', multi_shot: true }, 'multi_shot'],
		['off-peak of kling', { model: 'kling-v3', off_peak_mode: true }, 'off_peak_mode'],
		['preview of grok', { model: 'grok-imagine', preview_mode: true }, 'preview_mode'],
		['a seed for sora', { model: 'sora-2', seed: 1 }, 'seed'],
		['seed 0', { seed: 0 }, 'seed'],
		['a seed above 2^31-1', { seed: 2147483648 }, 'seed'],
		['a flag as text in JSON', { audio: 'true' }, 'audio'],
		['seedance-2.5 without a duration', { model: 'seedance-2.5', quality: '720p' }, 'duration'],
		['seedance-2.5 without a quality', { model: 'seedance-2.5', duration: 5 }, 'quality'],
		[
			'audio: false for seedance-2.5',
			{ model: 'seedance-2.5', duration: 5, quality: '720p', audio: false },
			'audio',
		],
		['minimax-h3 at 720p', { model: 'minimax-h3', duration: 5, quality: '720p' }, 'quality'],
		['grok-imagine-1.5 without an image', { model: 'grok-imagine-1.5' }, 'first_frame_path'],
		['a replyRef of 1025', { replyRef: 'x'.repeat(1025) }, 'replyRef'],
		['a replyUrl of 1025', { replyUrl: 'x'.repeat(1025) }, 'replyUrl'],
		['maxJobs 0', { maxJobs: 0 }, 'maxJobs'],
		['maxJobs 9', { maxJobs: 9 }, 'maxJobs'],
		['no prompt', { prompt: undefined }, 'prompt'],
	])('should reject %s', async (_, fields, word) => {
		const [status, error] = await getCreateError(fields);
		expect([status, error]).toEqual([400, expect.stringContaining(word)]);
		expect(simulator.jobs).toHaveLength(0);
	});

	it('should accept an image under either name, but not both, and no aspect ratio with it', async () => {
		const path = await client.upload();
		expect(await getCreateError({ first_frame_path: path })).toEqual([200, '']);
		expect(await getCreateError({ frame_1_path: path, prompt: undefined })).toEqual([200, '']);
		expect(await getCreateError({ model: 'grok-imagine-1.5', first_frame_path: path })).toEqual([
			200,
			'',
		]);
		expect((await getCreateError({ first_frame_path: path, frame_1_path: path }))[1]).toContain(
			'mutually exclusive',
		);
		expect((await getCreateError({ last_frame_path: path, frame_2_path: path }))[0]).toBe(400);
		expect((await getCreateError({ first_frame_path: path, aspect_ratio: '16:9' }))[1]).toContain(
			'aspect_ratio',
		);
		expect((await getCreateError({ frame_2_path: path }))[1]).toContain('frame_1_path');
		simulator.clock.advance(24_000);
		const { json } = await client.send(`videos/${simulator.jobs[0]!.id}`);
		expect(json).toMatchObject({ aspect_ratio: '', customer_paths: { customer_paths: [path] } });
	});

	it('should read numbers and booleans from multipart/form-data', async () => {
		const form = new FormData();
		for (const [name, value] of Object.entries({
			prompt: 'a lighthouse',
			duration: '8',
			audio: 'true',
			off_peak_mode: 'false',
			relax_mode: 'true',
			seed: '42',
			maxJobs: '3',
		})) {
			form.append(name, value);
		}
		const encoded = new Response(form);
		const response = await client.send('videos/create', {
			body: Buffer.from(await encoded.arrayBuffer()),
			headers: { 'content-type': encoded.headers.get('content-type')! },
		});
		expect(response.status).toBe(200);
		expect(simulator.jobs[0]!.request).toEqual({
			prompt: 'a lighthouse',
			duration: 8,
			audio: true,
			off_peak_mode: false,
			relax_mode: true,
			seed: 42,
			maxJobs: 3,
		});
	});

	it("should reject files in a form, malformed JSON, JSON that isn't an object, and other content types", async () => {
		const form = new FormData();
		form.append('first_frame_path', new Blob(['x']), 'x.png');
		const encoded = new Response(form);
		const bytes = await client.send('videos/create', {
			body: Buffer.from(await encoded.arrayBuffer()),
			headers: { 'content-type': encoded.headers.get('content-type')! },
		});
		expect(bytes.status).toBe(400);
		for (const [body, type] of [
			['{"prompt":', 'application/json'],
			['[]', 'application/json'],
			['prompt=x', 'application/x-www-form-urlencoded'],
			['{"prompt":"x"}', 'text/plain'],
			['nonsense', 'multipart/form-data; boundary=x'],
		] as const) {
			const response = await client.send('videos/create', {
				body,
				headers: { 'content-type': type },
			});
			expect([type, response.status]).toEqual([type, 400]);
		}
	});

	describe('with a template', () => {
		const TWO = 326733946317888;
		const FIVE = 384628677917440;
		const ONE = 308621408717184;
		const IMAGE = 366000000000001;
		const getTemplateError = async (template_id: number, count: number, fields: object = {}) =>
			await client.getError('videos/create', {
				template_id,
				...toFrameFields(await client.uploadImages(count)),
				...fields,
			});

		it.each([
			[ONE, 0, 400],
			[ONE, 1, 200],
			[ONE, 2, 400],
			[TWO, 1, 400],
			[TWO, 2, 200],
			[TWO, 3, 400],
			[FIVE, 1, 400],
			[FIVE, 2, 200],
			[FIVE, 5, 200],
		])(
			'should handle template %d with %d images with status %d',
			async (template, count, status) => {
				expect((await getTemplateError(template, count))[0]).toBe(status);
			},
		);

		it('should accept first and last frame for a two-image template', async () => {
			const [first_frame_path, last_frame_path] = await client.uploadImages(2);
			const fields = { template_id: TWO, first_frame_path, last_frame_path };
			expect(await client.getError('videos/create', fields)).toEqual([200, '']);
		});

		it('should ignore the duration, reject a model, and accept only the qualities of the template', async () => {
			expect(await getTemplateError(ONE, 1, { duration: 10 })).toEqual([200, '']);
			expect(simulator.jobs[0]!.parameters).toMatchObject({ duration: 5, quality: '540p' });
			expect((await getTemplateError(ONE, 1, { model: 'v6' }))[1]).toContain('model');
			expect((await getTemplateError(ONE, 1, { quality: '2160p' }))[1]).toContain('quality');
			expect((await getTemplateError(1, 1))[1]).toContain('template_id');
		});

		it('should charge the base and fixed cost of the template', async () => {
			await getTemplateError(FIVE, 2);
			expect(simulator.jobs[0]!.credits).toBe(45);
		});

		it('should return an image ID for an image template, readable under images and videos', async () => {
			const response = await client.post('videos/create', {
				template_id: IMAGE,
				...toFrameFields(await client.uploadImages(1)),
			});
			const id = String(response.json.image_id);
			expect(response.json.video_id).toBeUndefined();
			expect(id).toMatch(/-image:\d+$/);
			expect((await client.send(`images/${id}`)).json.image_status_name).toBe('QUEUED');
			simulator.clock.advance(24_000);
			expect((await client.send(`images/${id}`)).json.image_status_name).toBe('COMPLETED');
			expect((await client.send(`videos/${id}`)).json.image_id).toBe(id);
		});
	});

	it('should list templates of every type, including the sample IDs', async () => {
		const items = (await client.send('videos/effects/?email=studio@example.com')).json
			.items as Array<Record<string, unknown>>;
		expect([...new Set(items.map((item) => item.effect_type))].sort()).toEqual([...'12345']);
		expect([...new Set(items.map((item) => item.template_type))].sort()).toEqual([1, 2]);
		expect(items.map((item) => item.template_id)).toEqual(
			expect.arrayContaining([326733946317888, 384628677917440]),
		);
	});
});
