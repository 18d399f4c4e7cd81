import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { n8nCore, requireFromN8n } from './harness/engine.cts';
import { listSearch, testCredential } from './harness/harness.cts';
import { files, itemWithFile } from './media.cts';
import { fileUpload, fromUrl, videoCreate } from './parameters.cts';
import { onlyJson, createTestBed, testAccount } from './test-bed.cts';
import { TriggerWorkflow } from './polling-workflow.cts';

/**
 * One test for each feature of n8n that the nodes use. `npm test` also runs it with the oldest and the newest n8n, so it
 * can't use features that only some versions have. For canceling, see cancel.test.cts.
 */
const testBed = createTestBed();
const PROJECT = join(__dirname, '..', '..');

const buildItems = (...texts: string[]) => texts.map((prompt) => ({ json: { prompt } }));
const promptOfItem = { prompt: '={{ $json.prompt }}' };
const credentials = () => ({ apiToken: testBed.simulator.token, baseUrl: testBed.simulator.url });

it('should run on the requested n8n', () => {
	const folder = process.env.N8N_CORE_FOLDER ?? PROJECT;
	const manifest = readFileSync(join(folder, 'node_modules', 'n8n-core', 'package.json'), 'utf8');
	// Of the loaded n8n-core.
	const { version } = requireFromN8n('../package.json') as { version: string };
	expect(version).toBe((JSON.parse(manifest) as { version: string }).version);
	expect(n8nCore.WorkflowExecute).toBeDefined();
});

it('should create videos, wait for all of them, and return them in order, as files', async () => {
	const items = buildItems('one', 'two', 'three');
	const out = await testBed.run(videoCreate({ ...promptOfItem, download: true }), { items });
	expect(out.error).toBeUndefined();
	expect(out.items.map(({ json }) => json)).toMatchObject(
		items.map(({ json }) => ({ ...json, status: 'COMPLETED', id: expect.any(String) })),
	);
	expect(out.origins).toEqual(items.map(({ json }) => json));
	const servedFiles = testBed.simulator.jobs.map(({ id }) => testBed.simulator.media.getBytes(id));
	const { data, mimeType, fileExtension } = await out.file(1);
	expect(servedFiles.some((bytes) => bytes.equals(data))).toBe(true);
	expect({ mimeType, fileExtension }).toEqual({ mimeType: 'video/mp4', fileExtension: 'mp4' });
});

it.each(['filesystem', 'memory'] as const)(
	'should upload a file that is stored in %s',
	async (binaryMode) => {
		const out = await testBed.run(fileUpload(), { items: [itemWithFile(files.mp4)], binaryMode });
		expect(onlyJson(out)).toMatchObject({ path: expect.stringMatching(/^upload\//) });
		const [upload] = testBed.simulator.requests.filter(({ method }) => method === 'POST');
		const sha256 = createHash('sha256').update(files.mp4.data).digest('hex');
		expect(upload?.body).toMatchObject({ sha256 });
		expect(upload?.headers).toMatchObject({
			'content-type': 'video/mp4',
			'content-length': String(files.mp4.data.length),
		});
	},
);

it('should keep the other results when an item fails and n8n continues', async () => {
	testBed.simulator.plannedResults.add({ status: 'FAILED', promptIncludes: 'two' });
	const items = buildItems('one', 'two', 'three');
	const out = await testBed.run(videoCreate(promptOfItem), {
		items,
		onError: 'continueRegularOutput',
	});
	expect(out.status).toBe('success');
	expect(out.items.map(({ json }) => 'error' in json)).toEqual([false, true, false]);
	expect(out.origins).toEqual(items.map(({ json }) => json));

	testBed.simulator.plannedResults.add({ status: 'FAILED', promptIncludes: 'two' });
	const split = await testBed.run(videoCreate(promptOfItem), {
		items,
		onError: 'continueErrorOutput',
	});
	expect([split.items.length, split.errorItems.length]).toEqual([2, 1]);
});

it('should only create what is missing with Retry On Fail', async () => {
	testBed.simulator.plannedResults.add({ status: 'FAILED', promptIncludes: 'two' });
	const items = buildItems('one', 'two', 'three');
	const out = await testBed.run(videoCreate(promptOfItem), { items, retryOnFail: true });
	expect(out.error).toBeUndefined();
	expect(out.items).toHaveLength(3);
	expect(testBed.creates()).toHaveLength(4);
});

it('should report the explanation of the API with status and item', async () => {
	testBed.simulator.faults.add({ kind: 'status', status: 412, match: { method: 'POST' } });
	const { error } = await testBed.run(videoCreate());
	expect(error).toMatchObject({
		message: expect.stringMatching(/no credits left/),
		httpCode: '412',
		context: { itemIndex: 0 },
	});
	const invalid = await testBed.run(videoCreate({ firstFrame: fromUrl('file:///etc/passwd') }));
	expect(invalid.error?.message).toMatch(/First Frame/);
	expect(testBed.creates()).toHaveLength(1);
});

it('should fill the lists of the editor and test the credential', async () => {
	const models = await listSearch('searchModels', testBed.use(videoCreate()));
	expect(models.results.length).toBeGreaterThan(10);
	const accounts = await listSearch('searchAnyAccount', testBed.use(videoCreate()));
	expect(accounts.results.map(({ value }) => value)).toEqual(['', testAccount]);
	expect(await testCredential(credentials())).toMatchObject({ status: 'OK' });
	expect(await testCredential({ ...credentials(), apiToken: 'user:1-wrong' })).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/token/),
	});
});

it('should start a workflow once for each finished generation', async () => {
	const trigger = new TriggerWorkflow(credentials(), { kinds: ['video'] });
	expect(await trigger.activate()).toEqual([]);
	const video = onlyJson(await testBed.run(videoCreate()));
	expect((await trigger.poll()).map(({ json }) => json.id)).toEqual([video.id]);
	expect(await trigger.poll()).toEqual([]);
	expect(await trigger.restart()).toEqual([]);
	expect((await trigger.fetchTestEvent()).map(({ json }) => json.id)).toEqual([video.id]);
});
