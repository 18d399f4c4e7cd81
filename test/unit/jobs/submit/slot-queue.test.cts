import { SlotQueue } from '../../../../nodes/shared/jobs/submit/slotQueue';
import { createResponse, createFakeApi } from '../../fake-api.cts';
import { FakeClock } from '../../fake-clock.cts';
import { Account, slotsOf, takeMany } from './slot-accounts.cts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('SlotQueue', () => {
	it('should report at the deadline that there was no slot, also while the capacity is being read', async () => {
		const clock = new FakeClock();
		const account = new Account(1, 1);
		const times = { way: 0, back: 0 };
		const slots = slotsOf(clock, { a: account }, times);
		void slots.refresh();
		await clock.advance(SECOND);
		times.way = 10 * MINUTE;
		const { came } = takeMany(slots, 1, 20 * SECOND);
		await clock.advance(25 * SECOND);
		expect(came).toEqual([{ index: 0, slot: undefined }]);
	});

	it('should admit as many creates as the account has capacity for, the rest in order', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(3) });
		void slots.refresh();
		await clock.advance(SECOND);
		const { came } = takeMany(slots, 6, 10 * MINUTE);
		await clock.advance(SECOND);
		expect(came.map(({ index }) => index)).toEqual([0, 1, 2]);
		came[1]?.slot?.confirm();
		came[1]?.slot?.release();
		await clock.advance(SECOND);
		expect(came.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
	});

	it('should use the capacity of all accounts, or of the requested account', async () => {
		const clock = new FakeClock();
		const accounts = { a: new Account(2), b: new Account(3, 1), c: new Account(1, 5) };
		for (const [email, capacity] of [
			[undefined, 4],
			['b', 2],
			['c', 0],
		] as const) {
			const stop = new AbortController();
			const slots = slotsOf(clock, accounts, {}, stop.signal);
			void slots.refresh();
			await clock.advance(1);
			const { came } = takeMany(slots, 9, clock.now() + 100, email);
			await clock.advance(50);
			expect(came).toHaveLength(capacity);
			stop.abort();
			await clock.advance(SECOND);
		}
	});

	it('should use the number of free slots of the API, not maxJobs less executing', async () => {
		const clock = new FakeClock();
		const available = [{ email: 'a', maxJobs: 8, executing: 3, available: 2 }];
		const slots = new SlotQueue(
			createFakeApi({ send: () => createResponse(200, { available }) }),
			clock,
		);
		await slots.refresh();
		const { came } = takeMany(slots, 9, MINUTE);
		await clock.advance(SECOND);
		expect(came).toHaveLength(2);
	});

	it.each([
		['a 500', createResponse(500, { error: 'x' })],
		['something unreadable', createResponse(200, 'hello')],
		['no account at all', createResponse(200, { executing: [], available: [] })],
	])(
		'should assume the maximum capacity of an account when the response is %s',
		async (_what, reply) => {
			const clock = new FakeClock();
			const slots = new SlotQueue(createFakeApi({ send: () => reply }), clock);
			await slots.refresh();
			const { came } = takeMany(slots, 20, MINUTE);
			await clock.advance(SECOND);
			expect(came).toHaveLength(8);
		},
	);

	it('should notice slots that other clients release', async () => {
		const clock = new FakeClock();
		const account = new Account(1, 1);
		const slots = slotsOf(clock, { a: account });
		void slots.refresh();
		await clock.advance(1);
		const { came } = takeMany(slots, 1, 10 * MINUTE);
		await clock.advance(30 * SECOND);
		expect(came).toHaveLength(0);
		account.others = 0;
		await clock.advance(15 * SECOND);
		expect(came).toHaveLength(1);
	});

	it('should report at the deadline that there was no slot, and not much later', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(1, 1) });
		void slots.refresh();
		await clock.advance(1);
		const { came } = takeMany(slots, 3, MINUTE);
		await clock.advance(MINUTE - 2);
		expect(came).toHaveLength(0);
		await clock.advance(SECOND);
		expect(came.map(({ slot }) => slot)).toEqual([undefined, undefined, undefined]);
	});

	it('should not use the slot of an ended job twice: once by the count and once by its end', async () => {
		const clock = new FakeClock();
		const account = new Account(2);
		const slots = slotsOf(clock, { a: account });
		void slots.refresh();
		await clock.advance(1);
		const { came } = takeMany(slots, 6, 10 * MINUTE);
		await clock.advance(SECOND);
		for (const { slot } of came) slot?.confirm();
		// Both end, and two others enter when the capacity is read.
		await clock.advance(15 * SECOND);
		expect(came).toHaveLength(4);
		for (const { slot } of came.slice(2)) slot?.confirm();
		account.running = 2;
		for (const { slot } of came.slice(0, 2)) slot?.release();
		await clock.advance(SECOND);
		expect(came).toHaveLength(4);
		came[2]?.slot?.release();
		await clock.advance(SECOND);
		expect(came).toHaveLength(5);
	});

	it('should not let a full account delay jobs for other accounts, or for any account', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { full: new Account(2, 2), free: new Account(4) });
		void slots.refresh();
		await clock.advance(1);
		const full = takeMany(slots, 3, 10 * MINUTE, 'full');
		const free = takeMany(slots, 2, 10 * MINUTE, 'free');
		await clock.advance(SECOND);
		for (const { slot } of free.came) slot?.confirm('free');
		const any = takeMany(slots, 3, 10 * MINUTE);
		await clock.advance(SECOND);
		expect([full, free, any].map(({ came }) => came.length)).toEqual([0, 2, 2]);
	});

	it('should count the jobs of Max Jobs where a create sets a limit', async () => {
		for (const [maxJobs, capacity] of [
			[undefined, 3],
			[5, 5],
			[2, 2],
		] as const) {
			const clock = new FakeClock();
			const slots = slotsOf(clock, { a: new Account(3) });
			void slots.refresh();
			await clock.advance(1);
			let came = 0;
			for (let n = 0; n < 9; n++)
				void slots.acquire(10 * MINUTE, { account: 'a', maxJobs }).then(() => came++);
			await clock.advance(SECOND);
			expect(came).toBe(capacity);
		}
	});

	it('should not admit a job after its deadline, even if there is capacity', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2) });
		await clock.advance(MINUTE);
		expect(await slots.acquire(MINUTE)).toBeUndefined();
	});

	it('should let one create probe where the capacity cannot be read, so that nothing waits forever', async () => {
		const clock = new FakeClock();
		const slots = new SlotQueue(createFakeApi({ send: () => createResponse(503, '') }), clock);
		(await slots.acquire(10 * MINUTE))?.reject(10 * SECOND);
		const { came } = takeMany(slots, 2, 10 * MINUTE);
		await clock.advance(25 * SECOND);
		expect(came).toHaveLength(1);
	});

	it('should cancel all queued jobs', async () => {
		const clock = new FakeClock();
		const canceled = new Error('The execution was canceled');
		const slots = slotsOf(clock, { a: new Account(1, 1) });
		void slots.refresh();
		await clock.advance(1);
		clock.sleep = async () => await Promise.reject(canceled);
		const waiting = [slots.acquire(MINUTE), slots.acquire(MINUTE)];
		expect(await Promise.allSettled(waiting)).toEqual([
			{ status: 'rejected', reason: canceled },
			{ status: 'rejected', reason: canceled },
		]);
	});
});

