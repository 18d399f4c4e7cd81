import fc from 'fast-check';
import { scale } from '../../../scale.cts';
import { FakeClock } from '../../fake-clock.cts';
import { Account, slotsOf } from './slot-accounts.cts';

const RUNS = scale(500, 2000, 25);

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const travel = fc.record({
	way: fc.integer({ min: 1, max: 4000 }),
	back: fc.integer({ min: 1, max: 4000 }),
});
/** Of a count; `luck` decides how long the pauses between two counts are. */
const counting = fc.record({
	way: fc.integer({ min: 1, max: 4000 }),
	back: fc.integer({ min: 1, max: 4000 }),
	luck: fc.double({ min: 0, max: 1, noNaN: true }),
});
type Counting = typeof counting extends fc.Arbitrary<infer T> ? T : never;
const EMAILS = ['a', 'b', 'c'] as const;
const job = fc.record({
	start: fc.nat({ max: 3000 }),
	travel,
	length: fc.integer({ min: 1000, max: 20_000 }),
	/** From the end of the job to the look that sees it. */
	noticed: fc.nat({ max: 8000 }),
	unmade: fc.boolean(),
	/** Chooses the account: one of them, or any. */
	requestedAccount: fc.nat({ max: 5 }),
	/** Chooses the account that the API takes when any will do. */
	chance: fc.nat({ max: 1000 }),
});
type Life = typeof job extends fc.Arbitrary<infer T> ? T : never;
const places = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: EMAILS.length });

/** Creates as a run sends them, against accounts; tells what came of each. */
async function live(
	sizes: number[],
	jobs: Life[],
	count: Counting,
	events: (clock: FakeClock, accounts: Account[]) => Promise<void> = async () => {},
) {
	const clock = new FakeClock();
	clock.randomValue = count.luck;
	const accounts = Object.fromEntries(
		sizes.map((size, index) => [EMAILS[index] as string, new Account(size)]),
	);
	const all = Object.values(accounts);
	const slots = slotsOf(clock, accounts, count);
	/** The account of a create. With only one account, half of the creates name it. */
	const getAccount = ({ requestedAccount }: Life) => Object.keys(accounts)[requestedAccount];
	const waiting = new Map<Life, string | undefined>();
	const granted: Record<string, number[]> = {};
	const asked: Record<string, number[]> = {};
	let made = 0;
	let sent = 0;
	void slots.refresh();
	await clock.advance(count.way + count.back + 1);
	const finished = Promise.all(
		jobs.map(async (life, index) => {
			const { start, travel, length, noticed, unmade, chance } = life;
			const account = getAccount(life);
			await clock.sleep(start);
			for (let first = true; ; first = false) {
				if (first) (asked[String(account)] ??= []).push(index);
				waiting.set(life, account);
				const slot = await slots.acquire(60 * MINUTE, { account });
				waiting.delete(life);
				if (!slot) return;
				if (first) (granted[String(account)] ??= []).push(index);
				sent++;
				await clock.sleep(travel.way);
				const open = Object.keys(accounts).filter((email) => accounts[email]?.available);
				const email = account ?? open[chance % open.length] ?? EMAILS[0];
				const taken = !unmade && accounts[email]?.create();
				await clock.sleep(travel.back);
				sent--;
				if (unmade) {
					// Refused for another reason: nothing was made.
					slot.release();
					return;
				}
				if (!taken) {
					slot.reject();
					continue;
				}
				slot.confirm(email);
				made++;
				await clock.sleep(length);
				(accounts[email] as Account).running--;
				await clock.sleep(noticed);
				slot.release();
				return;
			}
		}),
	);
	void events(clock, all);
	/** How long creates waited although a slot was free and no create in flight was taking it. */
	let idle = 0;
	let longestIdle = 0;
	const step = 500;
	for (
		let passed = 0;
		passed < 61 * MINUTE && (made < jobs.length || waiting.size);
		passed += step
	) {
		await clock.advance(step);
		const missed = [...waiting.values()].some((email) =>
			(email === undefined ? all : [accounts[email] as Account]).some(({ available }) => available),
		);
		idle = missed && sent === 0 ? idle + step : 0;
		longestIdle = Math.max(longestIdle, idle);
		if (waiting.size === 0 && sent === 0 && passed > 4 * MINUTE) break;
	}
	await clock.advance(MINUTE);
	await finished;
	const refusals = all.reduce((sum, account) => sum + account.refusals, 0);
	const wanted = jobs.filter(({ unmade }) => !unmade).length;
	return { all, granted, asked, made, refusals, wanted, longestIdle };
}

type Example = [sizes: number[], jobs: Life[], count: Counting];

const life = (
	[start = 0, way = 0, back = 0, length = 0, noticed = 0]: number[],
	more: Pick<Life, 'requestedAccount'> & Partial<Life>,
): Life => ({ start, travel: { way, back }, length, noticed, unmade: false, chance: 0, ...more });

