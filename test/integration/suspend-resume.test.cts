import type { IDataObject } from 'n8n-workflow';

import { MINUTE } from '../../nodes/shared/time';
import {
	buildItems,
	createSuspending,
	createSuspendTestBed,
	getStatuses,
	LONG,
} from './suspend-test-bed.cts';

const suspendBed = createSuspendTestBed();
const { testBed, run, startSuspended, finish } = suspendBed;
const getReads = () => testBed.calls().filter((call) => call.startsWith('GET videos'));
const getCallbackStatuses = () => suspendBed.executions.calls.map(({ status }) => status);

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
		const calls = suspendBed.executions.calls.length;
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
		expect(suspendBed.executions.calls.filter(({ status }) => status === 200)).toHaveLength(0);
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
			executions: suspendBed.executions,
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
			suspendBed.executions.updateStored(execution.id, ({ executionData }) => {
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
