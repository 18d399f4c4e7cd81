import { SlotQueue } from '../../../../nodes/shared/jobs/submit/slotQueue';
import { createFakeApi, createResponse } from '../../fake-api.cts';
import { FakeClock } from '../../fake-clock.cts';
import { acquireMany } from './slot-accounts.cts';
import { runBatches } from './virtual-executions.cts';
import { MINUTE, SECOND } from '../../../../nodes/shared/time';

describe('Two executions of 5 items on one account of 3 slots', () => {
	it.each([
		// Without sharing free slots between executions: 1.45, 1.50, 1.19, 1.77, 1.22, 1.15.
		['image', 3, 0, 14],
		['image', 3, 700, 14],
		['image', 20, 0, 38],
		['video', 3, 0, 9],
		['video', 20, 0, 33],
		['video', 20, 5000, 32],
	] as const)(
		'should take at most 1.21 × the ideal: %s, jobs of %d s, %d ms apart, with at most %d calls',
		async (kind, seconds, staggerMs, maxCalls) => {
			const batch = new Array<number>(5).fill(seconds * SECOND);
			const result = await runBatches({ kind, slots: 3, batches: [batch, batch], staggerMs });
			expect(result.ratio).toBeLessThanOrEqual(1.21);
			expect(result.totalCalls).toBeLessThanOrEqual(maxCalls);
			expect(result.rejectedCreates).toBeLessThanOrEqual(1);
		},
	);
});

describe('The free slots of an account that two executions use', () => {
	/** Creates the queues of two executions. The response to a read takes 100 ms, and has the slots of its start. */
	function createQueues(...available: number[]) {
		const clock = new FakeClock();
		let reads = 0;
		const api = createFakeApi({
			send: async () => {
				const free = available[Math.min(reads++, available.length - 1)];
				await clock.sleep(100);
				return createResponse(200, { available: [{ email: 'a', available: free, executing: 0 }] });
			},
		});
		const queues = [new SlotQueue(api, clock), new SlotQueue(api, clock)] as const;
		return { api, clock, queues, countReads: () => reads };
	}

	it.each([undefined, 'a'])(
		'should not be used for the creates that the other one is sending, with account %s',
		async (account) => {
			const { clock, queues } = createQueues(3);
			for (const queue of queues) void queue.refresh();
			const first = acquireMany(queues[0], 2, MINUTE, account);
			await clock.advance(100);
			const second = acquireMany(queues[1], 3, MINUTE, account);
			await clock.advance(1);
			expect(first.acquired).toHaveLength(2);
			expect(second.acquired).toHaveLength(1);
		},
	);

	it('should not be used for creates that the other one was sending when they were read', async () => {
		const { clock, queues } = createQueues(3);
		void queues[0].refresh();
		await clock.advance(100);
		const first = acquireMany(queues[0], 2, MINUTE);
		await clock.advance(1);
		void queues[1].refresh();
		await clock.advance(50);
		for (const { slot } of first.acquired) slot?.confirm('a');
		await clock.advance(50);
		const second = acquireMany(queues[1], 3, MINUTE);
		await clock.advance(1);
		expect(second.acquired).toHaveLength(1);
	});

	it('should be read again when the other one does not create what it was sending', async () => {
		const { clock, queues, countReads } = createQueues(2);
		for (const queue of queues) void queue.refresh();
		const first = acquireMany(queues[0], 2, MINUTE);
		await clock.advance(100);
		const second = acquireMany(queues[1], 2, MINUTE);
		await clock.advance(SECOND);
		expect(second.acquired).toHaveLength(0);
		for (const { slot } of first.acquired) slot?.release();
		await clock.advance(SECOND);
		expect(second.acquired).toHaveLength(2);
		expect(countReads()).toBe(3);
	});

	it('should not be passed on if the execution itself needs them', async () => {
		const { clock, queues } = createQueues(2, 0);
		void queues[0].refresh();
		await clock.advance(100);
		const first = acquireMany(queues[0], 3, MINUTE);
		await clock.advance(1);
		for (const { slot } of first.acquired) slot?.confirm('a');
		void queues[1].refresh();
		await clock.advance(100);
		const second = acquireMany(queues[1], 2, MINUTE);
		await clock.advance(1);
		for (const { slot } of first.acquired.slice(0, 2)) slot?.release();
		await clock.advance(1);
		expect(first.acquired).toHaveLength(3);
		expect(second.acquired).toHaveLength(1);
	});

	it('should not be kept by an execution that was stopped', async () => {
		const { api, clock, queues } = createQueues(2);
		const stop = new AbortController();
		const stopped = new SlotQueue(api, clock, stop.signal);
		const first = acquireMany(stopped, 2, MINUTE);
		await clock.advance(1);
		expect(first.acquired).toHaveLength(2);
		stop.abort();
		void queues[1].refresh();
		await clock.advance(100);
		const second = acquireMany(queues[1], 2, MINUTE);
		await clock.advance(1);
		expect(second.acquired).toHaveLength(2);
	});
});
