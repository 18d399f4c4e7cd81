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
 * What the nodes need of n8n, once each. `npm test` runs this on the oldest and the newest n8n too, so nothing here may
 * depend on what only some of them have; cancelling is in cancel.test.cts.
 */
const testBed = createTestBed();
const PROJECT = join(__dirname, '..', '..');

const prompts = (...texts: string[]) => texts.map((prompt) => ({ json: { prompt } }));
const each = { prompt: '={{ $json.prompt }}' };
const credentials = () => ({ apiToken: testBed.simulator.token, baseUrl: testBed.simulator.url });

it('should run on the requested n8n', () => {
	const wanted = process.env.N8N_CORE_FOLDER ?? PROJECT;
	const manifest = readFileSync(join(wanted, 'node_modules', 'n8n-core', 'package.json'), 'utf8');
	// Beside the n8n-core that runs.
	const { version } = requireFromN8n('../package.json') as { version: string };
	expect(version).toBe((JSON.parse(manifest) as { version: string }).version);
	expect(n8nCore.WorkflowExecute).toBeDefined();
});

it('should create videos, wait for all of them, and return them in order, as files', async () => {
	const items = prompts('one', 'two', 'three');
	const out = await testBed.run(videoCreate({ ...each, download: true }), { items });
	expect(out.error).toBeUndefined();
	expect(out.items.map(({ json }) => json)).toMatchObject(
		items.map(({ json }) => ({ ...json, status: 'COMPLETED', id: expect.any(String) })),
	);
	expect(out.origins).toEqual(items.map(({ json }) => json));
	const served = testBed.simulator.jobs.map(({ id }) => testBed.simulator.media.getBytes(id));
	const { data, mimeType, fileExtension } = await out.file(1);
	expect(served.some((bytes) => bytes.equals(data))).toBe(true);
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
	const items = prompts('one', 'two', 'three');
	const out = await testBed.run(videoCreate(each), { items, onError: 'continueRegularOutput' });
	expect(out.status).toBe('success');
	expect(out.items.map(({ json }) => 'error' in json)).toEqual([false, true, false]);
	expect(out.origins).toEqual(items.map(({ json }) => json));

	testBed.simulator.plannedResults.add({ status: 'FAILED', promptIncludes: 'two' });
	const split = await testBed.run(videoCreate(each), { items, onError: 'continueErrorOutput' });
	expect([split.items.length, split.errorItems.length]).toEqual([2, 1]);
});

it('should only create what is missing with Retry On Fail', async () => {
	testBed.simulator.plannedResults.add({ status: 'FAILED', promptIncludes: 'two' });
	const items = prompts('one', 'two', 'three');
	const out = await testBed.run(videoCreate(each), { items, retryOnFail: true });
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
	const wrong = await testBed.run(videoCreate({ firstFrame: fromUrl('file:///etc/passwd') }));
	expect(wrong.error?.message).toMatch(/First Frame/);
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
	const made = onlyJson(await testBed.run(videoCreate()));
	expect((await trigger.poll()).map(({ json }) => json.id)).toEqual([made.id]);
	expect(await trigger.poll()).toEqual([]);
	expect(await trigger.restart()).toEqual([]);
	expect((await trigger.fetchTestEvent()).map(({ json }) => json.id)).toEqual([made.id]);
});
