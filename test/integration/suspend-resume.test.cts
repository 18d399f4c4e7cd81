import type { IDataObject } from 'n8n-workflow';

import { ExecutionStore } from './harness/harness.cts';
import type { Outcome, RunOptions } from './harness/harness.cts';
import { imageCreate, videoCreate, videoWait } from './parameters.cts';
import { createTestBed } from './test-bed.cts';
import { MINUTE } from '../../nodes/shared/time';

const testBed = createTestBed();
let executions: ExecutionStore;
beforeAll(async () => {
	executions = await ExecutionStore.open();
});
afterAll(async () => await executions.close());
beforeEach(() => void executions.calls.splice(0));

const createSuspending = (parameters: IDataObject = {}) =>
	videoCreate({ waitMode: 'callback', prompt: '={{ $json.prompt }}', ...parameters } as never);
const buildItems = (...texts: string[]) => texts.map((prompt) => ({ json: { prompt } }));
const run = async (parameters: IDataObject = {}, more: Partial<RunOptions> = {}) =>
	await testBed.run(createSuspending(parameters), {
		items: buildItems('one'),
		executions,
		...more,
	} as never);
const getReads = () => testBed.calls().filter((call) => call.startsWith('GET videos'));
const getStatuses = (out: Outcome) => out.items.map(({ json }) => json.status ?? 'failed');
const getCallbackStatuses = () => executions.calls.map(({ status }) => status);

describe('Suspend Until Finished', () => {
	it('should resume with the results of all items, in order', async () => {
		const items = buildItems('one [takes 90s]', 'two [takes 40s]', 'three [takes 60s]');
		const out = await run({}, { items });
		expect(out.error).toBeUndefined();
		expect(getStatuses(out)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
		expect(out.items.map(({ json }) => json.prompt)).toEqual(items.map(({ json }) => json.prompt));
		expect(out.origins).toEqual(items.map(({ json }) => json));
		expect(testBed.creates()).toHaveLength(3);
		for (const { body } of testBed.creates())
			expect((body as IDataObject).replyUrl).toMatch(
				/\/webhook-waiting\/\d+\/pixverse\?signature=\w+$/,
			);
		expect(new Set(getCallbackStatuses())).toEqual(new Set([200]));
		expect(out.durationMs).toBeGreaterThan(89_000);
	});

	it('should return the same as Until Finished', async () => {
		const [suspended, polled] = [
			await run(),
			await testBed.run(createSuspending({ waitMode: 'poll' }), { items: buildItems('one') }),
		];
		const { id, url, createdAt, ...fields } = suspended.items[0]?.json ?? {};
		expect(polled.items[0]?.json).toMatchObject(fields);
		expect({ id, url, createdAt }).toEqual({
			id: expect.any(String),
			url: expect.any(String),
			createdAt: expect.any(String),
		});
	});

	it('should only read what it needs: nothing for progress, two videos for each that ends', async () => {
		const items = buildItems(...[1, 2, 3, 4, 5, 6].map((each) => `video [takes ${each}0s]`));
		await run({}, { items });
		const calls = executions.calls.length;
		expect(calls).toBeGreaterThanOrEqual(12);
		// One list before the execution is suspended, and one after it was resumed.
		expect(getReads().length).toBeLessThanOrEqual(1 + 2 * 6 + 2);
	});

	it('should return the file too', async () => {
		const out = await run({ download: true });
		const { id } = out.items[0]?.json ?? {};
		expect((await out.file()).data.equals(testBed.simulator.media.getBytes(String(id)))).toBe(true);
	});

	it('should return the full response without Simplify', async () => {
		const out = await run({ simplify: false });
		expect(out.items[0]?.json).toMatchObject({ video_status_name: 'COMPLETED' });
	});

	it('should not suspend when everything is finished before', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 0 });
		const out = await run();
		expect(getStatuses(out)).toEqual(['COMPLETED']);
		expect(executions.calls.filter(({ status }) => status === 200)).toHaveLength(0);
	});

	it('should submit a batch larger than the free slots in parts, and suspend for the last part', async () => {
		testBed.simulator.accounts.add({ email: 'studio@example.com', maxJobs: 2 });
		const items = buildItems('one', 'two', 'three', 'four', 'five');
		const out = await run({}, { items });
		expect(getStatuses(out)).toEqual(new Array(5).fill('COMPLETED'));
		expect(out.items.map(({ json }) => json.prompt)).toEqual(items.map(({ json }) => json.prompt));
		expect(getCallbackStatuses()).toContain(200);
	});

	it('should support several suspensions in one execution', async () => {
		const out = await run({}, { items: buildItems('one', 'two'), retryOnFail: true });
		expect(getStatuses(out)).toEqual(['COMPLETED', 'COMPLETED']);
		expect(testBed.creates()).toHaveLength(2);
	});
});

