import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveFile } from './file-server.cts';
import { START_TIMEOUT_MS, startEnvironment, type TestEnvironment } from './environment.cts';
import { ENDED_STATUSES, type Item } from './n8n/execution.cts';
import type { WorkflowNode } from './n8n/rest.cts';
import { chainNodes, fetchFile, pixVerseNode, START } from './workflows.cts';

const POLL_TIMEOUT_MS = 150_000;
const settings = { binaryMode: 'combined' };
const image = readFileSync(join(__dirname, '../..', 'simulator', 'media', 'frame.png'));

let environment: TestEnvironment;
let host: Awaited<ReturnType<typeof serveFile>>;
beforeAll(async () => {
	host = await serveFile(image, 'image/png', 'photo.png');
	environment = await startEnvironment('execution-logic-v2');
}, START_TIMEOUT_MS);
afterAll(async () => {
	await environment?.close();
	await host?.stop();
});

const run = async (...nodes: WorkflowNode[]) => {
	const workflow = { ...chainNodes('Test', START, ...nodes), settings };
	const { id } = await environment.rest.createWorkflow(workflow);
	// Less than two minutes, after which a suspended execution would resume without a callback.
	return await environment.rest.run(id, START.name, 110_000);
};

/** Downloads a file that execution logic v2 references in the JSON of an item. */
const readFile = async ({ json, binary }: Item, name = 'data') => {
	expect(binary).toBeUndefined();
	const files = json._files as Record<string, { id: string; mimeType: string }> | undefined;
	expect(files?.[name]?.mimeType).toBe('video/mp4');
	return await environment.rest.downloadBinary(files?.[name]?.id ?? '');
};

describe('The packed package in a real n8n with execution logic v2', () => {
	it('should show the original error of an n8n expression and send nothing', async () => {
		const { credential, simulator } = environment;
		const before = simulator.requests.length;
		const execution = await run(
			pixVerseNode('Video', credential, {
				resource: 'video',
				operation: 'create',
				prompt: "={{ $('Not there').item.json.timeout }}",
			}),
		);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/node.*exist/i);
		expect(simulator.requests).toHaveLength(before);
	});

	it.each(['poll', 'callback'])(
		'should create a video from a file and return its file with wait mode %s',
		async (waitMode) => {
			const { credential, simulator } = environment;
			const execution = await run(
				fetchFile('Image', host.url),
				pixVerseNode('Video', credential, {
					resource: 'video',
					operation: 'create',
					prompt: 'the picture comes alive',
					firstFrame: { __rl: true, mode: 'binary', value: '_files.data' },
					options: {
						lastFrame: { __rl: true, mode: 'binary', value: "={{ $('Image').item._files.data }}" },
					},
					waitMode,
					download: true,
					binaryPropertyOutput: 'clip',
				}),
				pixVerseNode('Upload', credential, {
					resource: 'file',
					operation: 'upload',
					file: { __rl: true, mode: 'binary', value: '_files.clip' },
				}),
			);

			expect(execution.getSummary()).toContain('"success"');
			const [video] = execution.getItems('Video');
			const job = simulator.jobs.at(-1);
			const callbacks = simulator.webhooks.deliveries.filter(({ jobId }) => jobId === job?.id);
			expect(callbacks.at(-1)?.status).toBe(waitMode === 'callback' ? 200 : undefined);
			expect(video?.json).toMatchObject({ id: job?.id, status: 'COMPLETED' });
			expect(job?.request).toMatchObject({
				first_frame_path: expect.stringMatching(/\.png$/),
				last_frame_path: expect.stringMatching(/\.png$/),
			});
			const file = await readFile(video as Item, 'clip');
			expect(file.equals(simulator.media.getBytes(job?.id ?? ''))).toBe(true);
			expect(execution.getItems('Upload')[0]?.json).toMatchObject({ size: file.length });
		},
		150_000,
	);

	it(
		'should start a workflow with the files of finished videos',
		async () => {
			const { credential, rest, simulator } = environment;
			const trigger: WorkflowNode = {
				...pixVerseNode('Finished', credential, {
					pollTimes: { item: [{ mode: 'everyMinute' }] },
					download: true,
				}),
				type: 'n8n-nodes-pixverse.pixVerseTrigger',
			};
			const upload = pixVerseNode('Upload', credential, {
				resource: 'file',
				operation: 'upload',
				file: { __rl: true, mode: 'binary', value: '_files.data' },
			});
			const workflow = { ...chainNodes('Finished videos', trigger, upload), settings };
			const { id } = await rest.createWorkflow(workflow);
			await rest.activate(id);
			await sleep(5_000);
			const created = await fetch(`${simulator.url}/v2/pixverse/videos/create`, {
				method: 'POST',
				headers: {
					authorization: `Bearer ${simulator.token}`,
					'content-type': 'application/json',
				},
				body: JSON.stringify({ email: 'studio@example.com', prompt: 'a lighthouse' }),
			});
			expect(created.status).toBe(200);
			const video = simulator.jobs.at(-1)?.id ?? '';
			simulator.clock.advance(120_000);

			const deadline = Date.now() + POLL_TIMEOUT_MS;
			let executionId: string | undefined;
			while (!executionId && Date.now() < deadline) {
				[executionId] = await rest.listExecutionIds(id);
				await sleep(1_000);
			}
			const execution = await rest.waitForExecution(executionId ?? '');
			expect(ENDED_STATUSES.has(execution.status)).toBe(true);
			expect(execution.getSummary()).toContain('"success"');
			const [item] = execution.getItems('Finished');
			expect(item?.json.id).toBe(video);
			const file = await readFile(item as Item);
			expect(file.equals(simulator.media.getBytes(video))).toBe(true);
			expect(execution.getItems('Upload')[0]?.json).toMatchObject({ size: file.length });
		},
		POLL_TIMEOUT_MS + 60_000,
	);
});
