import type { INodeParameters } from 'n8n-workflow';
import { start } from './harness/harness.cts';
import { loadCredential, loadTool } from './harness/sources.cts';
import {
	fromBinary,
	fromUrl,
	typedModel,
	videoCreate,
	videoGet,
	videoGetAll,
	videoWait,
} from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();

const getErrorText = async (parameters: INodeParameters) => {
	const json = onlyJson(await testBed.runTool(parameters));
	expect(Object.keys(json).filter((name) => !['error', 'id'].includes(name))).toEqual([]);
	return String(json.error);
};

const HOUR = 3_600_000;

describe('As a tool of an AI agent, the node', () => {
	it('should return the link instead of the file', async () => {
		const out = await testBed.runTool(videoCreate({ download: true }));

		expect(onlyJson(out)).toMatchObject({
			status: 'COMPLETED',
			url: expect.stringMatching(/^http/),
		});
		expect(out.items[0]).not.toHaveProperty('binary');
		expect(testBed.simulator.requests.filter(({ path }) => path.endsWith('.mp4'))).toEqual([]);
	});

	it('should return the link, the cost, the ID, and the next step after a create', async () => {
		expect(onlyJson(await testBed.runTool(videoCreate()))).toEqual({
			id: testBed.simulator.jobs[0]?.id,
			status: 'COMPLETED',
			url: expect.stringMatching(/^http.+\.mp4$/),
			credits: testBed.simulator.jobs[0]?.credits,
			next: expect.stringMatching(/give the user the url.*id to change or extend/),
		});
	});

	it('should return the fields of an existing video that have a value', async () => {
		const { id } = onlyJson(await testBed.runTool(videoCreate({ prompt: 'a kite' })));
		const json = onlyJson(await testBed.runTool(videoGet(String(id))));
		expect(json).toMatchObject({ id, prompt: 'a kite', model: 'v6', next: expect.any(String) });
		expect(Object.values(json)).not.toContain(null);
		expect(json).not.toHaveProperty('account');
	});

	it('should report a failed generation to the model', async () => {
		testBed.simulator.plannedResults.add({ status: 'FAILED' });
		onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
		const id = testBed.simulator.jobs[0]?.id ?? '';
		testBed.simulator.lifecycle.finishById(id, 'FAILED');
		const json = onlyJson(await testBed.runTool(videoGet(id)));
		expect(json).toMatchObject({ id, status: 'FAILED' });
		expect(json.next).toMatch(/has failed: tell the user/);
	});

	it('should return only the selected fields', async () => {
		const parameters = { output: 'selected', outputFields: ['url', 'credits'] };
		expect(Object.keys(onlyJson(await testBed.runTool(videoCreate(parameters))))).toEqual([
			'url',
			'credits',
		]);
	});

	it('should return all fields on request', async () => {
		expect(onlyJson(await testBed.runTool(videoCreate({ output: 'raw' })))).toHaveProperty(
			'video_status',
		);
	});

	it('should show Output instead of Simplify', async () => {
		const json = onlyJson(await testBed.run(videoCreate({ output: 'raw', simplify: true })));
		expect(Object.keys(json)).toHaveLength(10);
	});

	it('should list ten rows by default', async () => {
		for (let count = 0; count < 12; count++) await testBed.run(videoCreate({ waitMode: 'none' }));
		expect((await testBed.runTool(videoGetAll())).items).toHaveLength(10);
		expect((await testBed.runTool(videoGetAll({ toolLimit: 12 }))).items).toHaveLength(12);
	});

	it('should respond within five minutes, with the ID and the next step', async () => {
		testBed.simulator.plannedResults.add({ afterMs: HOUR });
		const pending = onlyJson(await testBed.runTool(videoCreate()));

		expect(pending).toMatchObject({ id: testBed.simulator.jobs[0]?.id, url: null });
		expect(pending.next).toMatch(
			/still being generated and already paid for\. Do not create it again/,
		);
		const again = onlyJson(
			await testBed.runTool(videoWait(String(pending.id), { options: { timeout: 1 } })),
		);
		expect(again).toMatchObject({ id: pending.id, next: pending.next });
		expect(testBed.creates()).toHaveLength(1);
	});

	it('should return the ID of a running generation also when other fields are selected', async () => {
		const brief = { waitMode: 'none', output: 'selected', outputFields: ['url'] };
		expect(onlyJson(await testBed.runTool(videoCreate(brief)))).toEqual({
			id: testBed.simulator.jobs[0]?.id,
			status: 'SUBMITTED',
			url: null,
			next: expect.stringContaining('later by its id'),
		});
	});

	it('should fail on a timeout if On Timeout says so', async () => {
		testBed.simulator.plannedResults.add({ afterMs: HOUR });
		const error = await getErrorText(videoCreate({ options: { timeout: 1, onTimeout: 'fail' } }));
		expect(error).toMatch(/^The video is not finished after 1 min\. /);
		expect(error).toContain(testBed.simulator.jobs[0]?.id);
	});

	it.each([
		['moderation', 422, /moderation rejected the input\. .*Rephrase the prompt/],
		['no credits', 412, /has no credits left\. Top up/],
		['an expired subscription', 402, /subscription .* has expired\. Renew/],
		['an account that is signed out', 596, /signed out the account.*\. Delete the account/],
	])('should report %s in one text, with the next step', async (_what, status, text) => {
		testBed.simulator.faults.add({
			kind: 'status',
			status,
			match: { path: 'videos/create' },
			count: 9,
		});
		const error = await getErrorText(videoCreate());
		expect(error).toMatch(text);
		expect(error).not.toMatch(/\bitems?\b/);
		expect(error).not.toContain(testBed.simulator.token);
	});

	it.each([
		['a duration', { duration: 99 }, /"Duration" is 99 s, but v6 makes 1 to 15 s/],
		['a quality', { quality: '8K' }, /"Quality" is 8K, but v6 makes 360p/],
		['a ratio', { aspectRatio: 'wide' }, /"Aspect Ratio".* v6 supports 16:9, 9:16/],
		['a model', { model: typedModel('PixVerse Nine') }, /The models are .*v6, v5\.6/],
	])('should list the valid values when %s is invalid', async (_what, parameters, text) => {
		expect(await getErrorText(videoCreate(parameters))).toMatch(text);
		expect(testBed.simulator.jobs).toEqual([]);
	});

	it('should report an unavailable API and the next step', async () => {
		testBed.simulator.faults.add({
			kind: 'cutBefore',
			match: { path: 'videos/create' },
			count: 99,
		});
		expect(await getErrorText(videoCreate())).toMatch(/\. \S/);
	});

	it("should report why the node can't start", async () => {
		const { items } = await testBed.runTool(videoCreate(), {
			credentials: { apiToken: '', baseUrl: 'x' },
		});
		expect(items).toEqual([expect.objectContaining({ json: { error: expect.any(String) } })]);
	});

	it('should be run again by Retry On Fail without paying twice', async () => {
		testBed.simulator.faults.add({
			kind: 'status',
			status: 412,
			match: { path: 'videos/create' },
			count: 1,
		});
		const out = await testBed.runTool(videoCreate(), { retryOnFail: true });
		expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED' });
		expect(testBed.simulator.jobs).toHaveLength(1);
	});

	it('should stop the execution if On Error is Stop Workflow', async () => {
		const out = await testBed.runTool(videoCreate({ duration: 99 }), { onError: 'stopWorkflow' });
		expect(out.error?.message).toMatch(/"Duration" is 99 s/);
	});

	it('should end when the execution is canceled', async () => {
		testBed.simulator.plannedResults.add({ afterMs: HOUR });
		const execution = await start({
			...testBed.use(videoCreate()),
			node: loadTool(),
			credentialTypes: [loadCredential('pixVerseApi')],
		});
		while (testBed.creates().length === 0) await new Promise((resume) => setTimeout(resume, 50));
		expect((await execution.cancel()).status).toBe('canceled');
	});

	it('should poll instead of suspending, and say so', async () => {
		const out = await testBed.runTool(videoCreate({ waitMode: 'callback' }));
		expect(onlyJson(out)).toMatchObject({ status: 'COMPLETED' });
		expect(JSON.stringify(out.runData)).toContain('polled instead of suspending');
	});

	it('should recognize a URL in any mode of a media input', async () => {
		const frame = 'https://127.0.0.1:9/a.png';
		const [asFile, asUrl] = [
			await getErrorText(videoCreate({ firstFrame: fromBinary(frame) })),
			await getErrorText(videoCreate({ firstFrame: fromUrl(frame) })),
		];
		expect(asFile).toBe(asUrl);
	});
});
