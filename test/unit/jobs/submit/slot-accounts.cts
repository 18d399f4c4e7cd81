import { type Slot, SlotQueue } from '../../../../nodes/shared/jobs/submit/slotQueue';
import { createResponse, createFakeApi } from '../../fake-api.cts';
import type { FakeClock } from '../../fake-clock.cts';

/** An account as the API sees it: its slots, some of them used by others. */
export class Account {
	running = 0;
	most = 0;
	refusals = 0;
	counted: number[] = [];

	constructor(
		readonly places: number,
		public others = 0,
	) {}

	get available(): number {
		return Math.max(0, this.places - this.running - this.others);
	}

	/** @returns false for a 429 */
	create(): boolean {
		if (this.available === 0) {
			this.refusals++;
			return false;
		}
		this.most = Math.max(this.most, ++this.running);
		return true;
	}
}

const row = (email: string, account: Account) => ({
	email,
	maxJobs: account.places,
	executing: account.running,
	available: account.available,
});

/** Slots of accounts whose count takes its time to arrive and to come back. */
export function slotsOf(
	clock: FakeClock,
	accounts: Record<string, Account>,
	times: { way?: number; back?: number } = {},
	stopSignal?: AbortSignal,
): SlotQueue {
	const api = createFakeApi({
		send: async ({ path }) => {
			expect(path).toBe('scheduler/available');
			await clock.sleep(times.way ?? 0);
			const available = Object.entries(accounts).map(([name, account]) => row(name, account));
			for (const account of Object.values(accounts)) account.counted.push(clock.now());
			await clock.sleep(times.back ?? 0);
			return createResponse(200, { executing: [], available });
		},
	});
	return new SlotQueue(api, clock, stopSignal);
}

/** Requests slots without waiting, and records the order in which they are assigned. */
export function takeMany(slots: SlotQueue, count: number, deadline: number, account?: string) {
	const came: Array<{ index: number; slot: Slot | undefined }> = [];
	const all = Promise.all(
		Array.from({ length: count }, async (_, index) => {
			const slot = await slots.acquire(deadline, { account });
			came.push({ index, slot });
		}),
	);
	return { came, all };
}
