import { FakeClock } from '../../fake-clock.cts';
import { Account, slotsOf, takeMany } from './slot-accounts.cts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('SlotQueue after a rejected create', () => {
	it('should pause after a 429 for as long as the API asks, otherwise 8 to 12 s', async () => {
		for (const [delay, least, most] of [
			[30 * SECOND, 30 * SECOND, 31 * SECOND],
			[undefined, 8 * SECOND, 12.5 * SECOND],
		] as const) {
			const clock = new FakeClock();
			const slots = slotsOf(clock, { a: new Account(2) });
			void slots.refresh();
			await clock.pass(1);
			const first = await slots.acquire(10 * MINUTE);
			first?.reject(delay);
			const { came } = takeMany(slots, 2, 10 * MINUTE);
			await clock.pass(least - 2);
			expect(came).toHaveLength(0);
			await clock.pass(most - least);
			expect(came).toHaveLength(2);
		}
	});

	it('should not flood an API that responds with 429 and no delay', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2) });
		let creates = 0;
		const trying = (async () => {
			while (creates < 100) {
				const slot = await slots.acquire(20 * SECOND);
				if (!slot) return;
				creates++;
				slot.reject(0);
			}
		})();
		await clock.pass(30 * SECOND);
		await trying;
		expect(creates).toBeLessThanOrEqual(21);
		expect(creates).toBeGreaterThan(1);
	});

	it('should resume at once when a job ends, also after a 429', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2) });
		void slots.refresh();
		await clock.pass(1);
		const held = await slots.acquire(10 * MINUTE);
		held?.confirm('a');
		(await slots.acquire(10 * MINUTE))?.reject(5 * MINUTE);
		const { came } = takeMany(slots, 2, 10 * MINUTE);
		await clock.pass(SECOND);
		expect(came).toHaveLength(0);
		held?.release();
		await clock.pass(SECOND);
		expect(came).toHaveLength(1);
	});

	it('should count a job once that is released twice, or rejected and released', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(1) });
		void slots.refresh();
		await clock.pass(1);
		const slot = await slots.acquire(MINUTE);
		slot?.confirm();
		slot?.release();
		slot?.release();
		const { came } = takeMany(slots, 3, 10 * MINUTE);
		await clock.pass(2 * SECOND);
		expect(came).toHaveLength(1);
	});

	it('should only pause the account that responded with 429', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2), b: new Account(2) });
		void slots.refresh();
		await clock.pass(1);
		(await slots.acquire(10 * MINUTE, { account: 'a' }))?.reject(MINUTE);
		const a = takeMany(slots, 1, 10 * MINUTE, 'a');
		const b = takeMany(slots, 1, 10 * MINUTE, 'b');
		await clock.pass(MINUTE - SECOND);
		expect([a, b].map(({ came }) => came.length)).toEqual([0, 1]);
	});

	it('should stay paused after a 429 while the capacity is first read', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2) });
		(await slots.acquire(10 * MINUTE))?.reject(MINUTE);
		const { came } = takeMany(slots, 1, 10 * MINUTE);
		await clock.pass(MINUTE - SECOND);
		expect(came).toHaveLength(0);
		await clock.pass(2 * SECOND);
		expect(came).toHaveLength(1);
	});

	it('should reject all queued jobs when it is closed', async () => {
		const clock = new FakeClock();
		const stop = new AbortController();
		const slots = slotsOf(clock, { a: new Account(1) }, {}, stop.signal);
		void slots.refresh();
		await clock.pass(1);
		const { came, all } = takeMany(slots, 5, 10 * MINUTE);
		await clock.pass(SECOND);
		stop.abort();
		await all;
		expect(came.map(({ slot }) => slot !== undefined)).toEqual([true, false, false, false, false]);
	});
});
