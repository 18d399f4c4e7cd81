import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveFile } from '../e2e/file-server.cts';
import { START_TIMEOUT_MS, startEnvironment, type TestEnvironment } from '../e2e/environment.cts';
import { chainNodes, fetchFile, pixVerseNode, START } from '../e2e/workflows.cts';

const MB = 1024 * 1024;
let environment: TestEnvironment;
beforeAll(async () => {
	environment = await startEnvironment('database-files', {
		settings: {
			N8N_DEFAULT_BINARY_DATA_MODE: 'database',
			N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE: '1',
		},
	});
}, START_TIMEOUT_MS);
afterAll(async () => await environment?.close());

describe('Binary data in the database of n8n', () => {
	it('should upload an image from the database and store the video in the database', async () => {
		const image = readFileSync(join(__dirname, '../..', 'simulator', 'media', 'frame.png'));
		const host = await serveFile(image, 'image/png', 'photo.png');
		const { id } = await environment.rest.createWorkflow(
			chainNodes(
				'Files in the database',
				START,
				fetchFile('Image', host.url),
				pixVerseNode('Video', environment.credential, {
					...{ resource: 'video', operation: 'create', download: true, prompt: 'it comes alive' },
					firstFrame: { __rl: true, mode: 'binary', value: 'data' },
				}),
			),
		);
		const execution = await environment.rest.run(id, START.name).finally(host.stop);

		expect(execution.getSummary()).toContain('"success"');
		expect(execution.getItems('Image')[0]?.binary?.data?.id).toMatch(/^database:/);
		expect(environment.simulator.files.list().at(-1)?.bytes?.equals(image)).toBe(true);
		const file = execution.getItems('Video')[0]?.binary?.data;
		expect(file?.id).toMatch(/^database:/);
		const stored = await environment.rest.downloadBinary(file?.id ?? '');
		const job = environment.simulator.jobs.at(-1);
		expect(stored.equals(environment.simulator.media.getBytes(job?.id ?? ''))).toBe(true);
	});

	it('should report that a video exceeds the size limit, with its ID', async () => {
		environment.simulator.plannedResults.add({ bytes: 2 * MB });
		const parameters = {
			resource: 'video',
			operation: 'create',
			download: true,
			prompt: 'a long one',
		};
		const { id } = await environment.rest.createWorkflow(
			chainNodes('Too large', START, pixVerseNode('Video', environment.credential, parameters)),
		);
		const { status, error } = await environment.rest.run(id, START.name);

		expect(status).toBe('error');
		expect(error?.message).toBe(
			'The video is finished, but its file could not be downloaded: it is larger than your n8n instance stores in its database, 1 MB (N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE) [item 0]',
		);
		const job = environment.simulator.jobs.at(-1);
		expect(error?.description).toContain(job?.id);
		// The node doesn't retry the download, which would fail again.
		const downloads = environment.simulator.requests.filter(
			({ host, path }) => host === 'media' && path.includes(job?.id.split(':').at(-1) ?? '?'),
		);
		expect(downloads.length).toBeLessThanOrEqual(1);
		expect(
			environment.simulator.jobs.filter(({ parameters }) => parameters.prompt === 'a long one'),
		).toHaveLength(1);
	});
});
