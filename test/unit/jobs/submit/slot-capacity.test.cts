import fc from 'fast-check';
import { SlotCapacity, type SlotLease } from '../../../../nodes/shared/jobs/submit/slotCapacity';

const ACCOUNTS = ['a@example.com', 'b@example.com', undefined] as const;
/** Long after every closing time. */
const LATER = 1_000_000;

const steps = fc.array(
	fc.record({
		do: fc.constantFrom('grant', 'accepted', 'released', 'refused', 'begin', 'end', 'fail'),
		which: fc.nat(20),
		account: fc.constantFrom(...ACCOUNTS),
	}),
	{ maxLength: 60 },
);

/** The capacity after any history, and all of its leases. */
function replay(history: typeof steps extends fc.Arbitrary<infer T> ? T : never) {
	const capacity = new SlotCapacity();
	const leases: SlotLease[] = [];
	for (const { do: step, which, account } of history) {
		const lease = leases[which % Math.max(1, leases.length)];
		if (step === 'grant') leases.push(capacity.lease({ account }));
		else if (step === 'begin') capacity.beginRefresh();
		else if (step === 'end') capacity.applyRefresh(rows(2));
		else if (step === 'fail') capacity.refreshFailed();
		else if (lease === undefined) continue;
		else if (step === 'accepted') capacity.confirm(lease, account);
		else if (step === 'released') capacity.release(lease);
		else if (lease.state === 'pending') capacity.reject(lease, LATER / 2);
	}
	return { capacity, leases };
}

const rows = (available: number) =>
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
				capacity.applyRefresh(rows(1));
				expect(capacity.hasCapacity({ account }, LATER)).toBe(true);
				capacity.lease({ account });
				expect(capacity.hasCapacity({ account: account ?? 'a@example.com' }, LATER)).toBe(false);
			}),
		);
	});

	it('should reserve a slot on every account for each create that may land on any account', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(6), (available, drifting) => {
				const capacity = new SlotCapacity();
				capacity.beginRefresh();
				capacity.applyRefresh(rows(available));
				for (let sent = 0; sent < drifting; sent++) capacity.lease({});
				expect(capacity.hasCapacity({ account: 'a@example.com' }, LATER)).toBe(
					available > drifting,
				);
				expect(capacity.hasCapacity({}, LATER)).toBe(2 * available > drifting);
			}),
		);
	});
});
