import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, type Json } from './simulator-client.cts';

const DAY = 24 * 3_600_000;

describe('Simulator drafts and upscales', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	const finishJob = (id: string) => {
		simulator.lifecycle.finishById(id);
		return id;
	};
	const readVideo = async (id: string) => (await client.send(`videos/${id}`)).json;
	const createDraft = async () =>
		finishJob(await client.createVideo({ model: 'seedance-2.5-draft', duration: 4 }));
	const createImage = async (fields: object = {}) => {
		const { json } = await client.post('images/create', { prompt: 'x', ...fields });
		return (json.success_ids as string[])[0]!;
	};
	const getStatus = async (path: string, fields: object) =>
		(await client.getError(path, fields))[0];

	describe('drafts', () => {
		it('should show until when a draft can be rendered as a final', async () => {
			const id = await createDraft();
			const { createdAt } = simulator.jobs[0]!;
			expect((await readVideo(id)).seedance_draft).toEqual({
				can_create_final: true,
				expires_at: new Date(createdAt + 14 * DAY).toISOString(),
			});
			simulator.clock.advance(14 * DAY);
			expect((await readVideo(id)).seedance_draft).toMatchObject({ can_create_final: false });
			expect(await readVideo(finishJob(await client.createVideo()))).not.toHaveProperty(
				'seedance_draft',
			);
		});

		it('should accept the draft model for frames and fusion', async () => {
			const path = await client.upload();
			const draftFields = { model: 'seedance-2.5-draft', duration: 4, quality: '480p' };
			const frames = { ...draftFields, first_frame_path: path, last_frame_path: path };
			expect(await getStatus('videos/create-frames', frames)).toBe(200);
			const fusion = { ...draftFields, prompt: 'x', frame_1_path: path };
			expect(await getStatus('videos/create-fusion', fusion)).toBe(200);
		});

		it('should render a draft as a final more than once', async () => {
			const video_id = await createDraft();
			const finalId = finishJob(await client.create('videos/create-final', { video_id }));
			expect(await readVideo(finalId)).toMatchObject({
				original_video_id: video_id,
				quality: '1080p',
				duration: 4,
				model: 'seedance-2.5',
			});
			const secondRequest = { video_id, quality: '2160p', relax_mode: false };
			expect(await getStatus('videos/create-final', secondRequest)).toBe(200);
		});

		it('should apply the discount of the plan unless relax_mode is false', async () => {
			const video_id = await createDraft();
			for (const relax_mode of [undefined, true, false]) {
				await client.create('videos/create-final', { video_id, relax_mode });
			}
			expect(simulator.jobs.slice(1).map(({ credits }) => credits)).toEqual([476, 476, 680]);
		});

		it('should reject finals of other videos, unfinished drafts, and expired drafts', async () => {
			const path = 'videos/create-final';
			const video_id = await createDraft();
			expect(await getStatus(path, {})).toBe(400);
			expect(await getStatus(path, { video_id, quality: '720p' })).toBe(400);
			expect(await getStatus(path, { video_id, email: 'studio@example.com' })).toBe(400);
			const other = finishJob(await client.createVideo());
			expect((await client.getError(path, { video_id: other }))[1]).toContain('not a draft');
			const runningDraft = await client.createVideo({ model: 'seedance-2.5-draft', duration: 4 });
			expect(await getStatus(path, { video_id: runningDraft })).toBe(404);
			simulator.clock.advance(14 * DAY);
			expect((await client.getError(path, { video_id }))[1]).toContain('expired');
		});
	});

	describe('images/upscale', () => {
		it('should upscale a generated or uploaded image', async () => {
			const image_id = finishJob(await createImage());
			const id = finishJob(await client.create('images/upscale', { image_id }, 'image_id'));
			expect((await client.send(`images/${id}`)).json).toMatchObject({
				quality: '2160p',
				model: 'pixverse-upscale',
			});
			const image_path = await client.upload();
			const topaz = { image_path, model: 'topaz-gigapixel', quality: '1440p' };
			expect(await getStatus('images/upscale', topaz)).toBe(200);
		});

		it('should require exactly one source and reject unsupported values', async () => {
			const image_id = finishJob(await createImage());
			const image_path = await client.upload();
			const statuses = [];
			for (const fields of [
				{},
				{ image_id, image_path },
				{ image_id, email: 'studio@example.com' },
				{ image_path, email: 'studio@example.com' },
				{ image_id, quality: '1080p' },
				{ image_id, model: 'topaz-proteus' },
				{ image_id: await createImage() },
				{ image_id: finishJob(await client.createVideo()) },
				{ image_path: await client.upload('image', 'image/gif') },
				{ image_path: await client.upload('video') },
			]) {
				statuses.push(await getStatus('images/upscale', fields));
			}
			expect(statuses).toEqual([400, 400, 400, 200, 400, 400, 404, 400, 400, 400]);
		});
	});

	describe('quotes', () => {
		it('should return the price of an upscale and create nothing', async () => {
			const image_id = finishJob(await createImage());
			const video_id = finishJob(await client.createVideo());
			for (const [path, fields] of [
				['images/upscale', { image_id }],
				['videos/upscale', { video_id }],
			] as const) {
				const before = simulator.jobs.length;
				const { json } = await client.post(path, { ...fields, quote: true });
				expect(simulator.jobs).toHaveLength(before);
				await client.post(path, fields);
				expect(json).toEqual({ cost_credits: simulator.jobs.at(-1)?.credits });
			}
		});

		it('should need neither a slot nor credits', async () => {
			const video_id = finishJob(await client.createVideo());
			simulator.accounts.setCredits('studio@example.com', 0);
			expect(await getStatus('videos/upscale', { video_id, quote: true, maxJobs: 1 })).toBe(200);
			expect(await getStatus('videos/upscale', { video_id })).toBe(412);
		});

		it.each(['credits', 'price', 'none'] as const)(
			'should use the field "%s" when the switch says so',
			async (quoteField) => {
				const video_id = finishJob(await client.createVideo());
				simulator.faults.setSwitches({ quoteField });
				const { json }: { json: Json } = await client.post('videos/upscale', {
					video_id,
					quote: true,
				});
				expect(json).toEqual(quoteField === 'none' ? {} : { [quoteField]: 30 });
			},
		);
	});
});
