import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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

let here: ExampleEnvironment;

beforeAll(async () => {
	selectors.setTestIdAttribute('data-test-id');
	here = await ExampleEnvironment.open();
	const { folder, picture, song, receiver, model } = here;
	const { plannedResults } = here.environment.simulator;
	await here.publish('finished-videos-to-a-webhook.json', {
		'Where to': { webhook: receiver.url },
	});

	plannedResults.add({ promptIncludes: 'flower market', afterMs: 200_000 });
	plannedResults.add({ promptIncludes: 'red kite', status: 'FAILED' });
	await here.start('prompt-to-video.json');
	await here.start('product-photos-with-a-ceiling.json', {
		Settings: { folder, products: products() },
	});
	await here.start('storyboard.json', { Story: { folder } });
	await here.start('talking-avatar.json', { Script: { portrait: picture.url } });
	plannedResults.add({ endpoint: 'music-video/create', afterMs: 120_000 });
	await here.start('music-video-from-a-song.json', { Song: { folder, song: song.url } });
	await here.start('batch-from-a-table.json', {
		Settings: { minutesToWait: 0.1 },
		'Example orders': {
			orders: [
				...orders(),
				{ name: 'refused', prompt: 'Something that is not allowed [rejected]' },
			],
		},
	});
	await here.start('preview-before-the-final.json', { Film: { folder } });
	seedOldVideos();
	await here.start('upscale-old-videos-overnight.json', {
		'What to upscale': { folder, videosPerNight: 2 },
	});
	await here.start('use-a-brand-new-model.json', { Film: { folder, model: UNLISTED_MODEL } });
	plannedResults.add({ promptIncludes: 'night train', afterMs: 90_000 });
	plannedResults.add({ promptIncludes: 'paper boat', afterMs: 60_000 });
	plannedResults.add({ promptIncludes: 'mountain lake', afterMs: 120_000 });
	await here.start('overnight-at-half-price.json', { "Tonight's videos": { folder } });
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

	it('"product photos" should create a video of each photo and save it under the name of the product', async () => {
		const execution = await succeeded('product-photos-with-a-ceiling.json');

		const jobs = here.jobsOf(execution);
		expect(jobs.map(({ credits }) => credits)).toEqual([20, 20, 20]);
		expect(
			execution.itemsOf('Estimate the price').map(({ json }) => json.estimatedCredits),
		).toEqual([20, 20, 20]);
		for (const [place, { sku, name }] of products().entries()) {
			const job = jobs.find(({ parameters }) => parameters.prompt?.includes(name));
			expect(job?.request.first_frame_path).toBeTruthy();
			expect(execution.itemsOf('Save files')[place]?.json).toMatchObject({ id: job?.id });
			expect(here.written(`${sku}.mp4`)).toEqual(here.bytesOf(job));
		}
	});

	it('"product photos" should create nothing when all videos together would exceed the credit limit', async () => {
		await here.start('product-photos-with-a-ceiling.json', {
			Settings: { folder: here.folder, products: products(), creditsAtMost: 50 },
		});
		const execution = await here.ended('product-photos-with-a-ceiling.json');

		expect(execution.error?.message).toMatch(/would cost 60 credits, but the ceiling is 50/);
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
		expect(here.written('the-seed-film.mp4')).toEqual(here.bytesOf(by('videos/upscale')));
		expect(here.written('the-seed-teaser.mp4')).toEqual(
			here.bytesOf(by('videos/create-transition')),
		);
	});

	it('"talking avatar" should make the person of the portrait speak the recorded text', async () => {
		const execution = await succeeded('talking-avatar.json');

		const jobs = here.jobsOf(execution);
		expect(endpointsOf(jobs)).toEqual(['speech/create', 'videos/create', 'videos/lipsync']);
		expect(creditsOf(jobs)).toBe(141);
		const [film, speech, talking] = jobs;
		expect(film?.request.first_frame_path).toBeTruthy();
		expect(talking?.parameters.source).toBe(film?.id);
		const [audio = ''] = Object.values(talking?.parameters.inputs ?? {});
		const upload = here.environment.simulator.files.list().find(({ path }) => path === audio);
		expect(upload?.bytes).toEqual(here.bytesOf(speech));
		await expect(here.fileOf(execution.itemsOf('Lip sync')[0])).resolves.toEqual(
			here.bytesOf(talking),
		);
	});

	it('"music video from a song" should save the video with and without subtitles', async () => {
		const execution = await succeeded('music-video-from-a-song.json');

		const [video, ...others] = here.jobsOf(execution);
		expect(others).toEqual([]);
		expect(video?.request).toMatchObject({ mode: 'performance', style: 'cinematic' });
		const { media } = here.environment.simulator;
		expect(here.written('music-video.mp4')).toEqual(here.bytesOf(video));
		expect(here.written('music-video-without-subtitles.mp4')).toEqual(
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

	it('"overnight" should suspend until PixVerse calls back, and save the off-peak videos', async () => {
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
				.itemsOf('Save files')
				.map(({ json }) => json.id)
				.sort(),
		).toEqual(jobs.map(({ id }) => id).sort());
		for (const job of jobs)
			expect(here.written(`${job.id.split(':').at(-1)}.mp4`)).toEqual(here.bytesOf(job));
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
		expect(here.written('final.mp4')).toEqual(here.bytesOf(jobs.at(-1)));
	});

	it('"preview before the final" should make nothing else of a draft that nobody likes', async () => {
		await here.start('preview-before-the-final.json', { Film: { folder: here.folder } });
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
			const jobs = here.jobsOf(await succeeded('upscale-old-videos-overnight.json'));
			for (const job of jobs)
				expect(here.written(`${job.id.split(':').at(-1)}-4k.mp4`)).toEqual(here.bytesOf(job));
			expect(jobs.map(({ parameters }) => parameters.quality)).toEqual(jobs.map(() => '2160p'));
			return jobs.map(({ parameters }) => parameters.source).sort();
		};
		expect(await sources()).toEqual(old.slice(0, 2));
		const settings = { 'What to upscale': { folder: here.folder, videosPerNight: 2 } };
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
		expect(here.written('new-model.mp4')).toEqual(here.bytesOf(video));
	});

	it('"use a brand-new model" should use another one if PixVerse refuses it', async () => {
		await here.start('use-a-brand-new-model.json', { Film: { folder: here.folder } });
		const execution = await succeeded('use-a-brand-new-model.json');

		expect(here.jobsOf(execution).map(({ request }) => request.model)).toEqual(['v6']);
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

	it('should be drawn on the canvas', async () => {
		const browser = await startBrowser();
		try {
			const { n8n, owner } = here.environment;
			const editor = await Editor.open(browser, n8n.url, owner, join(ARTIFACTS, 'examples'));
			// One shows that the canvas takes them; all are opened only to take their pictures.
			const taken = process.env.UPDATE_PICTURES ? exampleFiles() : ['prompt-to-video.json'];
			for (const file of taken) {
				const drawn = await editor.openWorkflow(await here.save(file));
				await editor.picture(file.replace('.json', ''));
				const nodes = readExample(file).nodes.filter(({ type }) => !type.endsWith('stickyNote'));
				expect([file, ...drawn.sort()]).toEqual([file, ...nodes.map(({ name }) => name).sort()]);
				if (process.env.UPDATE_PICTURES) await editor.canvasPicture(pictureOf(file));
			}
		} finally {
			await browser.close();
		}
	}, 120_000);

	it(
		'"finished videos to a webhook" should report every video of the other examples once',
		async () => {
			const finished = here.environment.simulator.jobs
				.filter(({ kind, status }) => kind === 'video' && status !== 'QUEUED')
				.filter(({ parameters, endpoint }) => !parameters.musicVideo && endpoint !== 'website')
				.map(({ id }) => id);
			await here.receiver.until(finished.length, POLL_TAKES_MS);

			const told = here.receiver.received.map((body) => body as { id: string; status: string });
			expect(told.map(({ id }) => id).sort()).toEqual([...finished].sort());
			expect(told.filter(({ status }) => status === 'FAILED')).toHaveLength(1);
		},
		POLL_TAKES_MS + 10_000,
	);
});

it('should all be executed here', () => {
	expect([...here.executions.keys(), 'finished-videos-to-a-webhook.json'].sort()).toEqual(
		exampleFiles(),
	);
});

/** Written by `npm run e2e -- --update-pictures` only: docs/examples.md shows them. */
function pictureOf(file: string): string {
	const pictures = join(PROJECT, 'docs', 'images', 'examples');
	mkdirSync(pictures, { recursive: true });
	return join(pictures, file.replace('.json', '.png'));
}

/** The latest execution of an example, when it has ended well. */
async function succeeded(file: string): Promise<Execution> {
	const execution = await here.ended(file);
	expect(execution.summary()).toContain('"success"');
	return execution;
}

const rows = async () => await here.rowsReadBy('batch-from-a-table.json', 'Rows to do');

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

const products = () => [
	{ sku: 'mug-blue', name: 'blue enamel mug', photo: `${here.picture.url}?1` },
	{ sku: 'lamp-oak', name: 'oak table lamp', photo: `${here.picture.url}?2` },
	{ sku: 'bag-felt', name: 'grey felt bag', photo: `${here.picture.url}?3` },
];

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
