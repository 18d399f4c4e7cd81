import type { Poller } from '../poll-storage.cts';
import { HOUR, MINUTE } from '../../nodes/shared/time';
import { createTriggerTestBed, ids } from './trigger-test-bed.cts';

const { testBed, createWorkflow, createVideo, advance } = createTriggerTestBed();

describe.each<[string, Poller]>([
	['in memory', 'memory'],
	['by jobs', 'jobs'],
	['by jobs with a cursor', 'cursor'],
])('Trigger that n8n polls %s', (_, poller) => {
	const watch = (parameters: Parameters<typeof createWorkflow>[0] = {}) =>
		createWorkflow(parameters, { poller });

	it('should emit once what finishes between the activation and the first regular poll', async () => {
		const finished = await createVideo();
		advance();
		testBed.simulator.plannedResults.add({ afterMs: 2 * HOUR });
		const running = await createVideo();
		advance(HOUR);
		const workflow = watch();
		expect(await workflow.activate()).toEqual([]);
		const created = await createVideo();
		advance(2 * HOUR);
		expect(ids(await workflow.poll())).toEqual([running, created]);
		for (let poll = 0; poll < 3; poll++) expect(await workflow.poll()).toEqual([]);
		expect([running, created]).not.toContain(finished);
	});

	it('should emit once what finishes at any time around a restart', async () => {
		const workflow = watch();
		await workflow.activate();
		const first = await createVideo();
		advance();
		const emitted = [await workflow.restart(), await workflow.poll()].flat();
		expect(ids(emitted)).toEqual([first]);
		const second = await createVideo();
		await workflow.poll();
		advance();
		const later = [await workflow.restart(), await workflow.poll(), await workflow.restart()];
		expect(ids(later.flat())).toEqual([second]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('should emit once what finishes before a new version is published and polled', async () => {
		const workflow = watch();
		await workflow.activate();
		const boat = await createVideo({ prompt: 'a boat' });
		await createVideo();
		advance();
		const atPublish = await workflow.publish({ filters: { prompt: 'boat' } });
		expect(ids([atPublish, await workflow.poll()].flat())).toEqual([boat]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('should emit once what finishes before and after the node is renamed', async () => {
		const workflow = watch();
		await workflow.activate();
		const first = await createVideo();
		advance();
		const atRename = await workflow.rename('Finished videos');
		expect(ids([atRename, await workflow.poll()].flat())).toEqual([first]);
		const second = await createVideo();
		advance();
		expect(ids(await workflow.poll())).toEqual([second]);
		const again = [await workflow.rename('Finished'), await workflow.poll()];
		expect(again.flat()).toEqual([]);
	});

	it('should not emit what finished while the workflow was inactive', async () => {
		const workflow = watch();
		await workflow.activate();
		const first = await createVideo();
		advance();
		expect(ids(await workflow.poll())).toEqual([first]);
		workflow.deactivate();
		await createVideo();
		advance();
		expect(await workflow.activate()).toEqual([]);
		const second = await createVideo();
		advance();
		expect(ids(await workflow.poll())).toEqual([second]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('should emit what finished while the workflow was inactive with Catch Up After Inactivity', async () => {
		const workflow = watch({ options: { catchUp: true } });
		expect(await workflow.activate()).toEqual([]);
		const first = await createVideo();
		advance();
		workflow.deactivate();
		const emitted = [await workflow.activate(), await workflow.poll()];
		expect(ids(emitted.flat())).toEqual([first]);
		workflow.deactivate();
		const second = await createVideo();
		advance();
		const later = [await workflow.activate(), await workflow.poll(), await workflow.restart()];
		expect(ids(later.flat())).toEqual([second]);
	});

	it('should not take a copy of the workflow for the same workflow', async () => {
		const workflow = watch({ options: { catchUp: true } });
		await workflow.activate();
		await createVideo();
		advance();
		const copy = workflow.copy();
		expect(await copy.activate()).toEqual([]);
		expect(await copy.poll()).toEqual([]);
		const id = await createVideo();
		advance();
		expect(ids(await copy.poll())).toEqual([id]);
	});

	it('should emit what finishes after an activation during which the API is unavailable', async () => {
		const workflow = watch();
		const match = { method: 'GET' };
		testBed.simulator.faults.add({ kind: 'status', status: 503, count: 0, match });
		expect(await workflow.activate()).toEqual([]);
		const id = await createVideo();
		advance();
		expect(await workflow.poll()).toEqual([]);
		testBed.simulator.faults.clear();
		expect(ids(await workflow.poll())).toEqual([id]);
		expect(await workflow.poll()).toEqual([]);
	});
});

describe('Trigger, polls at the same time', () => {
	it('should emit once what two simultaneous polls see', async () => {
		const workflow = createWorkflow();
		await workflow.activate();
		const id = await createVideo();
		advance();
		const both = await Promise.all([workflow.poll(), workflow.poll()]);
		expect(ids(both.flat())).toEqual([id]);
	});

	it('should lose nothing if another process polls before the activation has ended', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 2 * MINUTE });
		const workflow = createWorkflow({}, { poller: 'cursor' });
		const running = await createVideo();
		const activation = workflow.activate(async () => {
			advance(3 * MINUTE);
			expect(await workflow.poll()).toEqual([]);
		});
		expect(await activation).toEqual([]);
		expect(ids(await workflow.poll())).toEqual([running]);
		expect(await workflow.poll()).toEqual([]);
	});
});
