import { startSimulator, type Simulator } from '../../../simulator/simulator.cts';
import { SimulatorClient, toFrameFields } from './simulator-client.cts';

describe('Simulator videos from images', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator({ speed: 0 });
		client = new SimulatorClient(simulator);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.stop());

	/** Creates a video and returns its object when it is finished. */
	const createAndFinish = async (path: string, fields: object) => {
		const id = await client.create(path, fields);
		simulator.clock.advance(24_000);
		return (await client.send(`videos/${id}`)).json;
	};
	const listStatuses = async (path: string, all: object[]) =>
		await Promise.all(all.map(async (fields) => (await client.post(path, fields)).status));

	describe('create-frames', () => {
		it('should use v5.6 by default', async () => {
			const [first_frame_path, last_frame_path] = await client.uploadImages(2);
			const both = { first_frame_path, last_frame_path };
			expect(await createAndFinish('videos/create-frames', both)).toMatchObject({
				model: 'v5.6',
				quality: '540p',
				aspect_ratio: '',
				customer_paths: { customer_paths: [first_frame_path, last_frame_path] },
			});
			expect(
				await listStatuses('videos/create-frames', [
					{ ...both, model: 'v6' },
					{ ...both, model: 'veo-3.1-fast' },
					{ ...both, model: 'v5-fast' },
					{ ...both, model: 'grok-imagine' },
					{ ...both, aspect_ratio: '16:9' },
					{ ...both, multi_shot: true },
					{ first_frame_path },
					{ last_frame_path },
				]),
			).toEqual([200, 200, 400, 400, 400, 400, 400, 400]);
		});
	});

	describe('create-transition', () => {
		it('should accept two to seven frames with v5', async () => {
			const seven = toFrameFields(await client.uploadImages(7));
			const video = await createAndFinish('videos/create-transition', {
				...seven,
				duration_1_to_2: 3,
				duration_2_to_3: '4',
				prompt_1_to_2: 'sunrise',
				prompt_6_to_7: 'night',
			});
			expect(video).toMatchObject({ model: 'v5', quality: '540p', duration: 27 });
			expect(video.prompt).toMatch(/^sunrise .*night$/);
		});

		it('should use v5.6 for two frames and v5 for more by default', async () => {
			const three = toFrameFields(await client.uploadImages(3));
			const { frame_1_path, frame_2_path } = three;
			const path = 'videos/create-transition';
			expect(await createAndFinish(path, { frame_1_path, frame_2_path })).toMatchObject({
				model: 'v5.6',
			});
			expect(await createAndFinish(path, three)).toMatchObject({ model: 'v5' });
		});

		it('should accept audio for two frames on v5.5 and v5.6 only', async () => {
			const three = toFrameFields(await client.uploadImages(3));
			const { frame_1_path, frame_2_path } = three;
			const two = { frame_1_path, frame_2_path, audio: true };
			expect(
				await listStatuses('videos/create-transition', [
					two,
					{ ...two, model: 'v5.5' },
					{ ...two, model: 'v5' },
					{ ...three, audio: true },
					{ ...three, audio: false },
				]),
			).toEqual([200, 200, 400, 400, 200]);
		});

		it('should reject more than two frames for other models, gaps, and unknown parameters', async () => {
			const four = toFrameFields(await client.uploadImages(4));
			const { frame_1_path, frame_2_path, frame_4_path } = four;
			const two = { frame_1_path, frame_2_path };
			expect(
				await listStatuses('videos/create-transition', [
					two,
					{ ...two, model: 'v5.6' },
					{ ...four, model: 'v5.6' },
					{ ...two, model: 'v6' },
					{ ...two, frame_4_path },
					{ frame_1_path },
					{ ...two, prompt: 'x' },
					{ ...two, duration: 5 },
					{ ...two, duration_2_to_3: 5 },
					{ ...two, duration_1_to_2: 'long' },
				]),
			).toEqual([200, 200, 400, 400, 400, 400, 400, 400, 400, 400]);
		});
	});

	describe('create-fusion', () => {
		it('should use v5 with 5 s at 540p by default and accept an aspect ratio', async () => {
			const fields = {
				prompt: '@image1 and @image2',
				...toFrameFields(await client.uploadImages(2)),
			};
			expect(
				await createAndFinish('videos/create-fusion', { ...fields, aspect_ratio: '9:16' }),
			).toMatchObject({ model: 'v5', duration: 5, quality: '540p', aspect_ratio: '9:16' });
		});

		it('should require a duration and a quality when a model is named', async () => {
			const fields = { prompt: 'x', frame_1_path: await client.upload() };
			const withModel = { ...fields, model: 'v5' };
			expect(
				await listStatuses('videos/create-fusion', [
					withModel,
					{ ...withModel, duration: 5 },
					{ ...withModel, quality: '540p' },
					{ ...withModel, duration: 5, quality: '540p' },
				]),
			).toEqual([400, 400, 400, 200]);
		});

		it.each([
			['v5', 3],
			['v5.6', 7],
			['pixverse-c1', 7],
			['kling-o3', 7],
			['seedance-2.0', 9],
			['minimax-h3', 9, '768p'],
			['kling-4.0', 10],
			['gemini-omni-flash', 5],
		])('should accept for %s up to %d images', async (model, max, quality = '720p') => {
			const paths = await client.uploadImages(max + 1);
			const fields = { prompt: 'x', model, duration: 5, quality };
			expect(
				await listStatuses('videos/create-fusion', [
					{ ...fields, ...toFrameFields(paths.slice(0, max)) },
					{ ...fields, ...toFrameFields(paths) },
				]),
			).toEqual([200, 400]);
		});

		it('should accept videos and audio for Seedance only, and reject gaps', async () => {
			const frame_1_path = await client.upload();
			const video_1_path = await client.upload('video');
			const audio_1_path = await client.upload('audio');
			const bare = { prompt: 'x', model: 'seedance-2.0', duration: 5, quality: '720p' };
			const seedance = { ...bare, frame_1_path };
			expect(
				await listStatuses('videos/create-fusion', [
					{ ...seedance, video_1_path, audio_1_path },
					{ ...bare, video_1_path },
					{ ...bare, audio_1_path },
					{ ...seedance, video_2_path: video_1_path },
					{ ...seedance, video_1_path: audio_1_path },
					{ prompt: 'x', frame_1_path, video_1_path },
					{ prompt: 'x' },
					{ frame_1_path },
					{ ...seedance, model: 'v6' },
				]),
			).toEqual([200, 200, 400, 400, 400, 400, 400, 400, 400]);
		});
	});
});