describe('Suspend with multiple branches', () => {
	it('should suspend the execution for one branch after the other', async () => {
		const items = buildItems('one', 'two', 'three', 'four');
		const out = await run({}, { items, branches: 2 });
		const runs = out.runData['Node under Test'] ?? [];
		const results = runs.map(({ data }) =>
			(data?.main?.[0] ?? []).map(({ json }) => `${json.prompt}: ${json.status}`),
		);
		expect(results.sort()).toEqual([
			['one: COMPLETED', 'three: COMPLETED'],
			['two: COMPLETED', 'four: COMPLETED'],
		]);
		expect(testBed.creates()).toHaveLength(4);
		expect(JSON.stringify(runs)).not.toContain('polled instead');
	});
});

describe('The timeout of a suspended execution', () => {
	const loseCallbacks = () =>
		testBed.simulator.faults.setSwitches({ callbacks: { lost: true } } as never);

	it('should return pending items with their IDs, ready for Wait for Completion', async () => {
		loseCallbacks();
		const items = buildItems('one [takes 1200s]', 'two [takes 1200s]');
		const out = await run({ options: { timeout: 5 } }, { items });
		expect(out.status).toBe('success');
		expect(out.durationMs).toBeGreaterThanOrEqual(5 * MINUTE - 2_000);
		const options = { timeout: 0.1, onTimeout: 'pending' };
		const expectedIds = items.map(({ json }) => testBed.idOf(json.prompt));
		const polled = await testBed.run(createSuspending({ waitMode: 'poll', options }), { items });
		for (const [index, { json }] of out.items.entries()) {
			expect(Object.keys(json)).toEqual(Object.keys(polled.items[index]?.json ?? {}));
			expect(json).toMatchObject({
				id: expectedIds[index],
				status: 'PENDING',
				url: null,
			});
		}
		expect(out.origins).toEqual(items.map(({ json }) => json));
		const ids = out.items.map(({ json }) => ({ json: { id: String(json.id) } }));
		const again = await testBed.run(videoWait('={{ $json.id }}'), { items: ids });
		expect(getStatuses(again)).toEqual(['COMPLETED', 'COMPLETED']);
		expect(testBed.creates()).toHaveLength(4);
	});

	it('should return a pending item for each image that is not finished, and a finished item for each other image', async () => {
		loseCallbacks();
		testBed.simulator.plannedResults.add({ afterMs: 60 * MINUTE });
		const out = await testBed.run(
			imageCreate({ waitMode: 'callback', options: { createCount: 3, timeout: 1 } }),
			{ executions },
		);
		const [slow, ...others] = testBed.simulator.jobs;
		expect(out.items.map(({ json }) => [json.id, json.status])).toEqual([
			[slow?.id, 'QUEUED'],
			...others.map(({ id }) => [id, 'COMPLETED']),
		]);
	});

	it('should return finished videos long before the time limit although no callback came', async () => {
		loseCallbacks();
		const out = await run(
			{ download: true, options: { timeout: 600 } },
			{ items: buildItems('one', 'two') },
		);
		expect(getStatuses(out)).toEqual(['COMPLETED', 'COMPLETED']);
		expect((await out.file(1)).mimeType).toBe('video/mp4');
		expect(out.runData['Node under Test']).toHaveLength(1);
		expect(out.durationMs).toBeLessThan(60 * MINUTE);
		expect(testBed.creates()).toHaveLength(2);
	});

	it('should not change the items of the previous node, and not copy their files', async () => {
		loseCallbacks();
		const note = { data: Buffer.from('a note'), fileName: 'note.txt', mimeType: 'text/plain' };
		const out = await run(
			{ options: { timeout: 0.1 } },
			{ items: [{ json: { prompt: 'one' }, binary: { note } }] },
		);
		const before = out.runData.Start?.[0]?.data?.main?.[0]?.[0];
		expect(before?.json).toEqual({ prompt: 'one' });
		expect(before?.binary).toHaveProperty('note');
		expect(out.items[0]?.binary).toBeUndefined();
	});
});