describe('SlotQueue after a rejected create', () => {
	it('should pause after a 429 for as long as the API asks, otherwise 8 to 12 s', async () => {
		for (const [delay, least, most] of [
			[30 * SECOND, 30 * SECOND, 31 * SECOND],
			[undefined, 8 * SECOND, 12.5 * SECOND],
		] as const) {
			const clock = new FakeClock();
			const slots = slotsOf(clock, { a: new Account(2) });
			void slots.refresh();
			await clock.advance(1);
			const first = await slots.acquire(10 * MINUTE);
			first?.reject(delay);
			const { came } = takeMany(slots, 2, 10 * MINUTE);
			await clock.advance(least - 2);
			expect(came).toHaveLength(0);
			await clock.advance(most - least);
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
		await clock.advance(30 * SECOND);
		await trying;
		expect(creates).toBeLessThanOrEqual(21);
		expect(creates).toBeGreaterThan(1);
	});

	it('should resume at once when a job ends, also after a 429', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2) });
		void slots.refresh();
		await clock.advance(1);
		const held = await slots.acquire(10 * MINUTE);
		held?.confirm('a');
		(await slots.acquire(10 * MINUTE))?.reject(5 * MINUTE);
		const { came } = takeMany(slots, 2, 10 * MINUTE);
		await clock.advance(SECOND);
		expect(came).toHaveLength(0);
		held?.release();
		await clock.advance(SECOND);
		expect(came).toHaveLength(1);
	});

	it('should count a job once that is released twice, or rejected and released', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(1) });
		void slots.refresh();
		await clock.advance(1);
		const slot = await slots.acquire(MINUTE);
		slot?.confirm();
		slot?.release();
		slot?.release();
		const { came } = takeMany(slots, 3, 10 * MINUTE);
		await clock.advance(2 * SECOND);
		expect(came).toHaveLength(1);
	});

	it('should only pause the account that responded with 429', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2), b: new Account(2) });
		void slots.refresh();
		await clock.advance(1);
		(await slots.acquire(10 * MINUTE, { account: 'a' }))?.reject(MINUTE);
		const a = takeMany(slots, 1, 10 * MINUTE, 'a');
		const b = takeMany(slots, 1, 10 * MINUTE, 'b');
		await clock.advance(MINUTE - SECOND);
		expect([a, b].map(({ came }) => came.length)).toEqual([0, 1]);
	});

	it('should stay paused after a 429 while the capacity is first read', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2) });
		(await slots.acquire(10 * MINUTE))?.reject(MINUTE);
		const { came } = takeMany(slots, 1, 10 * MINUTE);
		await clock.advance(MINUTE - SECOND);
		expect(came).toHaveLength(0);
		await clock.advance(2 * SECOND);
		expect(came).toHaveLength(1);
	});

	it('should reject all queued jobs when it is closed', async () => {
		const clock = new FakeClock();
		const stop = new AbortController();
		const slots = slotsOf(clock, { a: new Account(1) }, {}, stop.signal);
		void slots.refresh();
		await clock.advance(1);
		const { came, all } = takeMany(slots, 5, 10 * MINUTE);
		await clock.advance(SECOND);
		stop.abort();
		await all;
		expect(came.map(({ slot }) => slot !== undefined)).toEqual([true, false, false, false, false]);
	});
});
