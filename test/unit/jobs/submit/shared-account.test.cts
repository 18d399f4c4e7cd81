import { runBatches } from './virtual-executions.cts';
import { SECOND } from '../../../../nodes/shared/time';

describe('Two executions of 5 items on one account of 3 slots', () => {
	it.each([
		// Without sharing free slots between executions: 1.45, 1.50, 1.19, 1.77, 1.22, 1.15.
		['image', 3, 0, 18],
		['image', 3, 700, 15],
		['image', 20, 0, 42],
		['video', 3, 0, 13],
		['video', 20, 0, 37],
		['video', 20, 5000, 33],
	] as const)(
		'should take at most 1.21 × the ideal: %s, jobs of %d s, %d ms apart, with at most %d calls',
		async (kind, seconds, staggerMs, maxCalls) => {
			const batch = new Array<number>(5).fill(seconds * SECOND);
			const result = await runBatches({ kind, slots: 3, batches: [batch, batch], staggerMs });
			expect(result.ratio).toBeLessThanOrEqual(1.21);
			expect(result.totalCalls).toBeLessThanOrEqual(maxCalls);
		},
	);
});
