import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../simulator/jobs.cts';
import { UNLISTED_MODEL } from '../../simulator/rules/video-models.cts';
import { expectNoIssuesInEditor } from './example-editor.cts';
import { ExampleEnvironment } from './example-environment.cts';
import { FINISHED_VIDEOS, PHOTOS, startExamples, startWithPhotos } from './example-inputs.cts';
import { listExampleFiles } from './examples.cts';
import { START_TIMEOUT_MS } from './environment.cts';

/** n8n polls once a minute. */
const POLL_TIMEOUT_MS = 100_000;

let examples: ExampleEnvironment;

beforeAll(async () => {
	examples = await ExampleEnvironment.open();
	await startExamples(examples);
}, START_TIMEOUT_MS);
afterAll(async () => await examples?.close());

describe('Example', () => {
	it('"prompt to video" should create one video and return its file', async () => {
		const { execution, jobs } = await examples.waitForSuccess('prompt-to-video.json');
		expect(jobs).toMatchObject([{ endpoint: 'videos/create', credits: 20 }]);
		const [video] = execution.getItems('Create video');
		await examples.expectFile(video, jobs[0]);
	});

	it('"product photos" should create a video of each photo, in the order of the photos', async () => {
		const { execution, jobs } = await examples.waitForSuccess('product-photos-with-a-ceiling.json');
		expect(jobs.map(({ credits }) => credits)).toEqual([20, 20, 20]);
		expect(
			execution.getItems('Estimate the price').map(({ json }) => json.estimatedCredits),
		).toEqual([20, 20, 20]);
		// n8n stores the uploaded files at the same time, so their order varies.
		const products = execution
			.getItems('One item per photo')
			.map(({ json }) => String(json.product));
		expect([...products].sort()).toEqual(PHOTOS.map((name) => name.replaceAll('-', ' ')).sort());
		for (const [place, product] of products.entries()) {
			const job = jobs.find(({ parameters }) => parameters.prompt?.includes(product));
			expect(job?.request.first_frame_path).toBeTruthy();
			const video = execution.getItems('Make videos')[place];
			expect(video?.json).toMatchObject({ id: job?.id });
			await examples.expectFile(video, job, 'video');
		}
	});

	it('"product photos" should create nothing when all videos together would exceed the credit limit', async () => {
		await startWithPhotos(examples, 50);
		const execution = await examples.waitForExecution('product-photos-with-a-ceiling.json');

		expect(execution.error?.message).toMatch(/would cost 60 credits, but the limit is 50/);
		expect(examples.getJobs(execution)).toEqual([]);
	});

	it('"storyboard" should create three images, a film in 4K, and a teaser', async () => {
		const { execution, jobs } = await examples.waitForSuccess('storyboard.json');
		expect(getEndpoints(jobs)).toEqual([
			'images/create',
			'images/create',
			'images/create',
			'videos/create-frames',
			'videos/create-transition',
			'videos/extend',
			'videos/upscale',
		]);
		expect(sumCredits(jobs)).toBe(175);
		const findByEndpoint = (endpoint: string) => jobs.find((job) => job.endpoint === endpoint);
		expect(findByEndpoint('videos/extend')?.parameters.source).toBe(
			findByEndpoint('videos/create-frames')?.id,
		);
		expect(findByEndpoint('videos/upscale')?.parameters.source).toBe(
			findByEndpoint('videos/extend')?.id,
		);
		// Both films use the first and the last image. Each node uploads its own images.
		expect(
			Object.keys(findByEndpoint('videos/create-frames')?.parameters.inputs ?? {}),
		).toHaveLength(2);
		expect(
			Object.keys(findByEndpoint('videos/create-transition')?.parameters.inputs ?? {}),
		).toHaveLength(3);
		const films = execution
			.getItems('Both films')
			.map(async (item) => await examples.downloadFile(item));
		expect(await Promise.all(films)).toEqual([
			examples.getMediaBytes(findByEndpoint('videos/upscale')),
			examples.getMediaBytes(findByEndpoint('videos/create-transition')),
		]);
	});

	it('"talking avatar" should make the person of the portrait speak the recorded text', async () => {
		const { execution, jobs } = await examples.waitForSuccess('talking-avatar.json');
		expect(getEndpoints(jobs)).toEqual([
			'images/create',
			'speech/create',
			'videos/create',
			'videos/lipsync',
		]);
		expect(sumCredits(jobs)).toBe(146);
		const [, film, speech, talking] = jobs;
		expect(film?.request.first_frame_path).toBeTruthy();
		expect(talking?.parameters.source).toBe(film?.id);
		const [audio = ''] = Object.values(talking?.parameters.inputs ?? {});
		const upload = examples.environment.simulator.files.list().find(({ path }) => path === audio);
		expect(upload?.bytes).toEqual(examples.getMediaBytes(speech));
		await examples.expectFile(execution.getItems('Lip sync')[0], talking);
	});

	it('"music video from a song" should return the video with and without subtitles', async () => {
		const { execution, jobs } = await examples.waitForSuccess('music-video-from-a-song.json');
		const [video, ...others] = jobs;
		expect(others).toEqual([]);
		expect(video?.request).toMatchObject({ mode: 'performance', style: 'cinematic' });
		const { media } = examples.environment.simulator;
		const [item] = execution.getItems('Download both versions');
		await examples.expectFile(item, video);
		await expect(examples.downloadFile(item, 'dataWithoutSubtitles')).resolves.toEqual(
			media.getBytes(video?.id ?? '', 'no_subtitle_video'),
		);
	});

	it('"batch from a table" should create every row once, wait for late videos, and retry failed ones', async () => {
		const { jobs } = await examples.waitForSuccess('batch-from-a-table.json');
		const prompts = jobs.map(({ parameters }) => parameters.prompt ?? '');
		const countPrompts = (word: string) => prompts.filter((prompt) => prompt.includes(word)).length;
		expect([
			countPrompts('lighthouse'),
			countPrompts('flower market'),
			countPrompts('red kite'),
		]).toEqual([1, 1, 2]);
		expect(prompts).toHaveLength(4);
		const table = await listOrders();
		expect(
			table.map(({ name, status, tries, credits }) => ({ name, status, tries, credits })),
		).toEqual([
			{ name: 'lighthouse', status: 'done', tries: 1, credits: 20 },
			{ name: 'market', status: 'done', tries: 1, credits: 20 },
			{ name: 'kite', status: 'done', tries: 2, credits: 20 },
			{ name: 'rejected', status: 'rejected', tries: 1, credits: null },
		]);
		for (const { videoId, name } of table.slice(0, 3))
			expect([
				name,
				examples.environment.simulator.jobs.find(({ id }) => id === videoId)?.status,
			]).toEqual([name, 'COMPLETED']);
	});

	it('"overnight at half price" should suspend until PixVerse calls back, and return the off-peak videos', async () => {
		const { execution, jobs } = await examples.waitForSuccess('overnight-at-half-price.json');
		expect(jobs.map(({ credits, parameters }) => [credits, parameters.offPeak])).toEqual([
			[25, true],
			[25, true],
			[25, true],
		]);
		// Creates that are sent at the same time may arrive in any order.
		expect(
			execution
				.getItems('All videos')
				.map(({ json }) => json.id)
				.sort(),
		).toEqual(jobs.map(({ id }) => id).sort());
		for (const item of execution.getItems('All videos'))
			await examples.expectFile(
				item,
				jobs.find(({ id }) => id === item.json.id),
			);
		// The node doesn't poll while the execution is suspended.
		for (const { id } of jobs)
			expect(
				examples.environment.simulator.requests.filter(
					({ method, path }) => method === 'GET' && path.endsWith(`/videos/${id}`),
				).length,
			).toBeLessThanOrEqual(jobs.length);
	});

	it('"preview before the final" should create the final video of an approved draft', async () => {
		const [draft] = await examples.answerForm('preview-before-the-final.json', 'Yes');
		const { execution, jobs } = await examples.waitForSuccess('preview-before-the-final.json');
		expect(jobs.map(({ id, endpoint }) => [id, endpoint])).toEqual([
			[draft?.id, 'videos/create'],
			[jobs.at(-1)?.id, 'videos/create-final'],
		]);
		expect(draft?.request.model).toBe('seedance-2.5-draft');
		expect(jobs.at(-1)?.parameters).toMatchObject({ source: draft?.id, quality: '1080p' });
		await examples.expectFile(execution.getItems('Finalize draft')[0], jobs.at(-1));
	});

	it('"preview before the final" should create nothing else from a rejected draft', async () => {
		await examples.start('preview-before-the-final.json');
		await examples.answerForm('preview-before-the-final.json', 'No');
		const { execution, jobs } = await examples.waitForSuccess('preview-before-the-final.json');
		expect(getEndpoints(jobs)).toEqual(['videos/create']);
		expect(execution.hasRun('Finalize draft')).toBe(false);
	});

	it('"upscale old videos overnight" should upscale the oldest videos first, and the others in the next execution', async () => {
		const old = examples.environment.simulator.jobs
			.filter(({ endpoint }) => endpoint === 'website')
			.map(({ id }) => id);
		const waitForSources = async () => {
			const { execution, jobs } = await examples.waitForSuccess(
				'upscale-old-videos-overnight.json',
			);
			for (const item of jobs.length > 0 ? execution.getItems('Upscale videos') : [])
				await examples.expectFile(
					item,
					jobs.find(({ id }) => id === item.json.id),
				);
			expect(jobs.map(({ parameters }) => parameters.quality)).toEqual(jobs.map(() => '2160p'));
			return jobs.map(({ parameters }) => parameters.source).sort();
		};
		expect(await waitForSources()).toEqual(old.slice(0, 2));
		const settings = { 'What to upscale': { videosPerNight: 2 } };
		await examples.start('upscale-old-videos-overnight.json', settings);
		expect(await waitForSources()).toEqual(old.slice(2));
		await examples.start('upscale-old-videos-overnight.json', settings);
		expect(await waitForSources()).toEqual([]);
	});

	it('"use a brand-new model" should create the video with a model that the node does not list', async () => {
		const { execution, jobs } = await examples.waitForSuccess('use-a-brand-new-model.json');
		const [video, ...others] = jobs;
		expect(others).toEqual([]);
		expect(video?.request).toMatchObject({ model: UNLISTED_MODEL, duration: 5, quality: '720p' });
		expect(execution.hasRun('Use another model')).toBe(false);
		await examples.expectFile(execution.getItems('Try the new model')[0], video);
	});

	it('"use a brand-new model" should use another model if PixVerse rejects the new one', async () => {
		// The model in the file doesn't exist.
		await examples.start('use-a-brand-new-model.json');
		const { execution, jobs } = await examples.waitForSuccess('use-a-brand-new-model.json');
		expect(jobs.map(({ request }) => request.model)).toEqual(['v6']);
		const [video] = execution.getItems('Use another model');
		await examples.expectFile(video, jobs[0]);
		const [rejected] = execution.getItems('Try the new model', 1);
		expect(String(rejected?.json.error)).toMatch(
			/^PixVerse rejected the request to create the video/,
		);
	});

	it('"videos by chat" should let an agent create two videos at once and return their links', async () => {
		const { execution, jobs } = await examples.waitForSuccess('videos-by-chat.json');
		expect(jobs.map(({ parameters }) => parameters.prompt).sort()).toEqual([
			'A red balloon above the dunes',
			'A red balloon above the dunes at night',
		]);
		expect(sumCredits(jobs)).toBe(40);
		const answer = String(execution.getItems('Video studio')[0]?.json.output);
		for (const { id } of jobs) expect(answer).toContain(id);
		expect(answer.match(/http[^"\s]+\.mp4/g)).toHaveLength(2);
	});

	it('"batch from a table" should create nothing when all rows are done', async () => {
		const before = await listOrders();
		await examples.start('batch-from-a-table.json');
		const { jobs } = await examples.waitForSuccess('batch-from-a-table.json');
		expect(jobs).toEqual([]);
		expect(await listOrders()).toEqual(before);
	});

	it('should have no issues in the editor once its credentials are selected', async () => {
		await expectNoIssuesInEditor(examples);
	}, 300_000);

	it(
		'"finished videos" should add every video of the other examples to the table once',
		async () => {
			const finished = examples.environment.simulator.jobs
				.filter(({ kind, status }) => kind === 'video' && status !== 'QUEUED')
				.filter(({ parameters, endpoint }) => !parameters.musicVideo && endpoint !== 'website')
				.map(({ id }) => id);
			const deadline = Date.now() + POLL_TIMEOUT_MS;
			let table = await examples.listRows('pixverse_videos');
			while (table.length < finished.length && Date.now() < deadline) {
				await sleep(1_000);
				table = await examples.listRows('pixverse_videos');
			}
			expect(table.map(({ videoId }) => videoId).sort()).toEqual([...finished].sort());
			expect(table.filter(({ status }) => status === 'FAILED')).toHaveLength(1);
		},
		POLL_TIMEOUT_MS + 30_000,
	);
});

it('All examples should be executed by these tests', () => {
	expect([...examples.executions.keys(), FINISHED_VIDEOS].sort()).toEqual(listExampleFiles());
});

const listOrders = async () => await examples.listRows('pixverse_orders');

const getEndpoints = (jobs: Job[]): string[] => jobs.map(({ endpoint }) => endpoint).sort();
const sumCredits = (jobs: Job[]): number => jobs.reduce((sum, { credits }) => sum + credits, 0);
