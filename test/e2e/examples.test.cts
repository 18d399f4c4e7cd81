import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { selectors } from 'playwright-core';
import type { Job } from '../../simulator/jobs.cts';
import { UNLISTED_MODEL } from '../../simulator/rules/video-models.cts';
import { startBrowser } from './browser/chromium.cts';
import { Editor } from './browser/editor.cts';
import { ExampleEnvironment } from './example-environment.cts';
import { exampleFiles, readExample } from './examples.cts';
import type { Execution } from './n8n/execution.cts';
import { PROJECT } from './n8n/installation.cts';
import { ARTIFACTS, START_TIMEOUT_MS } from './environment.cts';

/** n8n polls once a minute. */
const POLL_TAKES_MS = 100_000;

/** Runs by itself, beside the others. */
const FINISHED_VIDEOS = 'finished-videos-to-a-table.json';

let here: ExampleEnvironment;

beforeAll(async () => {
	selectors.setTestIdAttribute('data-test-id');
	here = await ExampleEnvironment.open();
	const { model } = here;
	const { plannedResults } = here.environment.simulator;
	// What is old when the trigger starts is not reported.
	seedOldVideos();
	await here.publish(FINISHED_VIDEOS);

	plannedResults.add({ promptIncludes: 'flower market', afterMs: 200_000 });
	plannedResults.add({ promptIncludes: 'red kite', status: 'FAILED' });
	await here.start('prompt-to-video.json');
	await startWithPhotos(100);
	await here.start('storyboard.json');
	await here.start('talking-avatar.json');
	plannedResults.add({ endpoint: 'music-video/create', afterMs: 120_000 });
	const form = new FormData();
	form.append('field-0', sample('song.mp3', 'audio/mpeg'), 'song.mp3');
	await here.submit('music-video-from-a-song.json', form);
	await here.start('batch-from-a-table.json', {
		Settings: { minutesToWait: 0.1 },
		'Example orders': {
			orders: [
				...orders(),
				{ name: 'refused', prompt: 'Something that is not allowed [rejected]' },
			],
		},
	});
	await here.start('preview-before-the-final.json');
	await here.start('upscale-old-videos-overnight.json', {
		'What to upscale': { videosPerNight: 2 },
	});
	await here.start('use-a-brand-new-model.json', { Film: { model: UNLISTED_MODEL } });
	plannedResults.add({ promptIncludes: 'night train', afterMs: 90_000 });
	plannedResults.add({ promptIncludes: 'paper boat', afterMs: 60_000 });
	plannedResults.add({ promptIncludes: 'mountain lake', afterMs: 120_000 });
	await here.start('overnight-at-half-price.json');
	model.says((answers) =>
		answers.length === 0
			? [
					{ tool: 'Make_a_video', with: { Prompt: 'A red balloon above the dunes' } },
					{ tool: 'Make_a_video', with: { Prompt: 'A red balloon above the dunes at night' } },
				]
			: `Here they are: ${answers.join(' ')}`,
	);
	await here.start('videos-by-chat.json', {}, 'When a message comes in', {
		sessionId: 'a-chat',
		action: 'sendMessage',
		chatInput: 'A red balloon above the dunes, and another one of the same at night, please.',
	});
}, START_TIMEOUT_MS);
afterAll(async () => await here?.close());

