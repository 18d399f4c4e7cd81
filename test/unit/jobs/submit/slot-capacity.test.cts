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

/** The books after any history, and every ticket that was handed out. */
function lived(history: typeof steps extends fc.Arbitrary<infer T> ? T : never) {
	const rooms = new SlotCapacity();
	const tickets: SlotLease[] = [];
	for (const { do: step, which, account } of history) {
		const ticket = tickets[which % Math.max(1, tickets.length)];
		if (step === 'grant') tickets.push(rooms.lease({ account }));
		else if (step === 'begin') rooms.beginRefresh();
		else if (step === 'end') rooms.applyRefresh(rows(2));
		else if (step === 'fail') rooms.refreshFailed();
		else if (ticket === undefined) continue;
		else if (step === 'accepted') rooms.confirm(ticket, account);
		else if (step === 'released') rooms.release(ticket);
		else if (ticket.state === 'pending') rooms.reject(ticket, LATER / 2);
	}
	return { rooms, tickets };
}

const rows = (available: number) =>
	['a@example.com', 'b@example.com'].map((email) => ({ email, available, executing: 0 }));

describe('SlotCapacity', () => {
	it('should know at any time whether creates are in flight', () => {
		fc.assert(
			fc.property(steps, (history) => {
				const { rooms, tickets } = lived(history);
				expect(rooms.hasInFlight).toBe(tickets.some(({ state }) => state === 'pending'));
			}),
		);
	});

	it('should have full capacity after all jobs are released and refreshed', () => {
		fc.assert(
			fc.property(steps, fc.constantFrom(...ACCOUNTS), (history, account) => {
				const { rooms, tickets } = lived(history);
				for (const ticket of tickets) rooms.release(ticket);
				rooms.beginRefresh();
				rooms.applyRefresh(rows(1));
				expect(rooms.hasCapacity({ account }, LATER)).toBe(true);
				rooms.lease({ account });
				expect(rooms.hasCapacity({ account: account ?? 'a@example.com' }, LATER)).toBe(false);
			}),
		);
	});

	it('should reserve a slot on every account for each create that may land on any account', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(6), (available, drifting) => {
				const rooms = new SlotCapacity();
				rooms.beginRefresh();
				rooms.applyRefresh(rows(available));
				for (let sent = 0; sent < drifting; sent++) rooms.lease({});
				expect(rooms.hasCapacity({ account: 'a@example.com' }, LATER)).toBe(available > drifting);
				expect(rooms.hasCapacity({}, LATER)).toBe(2 * available > drifting);
			}),
		);
	});
});