/** By chance the API puts the last one on an account whose job has ended and is not seen to have ended yet. */
const takenOver: Example = [
	[1, 1, 1],
	[
		life([1, 1, 1, 1000, 3], { requestedAccount: 1 }),
		life([0, 1, 1, 1000, 3], { requestedAccount: 3, chance: 88 }),
		life([0, 1003, 1, 1000, 3], { requestedAccount: 3, chance: 235 }),
	],
	{ way: 1, back: 1, luck: 0 },
];

/** A count that does not tell whose job it has found running: one that has ended, or one that is on its way. */
const countedInPlaceOfAnother: Example = [
	[1, 1],
	[
		life([63, 3266, 2849, 3663, 3312], { requestedAccount: 0 }),
		life([1231, 2437, 2840, 5343, 7751], { requestedAccount: 1, unmade: true }),
		life([1150, 1570, 350, 17_069, 6806], { requestedAccount: 3 }),
		life([579, 3390, 1231, 14_090, 2557], { requestedAccount: 2, chance: 104 }),
		life([1542, 2949, 1266, 15_800, 7952], { requestedAccount: 3, chance: 451 }),
	],
	{ way: 3997, back: 576, luck: 0 },
];

/** A job that begins and ends while the count is on its way, beside one whose end is seen late. */
const endedDuringTheCount: Example = [
	[2],
	[
		life([0, 1, 1, 1000, 6998], { requestedAccount: 0 }),
		life([504, 1, 48, 1000], { requestedAccount: 0 }),
		life([803, 1, 1, 1000], { requestedAccount: 0 }),
		life([803, 1524, 1, 3922], { requestedAccount: 0 }),
		life([803, 1, 1, 1000], { requestedAccount: 0 }),
		life([803, 1, 1, 1000], { requestedAccount: 0 }),
	],
	{ way: 2526, back: 3920, luck: 0 },
];

describe('A batch on several accounts', () => {
	afterEach(() => void jest.restoreAllMocks());

	it('should never exceed the capacity while nobody else uses it, and fill each account in order', async () => {
		await fc.assert(
			fc.asyncProperty(
				places,
				fc.array(job, { maxLength: 20 }),
				counting,
				async (sizes, jobs, count) => {
					const { all, granted, asked, made, wanted, refusals } = await live(sizes, jobs, count);
					expect(refusals).toBe(0);
					for (const account of all) expect(account.most).toBeLessThanOrEqual(account.places);
					expect(made).toBe(wanted);
					expect(granted).toEqual(asked);
				},
			),
			{ numRuns: RUNS, examples: [takenOver, countedInPlaceOfAnother, endedDuringTheCount] },
		);
	});

	it('should leave no slot unused while a job waits: a job enters when a suitable job has finished', async () => {
		const short = fc.record({ way: fc.nat({ max: 300 }), back: fc.nat({ max: 300 }) });
		const prompt = fc.tuple(job, short).map(([life, travel]) => ({ ...life, travel, noticed: 0 }));
		await fc.assert(
			fc.asyncProperty(places, fc.array(prompt, { maxLength: 20 }), async (sizes, jobs) => {
				const { longestIdle } = await live(sizes, jobs, { way: 0, back: 0, luck: 0.5 });
				expect(longestIdle).toBeLessThanOrEqual(SECOND);
			}),
			{ numRuns: RUNS },
		);
	});

	it('should finish whatever other clients do, without reading the capacity more often than every 8 s', async () => {
		await fc.assert(
			fc.asyncProperty(
				places,
				fc.array(job, { maxLength: 15 }),
				counting,
				fc.array(
					fc.record({
						after: fc.nat({ max: 20_000 }),
						others: fc.nat({ max: 9 }),
						whose: fc.nat({ max: 2 }),
					}),
					{ maxLength: 6 },
				),
				async (sizes, jobs, count, others) => {
					const { all, made, wanted, longestIdle } = await live(
						sizes,
						jobs,
						count,
						async (clock, accounts) => {
							for (const change of others) {
								await clock.sleep(change.after);
								const account = accounts[change.whose % accounts.length] as Account;
								account.others = change.others;
							}
							await clock.sleep(SECOND);
							for (const account of accounts) account.others = 0;
						},
					);
					expect(made).toBe(wanted);
					// A place that others left is found by the next count, 12 s after the last and on its way for up to 8 s.
					expect(longestIdle).toBeLessThanOrEqual(30 * SECOND);
					for (const { counted } of all) {
						const gaps = counted.slice(1).map((at, index) => at - (counted[index] ?? 0));
						for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(8 * SECOND);
					}
				},
			),
			{ numRuns: RUNS },
		);
	});
});
