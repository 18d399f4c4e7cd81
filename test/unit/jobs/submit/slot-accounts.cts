import { type Slot, SlotQueue } from '../../../../nodes/shared/jobs/submit/slotQueue';
import { createResponse, createFakeApi } from '../../fake-api.cts';
import type { FakeClock } from '../../fake-clock.cts';

/** An account in the API: its slots, some of them used by other clients. */
export class Account {
	running = 0;
	maxRunning = 0;
	rejectedCreates = 0;
	readTimes: number[] = [];

	constructor(
		readonly slots: number,
		public usedByOthers = 0,
	) {}

	get available(): number {
		return Math.max(0, this.slots - this.running - this.usedByOthers);
	}

	/** Creates a job if a slot is free. @returns false for a 429 */
	create(): boolean {
		if (this.available === 0) {
			this.rejectedCreates++;
			return false;
		}
		this.maxRunning = Math.max(this.maxRunning, ++this.running);
		return true;
	}
}

const createUsage = (email: string, account: Account) => ({
	email,
	maxJobs: account.slots,
	executing: account.running,
	available: account.available,
});

/** Creates a slot queue that reads the accounts' free slots with a latency. */
export function createQueue(
	clock: FakeClock,
	accounts: Record<string, Account>,
	latency: { requestMs?: number; responseMs?: number } = {},
	stopSignal?: AbortSignal,
): SlotQueue {
	const api = createFakeApi({
		send: async ({ path }) => {
			expect(path).toBe('scheduler/available');
			await clock.sleep(latency.requestMs ?? 0);
			const available = Object.entries(accounts).map(([name, account]) =>
				createUsage(name, account),
			);
			for (const account of Object.values(accounts)) account.readTimes.push(clock.now());
			await clock.sleep(latency.responseMs ?? 0);
			return createResponse(200, { executing: [], available });
		},
	});
	return new SlotQueue(api, clock, stopSignal);
}

/** Requests slots without waiting, and records the order in which they are assigned. */
export function acquireMany(slots: SlotQueue, count: number, deadline: number, account?: string) {
	const acquired: Array<{ index: number; slot: Slot | undefined }> = [];
	const all = Promise.all(
		Array.from({ length: count }, async (_, index) => {
			const slot = await slots.acquire(deadline, { account });
			acquired.push({ index, slot });
		}),
	);
	return { acquired, all };
}
