import { MINUTE } from '../../nodes/shared/time';
import { imageCreate, videoWait } from './parameters.cts';
import {
	buildItems,
	createSuspending,
	createSuspendTestBed,
	getStatuses,
	LONG,
} from './suspend-test-bed.cts';

const suspendBed = createSuspendTestBed();
const { testBed, run, finish } = suspendBed;

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
			{ executions: suspendBed.executions },
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
