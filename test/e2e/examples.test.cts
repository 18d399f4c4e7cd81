import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectors } from 'playwright-core';
import type { Job } from '../simulator/jobs.cts';
import { startBrowser } from './browser/chromium.cts';
import { Editor } from './browser/editor.cts';
import { startReceiver, type Receiver } from './example-receiver.cts';
import { exampleFiles, readExample, withCredential, withValues } from './examples.cts';
import { serveFile } from './file-server.cts';
import type { Execution, Item } from './n8n/execution.cts';
import { PROJECT } from './n8n/installation.cts';
import type { Workflow } from './n8n/rest.cts';
import { ARTIFACTS, OPENING_TAKES_MS, openStage, type Stage } from './stage.cts';
import { chain, START } from './workflows.cts';

const BUTTON = 'When clicking ‘Execute workflow’';
const EXECUTIONS_TAKE_MS = 120_000;
/** n8n polls once a minute. */
const POLL_TAKES_MS = 100_000;

let stage: Stage;
let picture: Awaited<ReturnType<typeof serveFile>>;
let receiver: Receiver;
let folder: string;
/** Executions by example. All of them run at the same time. */
const executions = new Map<string, string>();

beforeAll(async () => {
	selectors.setTestIdAttribute('data-test-id');
	folder = mkdtempSync(join(tmpdir(), 'pixverse-examples-'));
	const frame = readFileSync(join(__dirname, '..', 'simulator', 'media', 'frame.png'));
	picture = await serveFile(frame, 'image/png', 'picture.png');
	receiver = await startReceiver();
	stage = await openStage('examples', {
		settings: { N8N_RESTRICT_FILE_ACCESS_TO: folder },
		// Nobody waits for a slot of another example.
		simulator: {
			accounts: [{ email: 'studio@example.com', maxJobs: 40, genSimultaneously: 40 }],
		},
	});
	await publish('finished-videos-to-a-webhook.json', { 'Where to': { webhook: receiver.url } });

	stage.simulator.outcomes.plan({ promptIncludes: 'flower market', afterMs: 200_000 });
	stage.simulator.outcomes.plan({ promptIncludes: 'red kite', status: 'FAILED' });
	await start('prompt-to-video.json');
	await start('product-photos-with-a-ceiling.json', {
		Settings: { folder, products: products() },
	});
	await start('storyboard.json', { Story: { folder } });
	await start('talking-avatar.json', { Script: { portrait: picture.url } });
	await start('batch-from-a-table.json', {
		Settings: { minutesToWait: 0.1 },
		'Example orders': {
			orders: [...orders(), { name: 'refused', prompt: 'Something that is not allowed [refused]' }],
		},
	});
}, OPENING_TAKES_MS);
afterAll(async () => {
	await stage?.close();
	await receiver?.stop();
	await picture?.stop();
	if (folder) rmSync(folder, { recursive: true, force: true });
});

