import fc from 'fast-check';
import { scale } from '../../../scale.cts';
import { FakeClock } from '../../fake-clock.cts';
import { Account, createQueue } from './slot-accounts.cts';
import { MINUTE, SECOND } from '../../../../nodes/shared/time';

const RUNS = scale(500, 2000, 25);

const anyLatency = fc.record({
	requestMs: fc.integer({ min: 1, max: 4000 }),
	responseMs: fc.integer({ min: 1, max: 4000 }),
});
/** The latency of a refresh. `randomValue` determines the pauses between two refreshes. */
const anyRefresh = fc.record({
	requestMs: fc.integer({ min: 1, max: 4000 }),
	responseMs: fc.integer({ min: 1, max: 4000 }),
	randomValue: fc.double({ min: 0, max: 1, noNaN: true }),
});
type Refresh = typeof anyRefresh extends fc.Arbitrary<infer T> ? T : never;
const EMAILS = ['a', 'b', 'c'] as const;
const anyJob = fc.record({
	start: fc.nat({ max: 3000 }),
	latency: anyLatency,
	length: fc.integer({ min: 1000, max: 20_000 }),
	/** The time from the end of the job to the poll that finds it finished. */
	pollDelayMs: fc.nat({ max: 8000 }),
	isRejected: fc.boolean(),
	/** The index of the requested account. Higher values request any account. */
	requestedAccount: fc.nat({ max: 5 }),
	/** Determines the account that the API selects for a create without an account. */
	accountChoice: fc.nat({ max: 1000 }),
});
type JobPlan = typeof anyJob extends fc.Arbitrary<infer T> ? T : never;
const anySlotCounts = fc.array(fc.integer({ min: 1, max: 8 }), {
	minLength: 1,
	maxLength: EMAILS.length,
});

/** Sends creates as a run of the node does, and records what happens. */
async function runBatch(
	sizes: number[],
	jobs: JobPlan[],
	refresh: Refresh,
	events: (clock: FakeClock, accounts: Account[]) => Promise<void> = async () => {},
) {
	const clock = new FakeClock();
	clock.randomValue = refresh.randomValue;
	const accounts = Object.fromEntries(
		sizes.map((size, index) => [EMAILS[index] as string, new Account(size)]),
	);
	const all = Object.values(accounts);
	const slots = createQueue(clock, accounts, refresh);
	/** Returns the requested account of a job. */
	const getAccount = ({ requestedAccount }: JobPlan) => Object.keys(accounts)[requestedAccount];
	const waiting = new Map<JobPlan, string | undefined>();
	const acquired: Record<string, number[]> = {};
	const requested: Record<string, number[]> = {};
	let created = 0;
	let inFlight = 0;
	void slots.refresh();
	await clock.advance(refresh.requestMs + refresh.responseMs + 1);
	const finished = Promise.all(
		jobs.map(async (job, index) => {
			const { start, latency, length, pollDelayMs, isRejected, accountChoice } = job;
			const account = getAccount(job);
			await clock.sleep(start);
			for (let first = true; ; first = false) {
				if (first) (requested[String(account)] ??= []).push(index);
				waiting.set(job, account);
				const slot = await slots.acquire(60 * MINUTE, { account });
				waiting.delete(job);
				if (!slot) return;
				if (first) (acquired[String(account)] ??= []).push(index);
				inFlight++;
				await clock.sleep(latency.requestMs);
				const accountsWithSlot = Object.keys(accounts).filter(
					(email) => accounts[email]?.available,
				);
				const email =
					account ?? accountsWithSlot[accountChoice % accountsWithSlot.length] ?? EMAILS[0];
				const isCreated = !isRejected && accounts[email]?.create();
				await clock.sleep(latency.responseMs);
				inFlight--;
				if (isRejected) {
					// The API rejects the create for a reason other than a full account.
					slot.release();
					return;
				}
				if (!isCreated) {
					slot.reject();
					continue;
				}
				slot.confirm(email);
				created++;
				await clock.sleep(length);
				(accounts[email] as Account).running--;
				await clock.sleep(pollDelayMs);
				slot.release();
				return;
			}
		}),
	);
	void events(clock, all);
	/** How long creates have waited although a slot was free and no create was in flight. */
	let idleMs = 0;
	let maxIdleMs = 0;
	const stepMs = 500;
	for (
		let passed = 0;
		passed < 61 * MINUTE && (created < jobs.length || waiting.size);
		passed += stepMs
	) {
		await clock.advance(stepMs);
		const hasUnusedSlot = [...waiting.values()].some((email) =>
			(email === undefined ? all : [accounts[email] as Account]).some(({ available }) => available),
		);
		idleMs = hasUnusedSlot && inFlight === 0 ? idleMs + stepMs : 0;
		maxIdleMs = Math.max(maxIdleMs, idleMs);
		if (waiting.size === 0 && inFlight === 0 && passed > 4 * MINUTE) break;
	}
	await clock.advance(MINUTE);
	await finished;
	const rejectedCreates = all.reduce((sum, account) => sum + account.rejectedCreates, 0);
	const expected = jobs.filter(({ isRejected }) => !isRejected).length;
	return { all, acquired, requested, created, rejectedCreates, expected, maxIdleMs };
}

type Example = [sizes: number[], jobs: JobPlan[], refresh: Refresh];

const createJobPlan = (
	[start = 0, requestMs = 0, responseMs = 0, length = 0, pollDelayMs = 0]: number[],
	more: Pick<JobPlan, 'requestedAccount'> & Partial<JobPlan>,
): JobPlan => ({
	start,
	latency: { requestMs, responseMs },
	length,
	pollDelayMs,
	isRejected: false,
	accountChoice: 0,
	...more,
});