describe('The example', () => {
	it('"prompt to video" should create one video and return its file', async () => {
		const execution = await succeeded('prompt-to-video.json');

		expect(here.jobsOf(execution)).toMatchObject([{ endpoint: 'videos/create', credits: 20 }]);
		const [video] = execution.itemsOf('Create video');
		await expect(here.fileOf(video)).resolves.toEqual(here.bytesOf(here.jobsOf(execution)[0]));
	});

	it('"product photos" should create a video of each photo, in the order of the photos', async () => {
		const execution = await succeeded('product-photos-with-a-ceiling.json');

		const jobs = here.jobsOf(execution);
		expect(jobs.map(({ credits }) => credits)).toEqual([20, 20, 20]);
		expect(
			execution.itemsOf('Estimate the price').map(({ json }) => json.estimatedCredits),
		).toEqual([20, 20, 20]);
		// n8n stores the uploaded files at the same time, so their order varies.
		const products = execution
			.itemsOf('One item per photo')
			.map(({ json }) => String(json.product));
		expect([...products].sort()).toEqual(PHOTOS.map((name) => name.replaceAll('-', ' ')).sort());
		for (const [place, product] of products.entries()) {
			const job = jobs.find(({ parameters }) => parameters.prompt?.includes(product));
			expect(job?.request.first_frame_path).toBeTruthy();
			const video = execution.itemsOf('Make videos')[place];
			expect(video?.json).toMatchObject({ id: job?.id });
			await expect(here.fileOf(video, 'video')).resolves.toEqual(here.bytesOf(job));
		}
	});

	it('"product photos" should create nothing when all videos together would exceed the credit limit', async () => {
		await startWithPhotos(50);
		const execution = await here.ended('product-photos-with-a-ceiling.json');

		expect(execution.error?.message).toMatch(/would cost 60 credits, but the limit is 50/);
		expect(here.jobsOf(execution)).toEqual([]);
	});

	it('"storyboard" should create three images, a film in 4K, and a teaser', async () => {
		const execution = await succeeded('storyboard.json');

		const jobs = here.jobsOf(execution);
		expect(endpointsOf(jobs)).toEqual([
			'images/create',
			'images/create',
			'images/create',
			'videos/create-frames',
			'videos/create-transition',
			'videos/extend',
			'videos/upscale',
		]);
		expect(creditsOf(jobs)).toBe(175);
		const by = (endpoint: string) => jobs.find((job) => job.endpoint === endpoint);
		expect(by('videos/extend')?.parameters.source).toBe(by('videos/create-frames')?.id);
		expect(by('videos/upscale')?.parameters.source).toBe(by('videos/extend')?.id);
		// The first and the last picture are in both films, and were uploaded for each.
		expect(Object.keys(by('videos/create-frames')?.parameters.inputs ?? {})).toHaveLength(2);
		expect(Object.keys(by('videos/create-transition')?.parameters.inputs ?? {})).toHaveLength(3);
		const films = execution.itemsOf('Both films').map(async (item) => await here.fileOf(item));
		expect(await Promise.all(films)).toEqual([
			here.bytesOf(by('videos/upscale')),
			here.bytesOf(by('videos/create-transition')),
		]);
	});

	it('"talking avatar" should make the person of the portrait speak the recorded text', async () => {
		const execution = await succeeded('talking-avatar.json');

		const jobs = here.jobsOf(execution);
		expect(endpointsOf(jobs)).toEqual([
			'images/create',
			'speech/create',
			'videos/create',
			'videos/lipsync',
		]);
		expect(creditsOf(jobs)).toBe(146);
		const [, film, speech, talking] = jobs;
		expect(film?.request.first_frame_path).toBeTruthy();
		expect(talking?.parameters.source).toBe(film?.id);
		const [audio = ''] = Object.values(talking?.parameters.inputs ?? {});
		const upload = here.environment.simulator.files.list().find(({ path }) => path === audio);
		expect(upload?.bytes).toEqual(here.bytesOf(speech));
		await expect(here.fileOf(execution.itemsOf('Lip sync')[0])).resolves.toEqual(
			here.bytesOf(talking),
		);
	});

	it('"music video from a song" should return the video with and without subtitles', async () => {
		const execution = await succeeded('music-video-from-a-song.json');

		const [video, ...others] = here.jobsOf(execution);
		expect(others).toEqual([]);
		expect(video?.request).toMatchObject({ mode: 'performance', style: 'cinematic' });
		const { media } = here.environment.simulator;
		const [item] = execution.itemsOf('Download both versions');
		await expect(here.fileOf(item)).resolves.toEqual(here.bytesOf(video));
		await expect(here.fileOf(item, 'dataWithoutSubtitles')).resolves.toEqual(
			media.getBytes(video?.id ?? '', 'no_subtitle_video'),
		);
	});

	it('"batch from a table" should create every row once, wait for late videos, and retry failed ones', async () => {
		const execution = await succeeded('batch-from-a-table.json');

		const prompts = here.jobsOf(execution).map(({ parameters }) => parameters.prompt ?? '');
		const made = (word: string) => prompts.filter((prompt) => prompt.includes(word)).length;
		expect([made('lighthouse'), made('flower market'), made('red kite')]).toEqual([1, 1, 2]);
		expect(prompts).toHaveLength(4);
		const table = await rows();
		expect(
			table.map(({ name, status, tries, credits }) => ({ name, status, tries, credits })),
		).toEqual([
			{ name: 'lighthouse', status: 'done', tries: 1, credits: 20 },
			{ name: 'market', status: 'done', tries: 1, credits: 20 },
			{ name: 'kite', status: 'done', tries: 2, credits: 20 },
			{ name: 'refused', status: 'refused', tries: 1, credits: null },
		]);
		for (const { videoId, name } of table.slice(0, 3))
			expect([
				name,
				here.environment.simulator.jobs.find(({ id }) => id === videoId)?.status,
			]).toEqual([name, 'COMPLETED']);
	});

	it('"overnight" should suspend until PixVerse calls back, and return the off-peak videos', async () => {
		const execution = await succeeded('overnight-at-half-price.json');

		const jobs = here.jobsOf(execution);
		expect(jobs.map(({ credits, parameters }) => [credits, parameters.offPeak])).toEqual([
			[25, true],
			[25, true],
			[25, true],
		]);
		// Creates that are sent at the same time may arrive in any order.
		expect(
			execution
				.itemsOf('All videos')
				.map(({ json }) => json.id)
				.sort(),
		).toEqual(jobs.map(({ id }) => id).sort());
		for (const item of execution.itemsOf('All videos'))
			await expect(here.fileOf(item)).resolves.toEqual(
				here.bytesOf(jobs.find(({ id }) => id === item.json.id)),
			);
		// While it was suspended, nothing polled.
		for (const { id } of jobs)
			expect(
				here.environment.simulator.requests.filter(
					({ method, path }) => method === 'GET' && path.endsWith(`/videos/${id}`),
				).length,
			).toBeLessThanOrEqual(jobs.length);
	});

	it('"preview before the final" should make the final of a draft that somebody likes', async () => {
		const [draft] = await answerForm('preview-before-the-final.json', 'Yes');
		const execution = await succeeded('preview-before-the-final.json');

		const jobs = here.jobsOf(execution);
		expect(jobs.map(({ id, endpoint }) => [id, endpoint])).toEqual([
			[draft?.id, 'videos/create'],
			[jobs.at(-1)?.id, 'videos/create-final'],
		]);
		expect(draft?.request.model).toBe('seedance-2.5-draft');
		expect(jobs.at(-1)?.parameters).toMatchObject({ source: draft?.id, quality: '1080p' });
		await expect(here.fileOf(execution.itemsOf('Finalize draft')[0])).resolves.toEqual(
			here.bytesOf(jobs.at(-1)),
		);
	});

	it('"preview before the final" should make nothing else of a draft that nobody likes', async () => {
		await here.start('preview-before-the-final.json');
		await answerForm('preview-before-the-final.json', 'No');
		const execution = await succeeded('preview-before-the-final.json');

		expect(endpointsOf(here.jobsOf(execution))).toEqual(['videos/create']);
		expect(execution.ran('Finalize draft')).toBe(false);
	});

	it('"upscale old videos overnight" should begin with the oldest, and go on with the others the next night', async () => {
		const old = here.environment.simulator.jobs
			.filter(({ endpoint }) => endpoint === 'website')
			.map(({ id }) => id);
		const sources = async () => {
			const execution = await succeeded('upscale-old-videos-overnight.json');
			const jobs = here.jobsOf(execution);
			for (const item of jobs.length > 0 ? execution.itemsOf('Upscale videos') : [])
				await expect(here.fileOf(item)).resolves.toEqual(
					here.bytesOf(jobs.find(({ id }) => id === item.json.id)),
				);
			expect(jobs.map(({ parameters }) => parameters.quality)).toEqual(jobs.map(() => '2160p'));
			return jobs.map(({ parameters }) => parameters.source).sort();
		};
		expect(await sources()).toEqual(old.slice(0, 2));
		const settings = { 'What to upscale': { videosPerNight: 2 } };
		await here.start('upscale-old-videos-overnight.json', settings);
		expect(await sources()).toEqual(old.slice(2));
		await here.start('upscale-old-videos-overnight.json', settings);
		expect(await sources()).toEqual([]);
	});

	it('"use a brand-new model" should make the video with a model that the node does not list', async () => {
		const execution = await succeeded('use-a-brand-new-model.json');

		const [video, ...others] = here.jobsOf(execution);
		expect(others).toEqual([]);
		expect(video?.request).toMatchObject({ model: UNLISTED_MODEL, duration: 5, quality: '720p' });
		expect(execution.ran('Use another model')).toBe(false);
		await expect(here.fileOf(execution.itemsOf('Try the new model')[0])).resolves.toEqual(
			here.bytesOf(video),
		);
	});

	it('"use a brand-new model" should use another one if PixVerse refuses it', async () => {
		// As it is in its file, with a model that doesn't exist.
		await here.start('use-a-brand-new-model.json');
		const execution = await succeeded('use-a-brand-new-model.json');

		expect(here.jobsOf(execution).map(({ request }) => request.model)).toEqual(['v6']);
		const [video] = execution.itemsOf('Use another model');
		await expect(here.fileOf(video)).resolves.toEqual(here.bytesOf(here.jobsOf(execution)[0]));
		const [refused] = execution.itemsOf('Try the new model', 1);
		expect(String(refused?.json.error)).toMatch(/^PixVerse refused to create the video/);
	});

	it('"videos by chat" should let an agent create two videos at once and return their links', async () => {
		const execution = await succeeded('videos-by-chat.json');

		const jobs = here.jobsOf(execution);
		expect(jobs.map(({ parameters }) => parameters.prompt).sort()).toEqual([
			'A red balloon above the dunes',
			'A red balloon above the dunes at night',
		]);
		expect(creditsOf(jobs)).toBe(40);
		const answer = String(execution.itemsOf('Video studio')[0]?.json.output);
		for (const { id } of jobs) expect(answer).toContain(id);
		expect(answer.match(/http[^"\s]+\.mp4/g)).toHaveLength(2);
	});

	it('"batch from a table" should do nothing when nothing is left to do', async () => {
		const before = await rows();
		await here.start('batch-from-a-table.json');
		const execution = await succeeded('batch-from-a-table.json');

		expect(here.jobsOf(execution)).toEqual([]);
		expect(await rows()).toEqual(before);
	});

	it('should open without a warning, once its credentials are selected', async () => {
		const browser = await startBrowser();
		try {
			const { n8n, owner } = here.environment;
			const editor = await Editor.open(browser, n8n.url, owner, join(ARTIFACTS, 'examples'));
			for (const file of exampleFiles()) {
				const drawn = await editor.switchToWorkflow(await here.save(file));
				await editor.picture(file.replace('.json', ''));
				const nodes = readExample(file).nodes.filter(({ type }) => !type.endsWith('stickyNote'));
				expect([file, ...drawn.sort()]).toEqual([file, ...nodes.map(({ name }) => name).sort()]);
				expect([file, await editor.warnings()]).toEqual([file, []]);
			}
			// Without credentials, n8n marks the nodes that need one, and no others.
			const chat = readExample('videos-by-chat.json');
			await editor.switchToWorkflow((await here.environment.rest.createWorkflow(chat)).id);
			expect((await editor.warnings()).sort()).toEqual([
				'Chat model',
				'Look at a video',
				'Make a video',
				'See what is left',
			]);
		} finally {
			await browser.close();
		}
	}, 300_000);

	it(
		'"finished videos" should add every video of the other examples to the table once',
		async () => {
			const finished = here.environment.simulator.jobs
				.filter(({ kind, status }) => kind === 'video' && status !== 'QUEUED')
				.filter(({ parameters, endpoint }) => !parameters.musicVideo && endpoint !== 'website')
				.map(({ id }) => id);
			const deadline = Date.now() + POLL_TAKES_MS;
			let table = await here.rowsOf('pixverse_videos');
			while (table.length < finished.length && Date.now() < deadline) {
				await sleep(1_000);
				table = await here.rowsOf('pixverse_videos');
			}
			expect(table.map(({ videoId }) => videoId).sort()).toEqual([...finished].sort());
			expect(table.filter(({ status }) => status === 'FAILED')).toHaveLength(1);
		},
		POLL_TAKES_MS + 30_000,
	);
});

it('should all be executed here', () => {
	expect([...here.executions.keys(), FINISHED_VIDEOS].sort()).toEqual(exampleFiles());
});

/** The latest execution of an example, when it has ended well. */
async function succeeded(file: string): Promise<Execution> {
	const execution = await here.ended(file);
	expect(execution.summary()).toContain('"success"');
	return execution;
}

const rows = async () => await here.rowsOf('pixverse_orders');

/** Finished videos of more than a month ago, the oldest first. */
function seedOldVideos(): void {
	const { simulator } = here.environment;
	simulator.seedVideos(3);
	for (const [index, job] of simulator.jobs.slice(-3).entries())
		Object.assign(job, { createdAt: job.createdAt - (40 - index) * 86_400_000 });
}

/** Waits for the form of an example, and answers it as its reader would. @returns what it has made before */
async function answerForm(file: string, answer: string): Promise<Job[]> {
	const { rest } = here.environment;
	const id = here.executions.get(file) ?? '';
	const form = await rest.formOf(id);
	const body = new FormData();
	body.set('field-0', answer);
	const execution = await rest.execution(id);
	const jobs = here.jobsOf(execution);
	const response = await fetch(form, { method: 'POST', body });
	expect(response.status).toBe(200);
	return jobs;
}

const endpointsOf = (jobs: Job[]): string[] => jobs.map(({ endpoint }) => endpoint).sort();
const creditsOf = (jobs: Job[]): number => jobs.reduce((sum, { credits }) => sum + credits, 0);

/** The names of the uploaded photos. */
const PHOTOS = ['blue-enamel-mug', 'oak-table-lamp', 'gray-felt-bag'];

/** Uploads the photos in the form of the example. */
async function startWithPhotos(creditsAtMost: number): Promise<void> {
	const form = new FormData();
	for (const name of PHOTOS)
		form.append('field-0', sample('frame.png', 'image/png'), `${name}.png`);
	form.append('field-1', String(creditsAtMost));
	await here.submit('product-photos-with-a-ceiling.json', form);
}

/** A sample of the simulator. */
const sample = (name: string, type: string) =>
	new Blob([readFileSync(join(PROJECT, 'simulator', 'media', name))], { type });

/** The orders that stand in the example itself. */
function orders(): Array<Record<string, unknown>> {
	const set = readExample('batch-from-a-table.json').nodes.find(
		({ name }) => name === 'Example orders',
	);
	const { assignments } = set?.parameters.assignments as {
		assignments: Array<{ name: string; value: string }>;
	};
	return JSON.parse(assignments.find(({ name }) => name === 'orders')?.value ?? '[]') as [];
}
