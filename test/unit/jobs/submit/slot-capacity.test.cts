import fc from 'fast-check';
import { SlotCapacity, type SlotLease } from '../../../../nodes/shared/jobs/submit/slotCapacity';

type AccountUsage = Parameters<SlotCapacity['applyRefresh']>[0][number];

const ACCOUNTS = ['a@example.com', 'b@example.com', undefined] as const;
/** A time after all rejections have expired. */
const LATER_MS = 1_000_000;

const steps = fc.array(
	fc.record({
		do: fc.constantFrom('grant', 'accepted', 'released', 'rejected', 'begin', 'end', 'fail'),
		which: fc.nat(20),
		account: fc.constantFrom(...ACCOUNTS),
	}),
	{ maxLength: 60 },
);

/** Applies the steps of a history. @returns the capacity and all leases */
function replay(history: typeof steps extends fc.Arbitrary<infer T> ? T : never) {
	const capacity = new SlotCapacity();
	const leases: SlotLease[] = [];
	for (const { do: step, which, account } of history) {
		const lease = leases[which % Math.max(1, leases.length)];
		if (step === 'grant') leases.push(capacity.lease({ account }));
		else if (step === 'begin') capacity.beginRefresh();
		else if (step === 'end') capacity.applyRefresh(createUsage(2));
		else if (step === 'fail') capacity.refreshFailed();
		else if (lease === undefined) continue;
		else if (step === 'accepted') capacity.confirm(lease, account);
		else if (step === 'released') capacity.release(lease);
		else if (lease.state === 'pending') capacity.reject(lease, LATER_MS / 2);
	}
	return { capacity, leases };
}

const createUsage = (available: number) =>
	['a@example.com', 'b@example.com'].map((email) => ({ email, available, executing: 0 }));

describe('SlotCapacity', () => {
	it('should know at any time whether creates are in flight', () => {
		fc.assert(
			fc.property(steps, (history) => {
				const { capacity, leases } = replay(history);
				expect(capacity.hasInFlight).toBe(leases.some(({ state }) => state === 'pending'));
			}),
		);
	});

	it('should have full capacity after all jobs are released and refreshed', () => {
		fc.assert(
			fc.property(steps, fc.constantFrom(...ACCOUNTS), (history, account) => {
				const { capacity, leases } = replay(history);
				for (const lease of leases) capacity.release(lease);
				capacity.beginRefresh();
				capacity.applyRefresh(createUsage(1));
				expect(capacity.hasCapacity({ account }, LATER_MS)).toBe(true);
				capacity.lease({ account });
				expect(capacity.hasCapacity({ account: account ?? 'a@example.com' }, LATER_MS)).toBe(false);
			}),
		);
	});

	it('should reserve a slot on every account for each create that may land on any account', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(6), (available, sentCount) => {
				const capacity = new SlotCapacity();
				capacity.beginRefresh();
				capacity.applyRefresh(createUsage(available));
				for (let sent = 0; sent < sentCount; sent++) capacity.lease({});
				expect(capacity.hasCapacity({ account: 'a@example.com' }, LATER_MS)).toBe(
					available > sentCount,
				);
				expect(capacity.hasCapacity({}, LATER_MS)).toBe(2 * available > sentCount);
			}),
		);
	});
});

