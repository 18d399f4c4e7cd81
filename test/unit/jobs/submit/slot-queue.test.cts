import { SlotQueue } from '../../../../nodes/shared/jobs/submit/slotQueue';
import { createResponse, createFakeApi } from '../../fake-api.cts';
import { FakeClock } from '../../fake-clock.cts';
import { Account, createQueue, acquireMany } from './slot-accounts.cts';
import { MINUTE, SECOND } from '../../../../nodes/shared/time';

/** Creates a slot queue that has read the free slots of the accounts. */
async function createRefreshedQueue(accounts: Record<string, Account>) {
	const clock = new FakeClock();
	const slots = createQueue(clock, accounts);
	void slots.refresh();
	await clock.advance(1);
	return { clock, slots };
}

describe('SlotQueue', () => {
	it('should report at the deadline that there was no slot, also while the capacity is being read', async () => {
		const clock = new FakeClock();
		const account = new Account(1, 1);
		const latency = { requestMs: 0, responseMs: 0 };
		const slots = createQueue(clock, { a: account }, latency);
		void slots.refresh();
		await clock.advance(SECOND);
		latency.requestMs = 10 * MINUTE;
		const { acquired } = acquireMany(slots, 1, 20 * SECOND);
		await clock.advance(25 * SECOND);
		expect(acquired).toEqual([{ index: 0, slot: undefined }]);
	});

	it('should admit as many creates as the account has capacity for, the rest in order', async () => {
		const clock = new FakeClock();
		const slots = createQueue(clock, { a: new Account(3) });
		void slots.refresh();
		await clock.advance(SECOND);
		const { acquired } = acquireMany(slots, 6, 10 * MINUTE);
		await clock.advance(SECOND);
		expect(acquired.map(({ index }) => index)).toEqual([0, 1, 2]);
		acquired[1]?.slot?.confirm();
		acquired[1]?.slot?.release();
		await clock.advance(SECOND);
		expect(acquired.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
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
			const slots = createQueue(clock, accounts, {}, stop.signal);
			void slots.refresh();
			await clock.advance(1);
			const { acquired } = acquireMany(slots, 9, clock.now() + 100, email);
			await clock.advance(50);
			expect(acquired).toHaveLength(capacity);
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
		const { acquired } = acquireMany(slots, 9, MINUTE);
		await clock.advance(SECOND);
		expect(acquired).toHaveLength(2);
	});

	it.each([
		['a 500', createResponse(500, { error: 'x' })],
		['something unreadable', createResponse(200, 'hello')],
		['no account at all', createResponse(200, { executing: [], available: [] })],
	])(
		'should assume the maximum capacity of an account when the response is %s',
		async (_what, response) => {
			const clock = new FakeClock();
			const slots = new SlotQueue(createFakeApi({ send: () => response }), clock);
			await slots.refresh();
			const { acquired } = acquireMany(slots, 20, MINUTE);
			await clock.advance(SECOND);
			expect(acquired).toHaveLength(8);
		},
	);

	it('should notice slots that other clients release', async () => {
		const clock = new FakeClock();
		const account = new Account(1, 1);
		const slots = createQueue(clock, { a: account });
		void slots.refresh();
		await clock.advance(1);
		const { acquired } = acquireMany(slots, 1, 10 * MINUTE);
		await clock.advance(30 * SECOND);
		expect(acquired).toHaveLength(0);
		account.usedByOthers = 0;
		await clock.advance(15 * SECOND);
		expect(acquired).toHaveLength(1);
	});

	it('should report at the deadline that there was no slot, and not much later', async () => {
		const { clock, slots } = await createRefreshedQueue({ a: new Account(1, 1) });
		const { acquired } = acquireMany(slots, 3, MINUTE);
		await clock.advance(MINUTE - 2);
		expect(acquired).toHaveLength(0);
		await clock.advance(SECOND);
		expect(acquired.map(({ slot }) => slot)).toEqual([undefined, undefined, undefined]);
	});

	it('should not use the slot of an ended job twice: once after a refresh and once after the release', async () => {
		const clock = new FakeClock();
		const account = new Account(2);
		const slots = createQueue(clock, { a: account });
		void slots.refresh();
		await clock.advance(1);
		const { acquired } = acquireMany(slots, 6, 10 * MINUTE);
		await clock.advance(SECOND);
		for (const { slot } of acquired) slot?.confirm();
		// Both jobs end, and two other creates get a slot when the capacity is read.
		await clock.advance(15 * SECOND);
		expect(acquired).toHaveLength(4);
		for (const { slot } of acquired.slice(2)) slot?.confirm();
		account.running = 2;
		for (const { slot } of acquired.slice(0, 2)) slot?.release();
		await clock.advance(SECOND);
		expect(acquired).toHaveLength(4);
		acquired[2]?.slot?.release();
		await clock.advance(SECOND);
		expect(acquired).toHaveLength(5);
	});

	it('should not delay creates for other accounts or for any account when an account is full', async () => {
		const { clock, slots } = await createRefreshedQueue({
			full: new Account(2, 2),
			free: new Account(4),
		});
		const full = acquireMany(slots, 3, 10 * MINUTE, 'full');
		const free = acquireMany(slots, 2, 10 * MINUTE, 'free');
		await clock.advance(SECOND);
		for (const { slot } of free.acquired) slot?.confirm('free');
		const any = acquireMany(slots, 3, 10 * MINUTE);
		await clock.advance(SECOND);
		expect([full, free, any].map(({ acquired }) => acquired.length)).toEqual([0, 2, 2]);
	});

	it('should use the Max Jobs of a create as the limit of the account', async () => {
		for (const [maxJobs, capacity] of [
			[undefined, 3],
			[5, 5],
			[2, 2],
		] as const) {
			const { clock, slots } = await createRefreshedQueue({ a: new Account(3) });
			let acquired = 0;
			for (let n = 0; n < 9; n++)
				void slots.acquire(10 * MINUTE, { account: 'a', maxJobs }).then(() => acquired++);
			await clock.advance(SECOND);
			expect(acquired).toBe(capacity);
		}
	});

	it('should not admit a job after its deadline, even if there is capacity', async () => {
		const clock = new FakeClock();
		const slots = createQueue(clock, { a: new Account(2) });
		await clock.advance(MINUTE);
		expect(await slots.acquire(MINUTE)).toBeUndefined();
	});

	it('should let one create through when the capacity cannot be read, so that nothing waits forever', async () => {
		const clock = new FakeClock();
		const slots = new SlotQueue(createFakeApi({ send: () => createResponse(503, '') }), clock);
		(await slots.acquire(10 * MINUTE))?.reject(10 * SECOND);
		const { acquired } = acquireMany(slots, 2, 10 * MINUTE);
		await clock.advance(25 * SECOND);
		expect(acquired).toHaveLength(1);
	});

	it('should cancel all queued jobs', async () => {
		const clock = new FakeClock();
		const canceled = new Error('The execution was canceled');
		const slots = createQueue(clock, { a: new Account(1, 1) });
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
		for (const [delay, min, max] of [
			[30 * SECOND, 30 * SECOND, 31 * SECOND],
			[undefined, 8 * SECOND, 12.5 * SECOND],
		] as const) {
			const { clock, slots } = await createRefreshedQueue({ a: new Account(2) });
			const first = await slots.acquire(10 * MINUTE);
			first?.reject(delay);
			const { acquired } = acquireMany(slots, 2, 10 * MINUTE);
			await clock.advance(min - 2);
			expect(acquired).toHaveLength(0);
			await clock.advance(max - min);
			expect(acquired).toHaveLength(2);
		}
	});

	it('should not flood an API that responds with 429 and no delay', async () => {
		const clock = new FakeClock();
		const slots = createQueue(clock, { a: new Account(2) });
		let creates = 0;
		const creating = (async () => {
			while (creates < 100) {
				const slot = await slots.acquire(20 * SECOND);
				if (!slot) return;
				creates++;
				slot.reject(0);
			}
		})();
		await clock.advance(30 * SECOND);
		await creating;
		expect(creates).toBeLessThanOrEqual(21);
		expect(creates).toBeGreaterThan(1);
	});

	it('should continue immediately when a job ends, also after a 429', async () => {
		const { clock, slots } = await createRefreshedQueue({ a: new Account(2) });
		const runningJob = await slots.acquire(10 * MINUTE);
		runningJob?.confirm('a');
		(await slots.acquire(10 * MINUTE))?.reject(5 * MINUTE);
		const { acquired } = acquireMany(slots, 2, 10 * MINUTE);
		await clock.advance(SECOND);
		expect(acquired).toHaveLength(0);
		runningJob?.release();
		await clock.advance(SECOND);
		expect(acquired).toHaveLength(1);
	});

	it('should count a job once that is released twice, or rejected and released', async () => {
		const { clock, slots } = await createRefreshedQueue({ a: new Account(1) });
		const slot = await slots.acquire(MINUTE);
		slot?.confirm();
		slot?.release();
		slot?.release();
		const { acquired } = acquireMany(slots, 3, 10 * MINUTE);
		await clock.advance(2 * SECOND);
		expect(acquired).toHaveLength(1);
	});

	it('should only pause the account that responded with 429', async () => {
		const { clock, slots } = await createRefreshedQueue({ a: new Account(2), b: new Account(2) });
		(await slots.acquire(10 * MINUTE, { account: 'a' }))?.reject(MINUTE);
		const a = acquireMany(slots, 1, 10 * MINUTE, 'a');
		const b = acquireMany(slots, 1, 10 * MINUTE, 'b');
		await clock.advance(MINUTE - SECOND);
		expect([a, b].map(({ acquired }) => acquired.length)).toEqual([0, 1]);
	});

	it('should stay paused after a 429 while the capacity is first read', async () => {
		const clock = new FakeClock();
		const slots = createQueue(clock, { a: new Account(2) });
		(await slots.acquire(10 * MINUTE))?.reject(MINUTE);
		const { acquired } = acquireMany(slots, 1, 10 * MINUTE);
		await clock.advance(MINUTE - SECOND);
		expect(acquired).toHaveLength(0);
		await clock.advance(2 * SECOND);
		expect(acquired).toHaveLength(1);
	});

	it('should reject all queued jobs when it is closed', async () => {
		const clock = new FakeClock();
		const stop = new AbortController();
		const slots = createQueue(clock, { a: new Account(1) }, {}, stop.signal);
		void slots.refresh();
		await clock.advance(1);
		const { acquired, all } = acquireMany(slots, 5, 10 * MINUTE);
		await clock.advance(SECOND);
		stop.abort();
		await all;
		expect(acquired.map(({ slot }) => slot !== undefined)).toEqual([
			true,
			false,
			false,
			false,
			false,
		]);
	});
});