/** The API selects an account for the last job on which a job has ended that wasn't polled since. */
const endedAndNotPolled: Example = [
	[1, 1, 1],
	[
		createJobPlan([1, 1, 1, 1000, 3], { requestedAccount: 1 }),
		createJobPlan([0, 1, 1, 1000, 3], { requestedAccount: 3, accountChoice: 88 }),
		createJobPlan([0, 1003, 1, 1000, 3], { requestedAccount: 3, accountChoice: 235 }),
	],
	{ requestMs: 1, responseMs: 1, randomValue: 0 },
];

/** A refresh counts a running job that may be one that has ended or one that is in flight. */
const countedAsAnotherJob: Example = [
	[1, 1],
	[
		createJobPlan([63, 3266, 2849, 3663, 3312], { requestedAccount: 0 }),
		createJobPlan([1231, 2437, 2840, 5343, 7751], { requestedAccount: 1, isRejected: true }),
		createJobPlan([1150, 1570, 350, 17_069, 6806], { requestedAccount: 3 }),
		createJobPlan([579, 3390, 1231, 14_090, 2557], { requestedAccount: 2, accountChoice: 104 }),
		createJobPlan([1542, 2949, 1266, 15_800, 7952], { requestedAccount: 3, accountChoice: 451 }),
	],
	{ requestMs: 3997, responseMs: 576, randomValue: 0 },
];

/** A job begins and ends during a refresh, while the end of another job is polled late. */
const endedDuringRefresh: Example = [
	[2],
	[
		createJobPlan([0, 1, 1, 1000, 6998], { requestedAccount: 0 }),
		createJobPlan([504, 1, 48, 1000], { requestedAccount: 0 }),
		createJobPlan([803, 1, 1, 1000], { requestedAccount: 0 }),
		createJobPlan([803, 1524, 1, 3922], { requestedAccount: 0 }),
		createJobPlan([803, 1, 1, 1000], { requestedAccount: 0 }),
		createJobPlan([803, 1, 1, 1000], { requestedAccount: 0 }),
	],
	{ requestMs: 2526, responseMs: 3920, randomValue: 0 },
];

describe('A batch on several accounts', () => {
	afterEach(() => void jest.restoreAllMocks());

	it('should never exceed the capacity without other clients, and fill each account in order', async () => {
		await fc.assert(
			fc.asyncProperty(
				anySlotCounts,
				fc.array(anyJob, { maxLength: 20 }),
				anyRefresh,
				async (sizes, jobs, refresh) => {
					const { all, acquired, requested, created, expected, rejectedCreates } = await runBatch(
						sizes,
						jobs,
						refresh,
					);
					expect(rejectedCreates).toBe(0);
					for (const account of all) expect(account.maxRunning).toBeLessThanOrEqual(account.slots);
					expect(created).toBe(expected);
					expect(acquired).toEqual(requested);
				},
			),
			{ numRuns: RUNS, examples: [endedAndNotPolled, countedAsAnotherJob, endedDuringRefresh] },
		);
	});

	it('should leave no slot unused while a create for it waits', async () => {
		const shortLatency = fc.record({
			requestMs: fc.nat({ max: 300 }),
			responseMs: fc.nat({ max: 300 }),
		});
		const anyPromptJob = fc
			.tuple(anyJob, shortLatency)
			.map(([job, latency]) => ({ ...job, latency, pollDelayMs: 0 }));
		await fc.assert(
			fc.asyncProperty(
				anySlotCounts,
				fc.array(anyPromptJob, { maxLength: 20 }),
				async (sizes, jobs) => {
					const { maxIdleMs } = await runBatch(sizes, jobs, {
						requestMs: 0,
						responseMs: 0,
						randomValue: 0.5,
					});
					expect(maxIdleMs).toBeLessThanOrEqual(SECOND);
				},
			),
			{ numRuns: RUNS },
		);
	});

	it('should create all jobs whatever other clients do, without reading the capacity more often than every 8 s', async () => {
		await fc.assert(
			fc.asyncProperty(
				anySlotCounts,
				fc.array(anyJob, { maxLength: 15 }),
				anyRefresh,
				fc.array(
					fc.record({
						after: fc.nat({ max: 20_000 }),
						usedByOthers: fc.nat({ max: 9 }),
						accountIndex: fc.nat({ max: 2 }),
					}),
					{ maxLength: 6 },
				),
				async (sizes, jobs, refresh, changes) => {
					const { all, created, expected, maxIdleMs } = await runBatch(
						sizes,
						jobs,
						refresh,
						async (clock, accounts) => {
							for (const change of changes) {
								await clock.sleep(change.after);
								const account = accounts[change.accountIndex % accounts.length] as Account;
								account.usedByOthers = change.usedByOthers;
							}
							await clock.sleep(SECOND);
							for (const account of accounts) account.usedByOthers = 0;
						},
					);
					expect(created).toBe(expected);
					// The next refresh finds slots that other clients have released. It starts within 12 s and takes up to 8 s.
					expect(maxIdleMs).toBeLessThanOrEqual(30 * SECOND);
					for (const { readTimes } of all) {
						const gaps = readTimes.slice(1).map((at, index) => at - (readTimes[index] ?? 0));
						for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(8 * SECOND);
					}
				},
			),
			{ numRuns: RUNS },
		);
	});
});