describe('SlotCapacity, step by step', () => {
	const A = 'a@example.com';
	const B = 'b@example.com';

	/** Creates a capacity with accounts that a first refresh has read. */
	function createCapacity(...accounts: AccountUsage[]) {
		const capacity = new SlotCapacity();
		const refresh = (...usage: AccountUsage[]) => {
			capacity.beginRefresh();
			capacity.applyRefresh(usage);
		};
		refresh(...accounts);
		const has = (account?: string, now = LATER_MS) => capacity.hasCapacity({ account }, now);
		/** Leases a slot of the account for a job that the API accepts. */
		const run = (account: string) => {
			const lease = capacity.lease({ account });
			capacity.confirm(lease, account);
			return lease;
		};
		/** Leases all free slots of the account. @returns their number */
		const count = (account: string) => {
			let slots = 0;
			for (; has(account) && slots < 20; slots++) run(account);
			return slots;
		};
		return { capacity, refresh, has, run, count };
	}

	it('should block an account after a 429 until the time, and not longer', () => {
		const { capacity, has } = createCapacity({ email: A, available: 2 });
		capacity.reject(capacity.lease({ account: A }), 500);
		capacity.release(capacity.lease({ account: A }));
		capacity.addFreeSlot(B);
		expect(has(A, 499)).toBe(false);
		capacity.addFreeSlot(A);
		expect(has(A, 1)).toBe(true);
		capacity.reject(capacity.lease({ account: A }), 500);
		capacity.refreshFailed();
		expect(has(A, 499)).toBe(false);
		expect(has(A, 500)).toBe(true);
	});

	it('should know that a create is in flight from the start', () => {
		const { capacity } = createCapacity({ email: A, available: 2 });
		capacity.lease({ account: A });
		expect(capacity.hasInFlight).toBe(true);
	});

	it('should let a create for any account wait until those for a full account have arrived', () => {
		const { capacity, has } = createCapacity(
			{ email: A, available: 2 },
			{ email: B, available: 5 },
		);
		const [first, second] = [capacity.lease({ account: A }), capacity.lease({ account: A })];
		expect(has()).toBe(false);
		capacity.confirm(first, A);
		expect(has()).toBe(false);
		capacity.confirm(second, A);
		expect(has()).toBe(true);
	});

	it('should let a create for any account through while the requested account has a free slot', () => {
		const { capacity, has } = createCapacity({ email: A, available: 2 });
		capacity.lease({ account: A });
		expect(has()).toBe(true);
	});

	it('should take a slot of the account that the API has chosen', () => {
		const { capacity, has } = createCapacity({ email: A, available: 2 });
		for (const isFree of [true, false]) {
			capacity.confirm(capacity.lease({}), A);
			expect(has(A)).toBe(isFree);
		}
	});

	it('should not take the slot of a job twice that the refresh has counted already', () => {
		const { capacity, refresh, has } = createCapacity({ email: A, available: 2 });
		const lease = capacity.lease({});
		capacity.confirm(lease);
		refresh({ email: A, available: 1 });
		capacity.confirm(lease, A);
		expect(has(A)).toBe(true);
	});

	it('should count a job of an unknown account against all accounts again if the refresh fails', () => {
		const { capacity, has } = createCapacity({ email: A, available: 1 });
		capacity.confirm(capacity.lease({}));
		capacity.beginRefresh();
		capacity.refreshFailed();
		expect(has(A)).toBe(false);
	});

	it('should ignore a confirmation after the release', () => {
		const { capacity, has } = createCapacity({ email: A, available: 1 });
		const lease = capacity.lease({});
		capacity.release(lease);
		capacity.confirm(lease, A);
		expect(capacity.hasInFlight).toBe(false);
		expect(has(A)).toBe(true);
	});

	it('should return a slot once', () => {
		const { capacity, count } = createCapacity({ email: A, available: 1 });
		const lease = capacity.lease({ account: A });
		capacity.release(lease);
		capacity.release(lease);
		expect(count(A)).toBe(1);
	});

	it('should stay blocked when a create is withdrawn, and open when a job ends', () => {
		const { capacity, has } = createCapacity({ email: A, available: 3 });
		const [withdrawn, job, rejected] = [0, 1, 2].map(() => capacity.lease({ account: A }));
		if (!withdrawn || !job || !rejected) throw new Error('no lease');
		capacity.confirm(job, A);
		capacity.reject(rejected, LATER_MS);
		capacity.release(withdrawn);
		expect(has(A, 1)).toBe(false);
		capacity.release(job);
		expect(has(A, 1)).toBe(true);
	});

	it('should not free a slot again that the refresh has counted as free', () => {
		const { capacity, refresh, run, count } = createCapacity({ email: A, available: 2 });
		const jobs = [run(A), run(A)];
		refresh({ email: A, available: 1, executing: 1 });
		for (const job of jobs) capacity.release(job);
		expect(count(A)).toBe(2);
	});

	it('should free the slots of later jobs as usual', () => {
		const { capacity, refresh, run, count } = createCapacity({ email: A, available: 2 });
		const job = run(A);
		refresh({ email: A, available: 2, executing: 0 });
		capacity.release(job);
		capacity.release(run(A));
		expect(count(A)).toBe(2);
	});

	it('should expect no further release of a job that ends during the refresh', () => {
		const { capacity, run, count } = createCapacity({ email: A, available: 1 });
		const job = run(A);
		capacity.beginRefresh();
		capacity.release(job);
		capacity.applyRefresh([{ email: A, available: 1, executing: 0 }]);
		capacity.release(run(A));
		expect(count(A)).toBe(1);
	});

	it('should add a create to the response of a refresh that may miss it', () => {
		const { capacity, refresh, has, count } = createCapacity(
			{ email: A, available: 1 },
			{ email: B, available: 1 },
		);
		const lease = capacity.lease({ account: A });
		refresh({ email: A, available: 1, executing: 0 }, { email: B, available: 1, executing: 0 });
		expect([has(A), has(B)]).toEqual([false, true]);
		capacity.confirm(lease, A);
		capacity.release(lease);
		expect(count(A)).toBe(1);
	});

	it('should add a free slot also where there seemed to be fewer than none', () => {
		const { capacity, refresh, count } = createCapacity({ email: A, available: 1 });
		capacity.lease({ account: A });
		refresh({ email: A, available: 0 });
		capacity.addFreeSlot(A);
		expect(count(A)).toBe(1);
	});

	it('should list the creates in flight, which may use slots of other executions', () => {
		const { capacity, run } = createCapacity({ email: A, available: 3 });
		run(A);
		const [inFlight, rejected] = [capacity.lease({ account: A }), capacity.lease({ account: A })];
		capacity.reject(rejected, 0);
		expect(capacity.pendingLeases).toEqual([inFlight]);
	});

	it.each([
		{ of: 'its account', account: A, left: [1, 4, 1] },
		{ of: 'the account with the most free slots', account: undefined, left: [2, 3, 1] },
	])('should subtract a create of another execution from $of', ({ account, left }) => {
		const { capacity, count } = createCapacity();
		const other = new SlotCapacity();
		const released = other.lease({ account: A });
		const leases = [released, other.lease({ account })];
		other.release(released);
		capacity.beginRefresh();
		const usage = [A, B, 'c@example.com'].map((email, index) => ({
			email,
			available: [2, 4, 1][index],
		}));
		capacity.applyRefresh(usage, leases);
		expect(usage.map(({ email }) => count(email))).toEqual(left);
	});

	it('should apply Max Jobs of the create to an account whose own limit is known', () => {
		const { capacity } = createCapacity(
			{ email: A, available: 2, maxJobs: 5 },
			{ email: B, available: 2 },
		);
		const has = (account: string, maxJobs: number) =>
			capacity.hasCapacity({ account, maxJobs }, LATER_MS);
		expect([has(A, 3), has(A, 4), has(B, 1)]).toEqual([false, true, true]);
	});

	it('should assume eight slots before the first refresh, also after jobs of unknown accounts', () => {
		const capacity = new SlotCapacity();
		const ended = capacity.lease({});
		capacity.confirm(ended);
		capacity.release(ended);
		capacity.confirm(capacity.lease({}));
		for (let sent = 1; sent < 8; sent++) {
			expect(capacity.hasCapacity({}, LATER_MS)).toBe(true);
			capacity.lease({});
		}
		expect(capacity.hasCapacity({}, LATER_MS)).toBe(false);
	});
});
