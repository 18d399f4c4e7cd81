import { request } from 'undici';
import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, toFrameFields, type Json } from './simulator-client.cts';

const getRows = (json: Json) => json.data as Json[];

describe('Simulator images', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const getCreateError = async (fields: object) =>
		await client.getError('images/create', { prompt: 'a harbour', ...fields });
	const createImage = async (fields: object = {}) => {
		const response = await client.post('images/create', { prompt: 'a harbour', ...fields });
		return (response.json.success_ids as string[])[0]!;
	};

	it('should return one ID per image and charge for each', async () => {
		const response = await client.post('images/create', { prompt: 'x', create_count: 4 });
		const ids = response.json.success_ids as string[];
		expect(ids).toHaveLength(4);
		expect(new Set(ids).size).toBe(4);
		expect(ids[0]).toMatch(/^user:1234-pixverse:studio@example\.com-image:\d+$/);
		expect((await client.send('features')).json.credit_monthly).toBe(100_000 - 20);
	});

	it('should return an image by ID while it is running and when it is finished', async () => {
		const id = await createImage({ aspect_ratio: '16:9', quality: '720p' });
		const states = [];
		for (const wait of [0, 800, 3200]) {
			simulator.clock.advance(wait);
			const { status, json } = await client.send(`images/${id}`);
			states.push([
				status,
				json.image_status,
				json.image_status_name,
				json.image_status_final,
				json.image_url !== '',
			]);
		}
		expect(states).toEqual([
			[200, 5, 'QUEUED', false, false],
			[200, 9, 'GENERATING', false, false],
			[200, 1, 'COMPLETED', true, true],
		]);
		expect((await client.send(`images/${id}`)).json).toMatchObject({
			image_id: id,
			create_mode: 't2i',
			output_width: 1280,
			output_height: 720,
			customer_img_paths: [],
			customer_img_urls: null,
			queue_data: null,
		});
	});

	it('should serve a unique WebP for each image', async () => {
		const id = await createImage();
		simulator.clock.advance(4000);
		const { json } = await client.send(`images/${id}`);
		const response = await request(String(json.image_url));
		const bytes = Buffer.from(await response.body.arrayBuffer());
		expect(response.headers['content-type']).toBe('image/webp');
		expect([bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 12)]).toEqual([
			'RIFF',
			'WEBP',
		]);
		expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
		expect(bytes).toEqual(simulator.media.getBytes(id));
	});

	it('should show a moderated image as status 7', async () => {
		const id = await createImage({ prompt: '[moderated]' });
		simulator.clock.advance(4000);
		expect((await client.send(`images/${id}`)).json).toMatchObject({
			image_status: 7,
			image_status_name: 'MODERATED',
			image_url: '',
		});
	});

	it('should list 50 images per page with the total and next_offset', async () => {
		simulator.accounts.get('studio@example.com')!.maxJobs = 100;
		for (let n = 0; n < 13; n += 1) await createImage({ create_count: 4 });
		const first = (await client.send('images/')).json;
		expect([getRows(first).length, first.next_offset, first.total]).toEqual([50, 50, 52]);
		const second = (await client.send('images?offset=50')).json;
		expect([getRows(second).length, second.next_offset, second.total]).toEqual([2, 100, 52]);
	});

	it('should return the same 404 for deleted and unknown images', async () => {
		const id = await createImage();
		expect((await client.delete(`images/${id}`)).json).toEqual({ image_id: id, deleted: true });
		for (const missingId of [id, `${id}0`]) {
			const response = await client.send(`images/${missingId}`);
			expect([response.status, response.json]).toEqual([
				404,
				{ error: 'The original image has been deleted' },
			]);
		}
		expect((await client.send(`images/${encodeURIComponent(id)}`)).status).toBe(400);
	});

	it('should use uploads and finished images as references', async () => {
		const id = await createImage(toFrameFields(await client.uploadImages(2), 'image_path_', ''));
		simulator.clock.advance(4000);
		const { json } = await client.send(`images/${id}`);
		expect(json).toMatchObject({ create_mode: 'i2i', customer_img_paths: expect.any(Array) });
		expect(await getCreateError({ image_path_1: json.image_path })).toEqual([200, '']);
		expect((await getCreateError({ image_path_1: 'image/0.webp' }))[0]).toBe(400);
	});

	it.each<[string, object]>([
		['auto of nano-banana', { model: 'nano-banana', aspect_ratio: 'auto' }],
		['512p of nano-banana-2', { model: 'nano-banana-2', quality: '512p' }],
		['1800p of seedream-5.0-lite', { model: 'seedream-5.0-lite', quality: '1800p' }],
		['detail of gpt-image-2.0', { model: 'gpt-image-2.0', detail_level: 'low' }],
		['2:1 of gpt-image-2.5', { model: 'gpt-image-2.5-flare', aspect_ratio: '2:1' }],
		['no detail for gpt-image-2.5', { model: 'gpt-image-2.5-sunburst' }],
		['high detail for gpt-image-2.5', { model: 'gpt-image-2.5-sunburst', detail_level: 'max' }],
		['a long prompt', { prompt: 'x'.repeat(20_000) }],
		['seed 0', { seed: 0 }],
	])('should accept %s', async (_, fields) => {
		expect(await getCreateError(fields)).toEqual([200, '']);
	});

	it.each<[string, object, string]>([
		['no prompt', { prompt: undefined }, 'prompt'],
		['an unknown model', { model: 'dall-e' }, 'dall-e'],
		['auto of qwen-image', { aspect_ratio: 'auto' }, 'aspect_ratio'],
		['5:4 of kling-3.0', { model: 'kling-3.0', aspect_ratio: '5:4' }, 'aspect_ratio'],
		['2160p of qwen-image', { quality: '2160p' }, 'quality'],
		['an odd detail', { model: 'gpt-image-2.0', detail_level: 'max' }, 'detail_level'],
		['detail of another model', { detail_level: 'low' }, 'detail_level'],
		['five images', { create_count: 5 }, 'create_count'],
		['a negative prompt', { negative_prompt: 'x' }, 'negative_prompt'],
	])('should reject %s', async (_, fields, word) => {
		expect(await getCreateError(fields)).toEqual([400, expect.stringContaining(word)]);
	});

	it('should enforce the reference limit of each model and reject gaps', async () => {
		const references = toFrameFields(await client.uploadImages(4), 'image_path_', '');
		const { image_path_1, image_path_2, image_path_3 } = references;
		expect((await getCreateError({ image_path_1, image_path_2, image_path_3 }))[0]).toBe(200);
		expect((await getCreateError(references))[1]).toContain('image_path_4');
		expect((await getCreateError({ ...references, model: 'seedream-4.5' }))[0]).toBe(200);
		expect((await getCreateError({ image_path_1, image_path_2, model: 'kling-3.0' }))[0]).toBe(400);
		expect((await getCreateError({ image_path_2 }))[1]).toContain('image_path_1');
	});

	it.each([
		['qwen-image at 720p', { quality: '720p' }, 5],
		['nano-banana-2 at 2160p', { model: 'nano-banana-2', quality: '2160p' }, 60],
		['seedream-4.5', { model: 'seedream-4.5', quality: '1440p' }, 10],
		['gpt-image-2.0, high', { model: 'gpt-image-2.0', detail_level: 'high' }, 40],
		['gpt-image-2.0, low', { model: 'gpt-image-2.0', detail_level: 'low' }, 10],
	])('should charge %s', async (_, fields, credits) => {
		await createImage(fields);
		expect(simulator.jobs[0]!.credits).toBe(credits);
	});

	it('should accept 16 references for gpt-image-2.5 and no more', async () => {
		const references = toFrameFields(await client.uploadImages(17), 'image_path_', '');
		const { image_path_17, ...sixteen } = references;
		const model = 'gpt-image-2.5-flare';
		expect((await getCreateError({ ...sixteen, model }))[0]).toBe(200);
		expect((await getCreateError({ ...sixteen, image_path_17, model }))[0]).toBe(400);
	});

	it.each([
		['qwen-image', '720p'],
		['nano-banana-2', '512p'],
		['seedream-4.5', '1440p'],
		['gpt-image-2.0', '1080p'],
	])('should use the first quality of %s by default', async (model, quality) => {
		expect((await client.send(`images/${await createImage({ model })}`)).json.quality).toBe(
			quality,
		);
	});

	it('should show the size and the cost of a completed image only', async () => {
		simulator.accounts.get('studio@example.com')!.unlimitedImageModels = ['seedream-4.0'];
		const paid = await createImage();
		const relaxed = await createImage({ model: 'seedream-4.0' });
		const forced = await createImage({ model: 'seedream-4.0', relax_mode: false });
		expect((await client.send(`images/${paid}`)).json).not.toHaveProperty('cost_credits');
		simulator.clock.advance(4000);
		expect((await client.send(`images/${paid}`)).json).toMatchObject({
			cost_credits: 5,
			size: simulator.media.getBytes(paid).length,
		});
		expect((await client.send(`images/${relaxed}`)).json.cost_credits).toBe(0);
		expect((await client.send(`images/${forced}`)).json.cost_credits).toBe(10);
	});

	it('should charge nothing for models that are unlimited on the plan', async () => {
		simulator.accounts.get('studio@example.com')!.unlimitedImageModels = ['qwen-image'];
		await createImage();
		expect(simulator.jobs[0]!.credits).toBe(0);
	});
});