describe('Unexpected callbacks', () => {
	it.each([
		['come before the response to the create', { beforeResponse: true }],
		['come before the API shows the same', { earlyMs: 3000 }],
		['come late', { delayMs: 30_000 }],
		['come three times', { copies: 3 }],
		['come at the same time', { holdUntil: 3 }],
		['come without progress', { progress: false }],
	])('should not change the results: callbacks that %s', async (_what, callbacks) => {
		testBed.simulator.faults.setSwitches({ callbacks } as never);
		const items = buildItems('one', 'two', 'three');
		const out = await run({}, { items });
		expect(out.error).toBeUndefined();
		expect(getStatuses(out)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
		expect(testBed.creates()).toHaveLength(3);
		expect(out.durationMs).toBeLessThan(2 * MINUTE);
	});
});

/** Starts an execution with these prompts. Returns when it is suspended. */
async function startSuspended(texts: string[], more: Partial<RunOptions> = {}) {
	const options = { items: buildItems(...texts), executions, ...more } as never;
	const execution = await testBed.start(createSuspending(), options);
	while (executions.getStored(execution.id) === undefined)
		await new Promise((resolve) => setTimeout(resolve, 1000));
	return execution;
}
const LONG = '[takes 36000s]';
const finish = (text: string, status?: 'FAILED') =>
	testBed.simulator.lifecycle.finishById(testBed.idOf(text), status);

describe('A suspended execution that fails', () => {
	it('should create what failed again when it is retried, and reuse the rest', async () => {
		const texts = [`one ${LONG}`, `two ${LONG}`];
		const execution = await startSuspended(texts);
		finish(texts[0] ?? '');
		finish(texts[1] ?? '', 'FAILED');
		const first = await execution.finished;
		expect(first.error?.message).toMatch(/^PixVerse couldn't generate the video of item 1/);
		expect(first.items).toEqual([]);

		const retry = testBed.run(createSuspending(), {
			items: buildItems(...texts),
			mode: 'retry',
			executions,
			retryOf: first,
		} as never);
		while (testBed.creates().length < 3) await new Promise((resolve) => setTimeout(resolve, 1000));
		finish(texts[1] ?? '');
		const out = await retry;
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => [json.prompt, json.status])).toEqual(
			texts.map((text) => [text, 'COMPLETED']),
		);
		expect(testBed.creates()).toHaveLength(3);
	});

	it('should return the error item and the others with On Error: Continue, and repeat nothing', async () => {
		const texts = [`one ${LONG}`, `two ${LONG}`];
		const more = { onError: 'continueRegularOutput', retryOnFail: true } as const;
		const execution = await startSuspended(texts, more);
		finish(texts[0] ?? '', 'FAILED');
		finish(texts[1] ?? '');
		const out = await execution.finished;
		expect(out.items.map(({ json }) => json.error ?? json.status)).toEqual([
			expect.stringMatching(/^PixVerse couldn't generate the video of item 0/),
			'COMPLETED',
		]);
		expect(testBed.creates()).toHaveLength(2);
	});
});

describe('An execution that an earlier version suspended', () => {
	/** The state that a version stored, by the IDs of the jobs. */
	const versions: Array<[string, (ids: string[]) => IDataObject]> = [
		[
			'0.1.0',
			(ids) => ({
				pixVerseAsleep: {
					jobs: ids.map((id, itemIndex) => ({
						itemIndex,
						id,
						request: { prompt: `prompt ${itemIndex}` },
						settled: itemIndex === 0,
						simplify: true,
					})),
					settled: [
						{ itemIndex: 0, place: 0, item: { json: { id: ids[0] ?? '', status: 'COMPLETED' } } },
					],
				},
			}),
		],
		[
			'a later version',
			(ids) => ({
				pixVerseSuspendedRun: {
					jobs: ids.map((id, itemIndex) => ({
						itemIndex,
						id,
						request: { prompt: `prompt ${itemIndex}` },
						isFinished: itemIndex === 0,
						simplify: true,
						binaryPropertyName: 'data',
					})),
					finishedItems: [
						{
							itemIndex: 0,
							position: 0,
							item: { json: { id: ids[0] ?? '', status: 'COMPLETED' } },
						},
					],
				},
			}),
		],
	];

	it.each(versions)(
		'should return its results when %s suspended it',
		async (_version, createStoredState) => {
			const texts = [`one ${LONG}`, `two ${LONG}`];
			const execution = await startSuspended(texts);
			const ids = texts.map(testBed.idOf);
			executions.updateStored(execution.id, ({ executionData }) => {
				const [entry, next] = executionData?.nodeExecutionStack.splice(0, 2) ?? [];
				if (entry && next) executionData?.nodeExecutionStack.unshift({ ...entry, data: next.data });
				const context = executionData?.contextData['node:Node under Test'] ?? {};
				for (const key of Object.keys(context)) delete context[key];
				Object.assign(context, createStoredState(ids));
			});
			finish(texts[1] ?? '');
			const out = await execution.finished;
			expect(out.error).toBeUndefined();
			expect(out.items.map(({ json }) => [json.id, json.status])).toEqual(
				ids.map((id) => [id, 'COMPLETED']),
			);
			expect(testBed.creates()).toHaveLength(2);
		},
	);
});

describe('The default time limit', () => {
	const offPeak = { offPeakMode: true };
	const HOUR = 60 * MINUTE;
	beforeEach(() => {
		testBed.simulator.lifecycle.durations.offPeak = 40 * MINUTE;
	});

	it('should fit Off-Peak Mode while the node polls', async () => {
		const out = await testBed.run(createSuspending({ waitMode: 'poll', options: offPeak }), {
			items: buildItems('one'),
		});
		expect(getStatuses(out)).toEqual(['COMPLETED']);
	}, 180_000);

	it('should fit Off-Peak Mode while the execution is suspended', async () => {
		expect(getStatuses(await run({ options: offPeak }))).toEqual(['COMPLETED']);
	}, 180_000);

	it.each(['poll', 'callback'])(
		'should stay what the user set in wait mode %s',
		async (waitMode) => {
			const options = { ...offPeak, timeout: 10, onTimeout: 'pending' };
			const out = await run({ waitMode, options });
			expect(getStatuses(out)).toEqual(['PENDING']);
			expect(out.durationMs).toBeLessThan(HOUR);
		},
	);
});

describe('A result that comes after the time limit of its item', () => {
	it('should be returned finished if the file of another item takes longer', async () => {
		const texts = ['first', `second ${LONG}`];
		testBed.simulator.plannedResults.add({ afterMs: 0, promptIncludes: 'first' });
		const match = { host: 'media' } as const;
		const mediaFault = testBed.simulator.faults.add({ kind: 'noResponse', count: 0, match });
		const options = { timeout: 1, onTimeout: 'pending' };
		const execution = await testBed.start(
			createSuspending({ waitMode: 'poll', download: true, options }),
			{
				items: buildItems(...texts),
			},
		);
		await new Promise((resolve) => setTimeout(resolve, 1.5 * MINUTE));
		finish(texts[1] ?? '');
		testBed.simulator.faults.remove(mediaFault);
		const out = await execution.finished;
		expect(getStatuses(out)).toEqual(['COMPLETED', 'COMPLETED']);
		expect((await out.file(1)).mimeType).toBe('video/mp4');
	});

	it('should be returned finished if the API fails at the time limit', async () => {
		const execution = await testBed.start(
			createSuspending({
				waitMode: 'poll',
				options: { timeout: 10, onTimeout: 'pending', pollInterval: 590 },
			}),
			{ items: buildItems('one [takes 595s]') },
		);
		await new Promise((resolve) => setTimeout(resolve, 5 * MINUTE));
		const match = { method: 'GET', path: 'videos' };
		const outage = testBed.simulator.faults.add({ kind: 'status', status: 503, count: 0, match });
		await new Promise((resolve) => setTimeout(resolve, 5.3 * MINUTE));
		testBed.simulator.faults.remove(outage);
		expect(getStatuses(await execution.finished)).toEqual(['COMPLETED']);
	});
});
