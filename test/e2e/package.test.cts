import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveFile } from './file-server.cts';
import { findFreePort } from './n8n/ports.cts';
import type { WorkflowNode } from './n8n/rest.cts';
import { START_TIMEOUT_MS, startEnvironment, type TestEnvironment } from './environment.cts';
import { chainNodes, codeNode, fetchFile, pixVerseNode, START } from './workflows.cts';

let environment: TestEnvironment;
beforeAll(async () => {
	environment = await startEnvironment('package');
}, START_TIMEOUT_MS);
afterAll(async () => await environment?.close());
afterEach(() => environment.simulator.faults.clear());

const createVideo = { resource: 'video', operation: 'create', download: true };

/** Saves and runs a workflow; returns the execution. */
const run = async (...nodes: WorkflowNode[]) => {
	const { id } = await environment.rest.createWorkflow(chainNodes('Test', START, ...nodes));
	return await environment.rest.run(id, START.name);
};

/** The n8n version of the folder that N8N_RELEASE names. */
function readExpectedVersion(): string {
	const folder = join(__dirname, '../../scripts/install/n8n', process.env.N8N_RELEASE ?? 'default');
	const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		dependencies: { n8n: string };
	};
	return dependencies.n8n;
}

describe('The packed package in a real n8n', () => {
	it('should be tested on the release of n8n that the suite is for', async () => {
		expect(await environment.rest.getVersion()).toBe(readExpectedVersion());
	});

	it('should create a video from a prompt and return the MP4 file that PixVerse serves', async () => {
		const execution = await run(
			pixVerseNode('Video', environment.credential, {
				...createVideo,
				prompt: 'a lighthouse in a storm',
			}),
		);

		expect(execution.getSummary()).toContain('"success"');
		const [video] = execution.getItems('Video');
		const job = environment.simulator.jobs.at(-1);
		expect(video?.json).toMatchObject({ id: job?.id, prompt: 'a lighthouse in a storm' });
		expect(video?.binary?.data).toMatchObject({
			mimeType: 'video/mp4',
			fileExtension: 'mp4',
			fileType: 'video',
		});
		const file = await environment.rest.downloadBinary(video?.binary?.data?.id ?? '');
		expect(file.equals(environment.simulator.media.getBytes(job?.id ?? ''))).toBe(true);
	});

	it('should start a video from an image in a binary field of the item', async () => {
		const image = readFileSync(join(__dirname, '../..', 'simulator', 'media', 'frame.png'));
		const host = await serveFile(image, 'image/png', 'photo.png');

		const execution = await run(
			fetchFile('Image', host.url),
			pixVerseNode('Video', environment.credential, {
				...createVideo,
				prompt: 'the picture comes alive',
				firstFrame: { __rl: true, mode: 'binary', value: 'data' },
			}),
		).finally(host.stop);

		expect(execution.getSummary()).toContain('"success"');
		const [video] = execution.getItems('Video');
		const job = environment.simulator.jobs.at(-1);
		const upload = environment.simulator.files.list().at(-1);
		expect(upload?.bytes?.equals(image)).toBe(true);
		expect(job?.request).toMatchObject({ first_frame_path: upload?.path });
		const file = await environment.rest.downloadBinary(video?.binary?.data?.id ?? '');
		expect(file.equals(environment.simulator.media.getBytes(job?.id ?? ''))).toBe(true);
	});

	it('should keep the other videos when one of three is rejected and the node continues on fail', async () => {
		const prompts = ['a calm sea', 'something [rejected]', 'a red kite'];

		const execution = await run(
			codeNode(
				'Prompts',
				`return ${JSON.stringify(prompts)}.map((prompt) => ({ json: { prompt } }));`,
			),
			pixVerseNode(
				'Video',
				environment.credential,
				{ ...createVideo, prompt: '={{ $json.prompt }}' },
				{ onError: 'continueRegularOutput' },
			),
		);

		expect(execution.getSummary()).toContain('"success"');
		const [first, rejected, third] = execution.getItems('Video');
		expect(first?.json).toMatchObject({ prompt: 'a calm sea' });
		expect(first?.binary?.data?.mimeType).toBe('video/mp4');
		expect(rejected?.json.error).toBeTruthy();
		expect(rejected?.binary).toBeUndefined();
		expect(third?.json).toMatchObject({ prompt: 'a red kite' });
		expect(third?.binary?.data?.mimeType).toBe('video/mp4');
		expect(execution.getItems('Video').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});
});

describe('The test of the PixVerse credential in a real n8n', () => {
	/** Tests the credential as the editor does, with some of its fields changed. */
	const testCredential = async (fields: { apiToken?: string; baseUrl?: string } = {}) =>
		await environment.rest.testCredential(environment.credential, {
			apiToken: environment.simulator.token,
			baseUrl: environment.simulator.url,
			...fields,
		});

	it('should accept a valid token', async () => {
		expect(await testCredential()).toMatchObject({ status: 'OK' });
	});

	it('should report a wrong token', async () => {
		const { status, message } = await testCredential({ apiToken: 'user:1-wrong' });

		expect(status).toBe('Error');
		expect(message).toMatch(/token/i);
	});

	it('should report an unreachable API', async () => {
		const { status, message } = await testCredential({
			baseUrl: `http://127.0.0.1:${await findFreePort()}`,
		});

		expect(status).toBe('Error');
		expect(message).toMatch(/reached/);
	});

	it('should report an expired subscription', async () => {
		environment.simulator.faults.setSwitches({ subscriptionExpired: true });

		const { status, message } = await testCredential();

		expect(status).toBe('Error');
		expect(message).toMatch(/subscription/i);
	});
});