describe('the example', () => {
	it('"prompt to video" makes one video and hands over its file', async () => {
		const execution = await ended('prompt-to-video.json');

		expect(jobsOf(execution)).toMatchObject([{ endpoint: 'videos/create', credits: 20 }]);
		const [video] = execution.itemsOf('Create video');
		await expect(fileOf(video)).resolves.toEqual(bytesOf(jobsOf(execution)[0]));
	});

	it('"product photos" makes a video of each photo and saves it under the name of the product', async () => {
		const execution = await ended('product-photos-with-a-ceiling.json');

		const jobs = jobsOf(execution);
		expect(jobs.map(({ credits }) => credits)).toEqual([20, 20, 20]);
		expect(
			execution.itemsOf('Estimate the price').map(({ json }) => json.estimatedCredits),
		).toEqual([20, 20, 20]);
		for (const [place, { sku, name }] of products().entries()) {
			const job = jobs.find(({ wanted }) => wanted.prompt?.includes(name));
			expect(job?.request.first_frame_path).toBeTruthy();
			expect(execution.itemsOf('Save files')[place]?.json).toMatchObject({ id: job?.id });
			expect(readFileSync(join(folder, `${sku}.mp4`))).toEqual(bytesOf(job));
		}
	});

	it('"product photos" makes nothing when all videos together would pass the ceiling', async () => {
		await start('product-photos-with-a-ceiling.json', {
			Settings: { folder, products: products(), creditsAtMost: 50 },
		});
		const execution = await stage.rest.ended(
			executions.get('product-photos-with-a-ceiling.json') ?? '',
		);

		expect(execution.error?.message).toMatch(/would cost 60 credits, but the ceiling is 50/);
		expect(jobsOf(execution)).toEqual([]);
	});

	it('"storyboard" paints three pictures and makes a film in 4K and a teaser of them', async () => {
		const execution = await ended('storyboard.json');

		const jobs = jobsOf(execution);
		expect(endpointsOf(jobs)).toEqual([
			'images/create',
			'images/create',
			'images/create',
			'videos/create-frames',
			'videos/create-transition',
			'videos/extend',
			'videos/upscale',
		]);
		expect(creditsOf(jobs)).toBe(125);
		const by = (endpoint: string) => jobs.find((job) => job.endpoint === endpoint);
		expect(by('videos/extend')?.wanted.source).toBe(by('videos/create-frames')?.id);
		expect(by('videos/upscale')?.wanted.source).toBe(by('videos/extend')?.id);
		// The first and the last picture are in both films, and were uploaded for each.
		expect(Object.keys(by('videos/create-frames')?.wanted.inputs ?? {})).toHaveLength(2);
		expect(Object.keys(by('videos/create-transition')?.wanted.inputs ?? {})).toHaveLength(3);
		expect(readFileSync(join(folder, 'the-seed-film.mp4'))).toEqual(bytesOf(by('videos/upscale')));
		expect(readFileSync(join(folder, 'the-seed-teaser.mp4'))).toEqual(
			bytesOf(by('videos/create-transition')),
		);
	});

	it('"talking avatar" makes the person of the portrait speak the recorded text', async () => {
		const execution = await ended('talking-avatar.json');

		const jobs = jobsOf(execution);
		expect(endpointsOf(jobs)).toEqual(['speech/create', 'videos/create', 'videos/lipsync']);
		expect(creditsOf(jobs)).toBe(111);
		const [film, speech, talking] = jobs;
		expect(film?.request.first_frame_path).toBeTruthy();
		expect(talking?.wanted.source).toBe(film?.id);
		const [audio = ''] = Object.values(talking?.wanted.inputs ?? {});
		const upload = stage.simulator.files.list().find(({ path }) => path === audio);
		expect(upload?.bytes).toEqual(bytesOf(speech));
		await expect(fileOf(execution.itemsOf('Lip sync')[0])).resolves.toEqual(bytesOf(talking));
	});

	it('"batch from a table" makes every row once, waits for what is late, tries again what failed', async () => {
		const execution = await ended('batch-from-a-table.json');

		const prompts = jobsOf(execution).map(({ wanted }) => wanted.prompt ?? '');
		const made = (word: string) => prompts.filter((prompt) => prompt.includes(word)).length;
		expect([made('lighthouse'), made('flower market'), made('red kite')]).toEqual([1, 1, 2]);
		expect(prompts).toHaveLength(4);
		const rows = await tableRows();
		expect(
			rows.map(({ name, status, tries, credits }) => ({ name, status, tries, credits })),
		).toEqual([
			{ name: 'lighthouse', status: 'done', tries: 1, credits: 20 },
			{ name: 'market', status: 'done', tries: 1, credits: 20 },
			{ name: 'kite', status: 'done', tries: 2, credits: 20 },
			{ name: 'refused', status: 'refused', tries: 1, credits: null },
		]);
		for (const { videoId, name } of rows.slice(0, 3))
			expect([name, stage.simulator.jobs.find(({ id }) => id === videoId)?.status]).toEqual([
				name,
				'COMPLETED',
			]);
	});

	it('"batch from a table" does nothing when nothing is left to do', async () => {
		const before = await tableRows();
		await start('batch-from-a-table.json');
		const execution = await ended('batch-from-a-table.json');

		expect(jobsOf(execution)).toEqual([]);
		expect(await tableRows()).toEqual(before);
	});

	it('is drawn on the canvas', async () => {
		const browser = await startBrowser();
		try {
			const { n8n, owner, rest } = stage;
			const editor = await Editor.open(browser, n8n.url, owner, join(ARTIFACTS, 'examples'));
			// One shows that the canvas takes them; all are opened only to take their pictures.
			const taken = process.env.UPDATE_PICTURES ? exampleFiles() : ['prompt-to-video.json'];
			for (const file of taken) {
				const { id } = await rest.createWorkflow(prepared(file));
				const drawn = await editor.openWorkflow(id);
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
		'"finished videos to a webhook" tells of every video of the other examples once',
		async () => {
			const finished = stage.simulator.jobs
				.filter(({ kind, status }) => kind === 'video' && status !== 'QUEUED')
				.map(({ id }) => id);
			await receiver.until(finished.length, POLL_TAKES_MS);

			const told = receiver.received.map((body) => body as { id: string; status: string });
			expect(told.map(({ id }) => id).sort()).toEqual([...finished].sort());
			expect(told.filter(({ status }) => status === 'FAILED')).toHaveLength(1);
		},
		POLL_TAKES_MS + 10_000,
	);
});

it('every example of the folder is executed here', () => {
	expect([...executions.keys(), 'finished-videos-to-a-webhook.json'].sort()).toEqual(
		exampleFiles(),
	);
});

/** Written by `npm run e2e -- --update-pictures` only: docs/examples.md shows them. */
function pictureOf(file: string): string {
	const pictures = join(PROJECT, 'docs', 'images', 'examples');
	mkdirSync(pictures, { recursive: true });
	return join(pictures, file.replace('.json', '.png'));
}

/** What a person fills in: values by Edit Fields node. */
type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The example, with the credential chosen and its settings filled in. */
function prepared(file: string, settings: Settings = {}): Workflow {
	return Object.entries(settings).reduce(
		(workflow, [node, values]) => withValues(workflow, node, values),
		withCredential(readExample(file), stage.credential),
	);
}

async function start(file: string, settings?: Settings) {
	const { id } = await stage.rest.createWorkflow(prepared(file, settings));
	executions.set(file, await stage.rest.start(id, BUTTON));
}

async function publish(file: string, settings: Settings) {
	const { id } = await stage.rest.createWorkflow(prepared(file, settings));
	await stage.rest.activate(id);
}

async function ended(file: string): Promise<Execution> {
	const execution = await stage.rest.ended(executions.get(file) ?? '', EXECUTIONS_TAKE_MS);
	expect(execution.summary()).toContain('"success"');
	return execution;
}

/** What an execution has started at PixVerse, oldest first: the node puts the execution into its references. */
const jobsOf = ({ id }: Execution): Job[] =>
	stage.simulator.jobs.filter(({ replyRef = '' }) =>
		new RegExp(`-${id}-\\d+-\\d+-\\d+$`).test(replyRef),
	);

const endpointsOf = (jobs: Job[]): string[] => jobs.map(({ endpoint }) => endpoint).sort();
const creditsOf = (jobs: Job[]): number => jobs.reduce((sum, { credits }) => sum + credits, 0);
const bytesOf = (job?: Job): Buffer => stage.simulator.media.bytesOf(job?.id ?? '');
const fileOf = async (item?: Item): Promise<Buffer> =>
	await stage.rest.binary(item?.binary?.data?.id ?? '');

const products = () => [
	{ sku: 'mug-blue', name: 'blue enamel mug', photo: `${picture.url}?1` },
	{ sku: 'lamp-oak', name: 'oak table lamp', photo: `${picture.url}?2` },
	{ sku: 'bag-felt', name: 'grey felt bag', photo: `${picture.url}?3` },
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

/** The rows of the example's data table, in the order they were added. */
async function tableRows(): Promise<Array<Record<string, unknown>>> {
	const get = readExample('batch-from-a-table.json').nodes.find(
		({ name }) => name === 'Rows to do',
	);
	if (!get) throw new Error('The example does not read its table');
	const all = { ...get, name: 'Rows', parameters: { ...get.parameters, filters: {} } };
	const { id } = await stage.rest.createWorkflow(chain('Rows', START, all));
	const execution = await stage.rest.run(id, START.name);
	return execution.itemsOf('Rows').map(({ json: { updatedAt: _, ...row } }) => row);
}
