import fc from 'fast-check';
import type { Slot } from '../../../nodes/shared/generation/slots';
import { Slots } from '../../../nodes/shared/generation/slots';
import { answer, fakeApi } from '../fake-api.cts';
import { FakeClock } from '../fake-clock.cts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** An account as the API sees it: so many places, some taken by somebody else. */
class Account {
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
function slotsOf(
	clock: FakeClock,
	accounts: Record<string, Account>,
	{ way = 0, back = 0 }: { way?: number; back?: number } = {},
): Slots {
	const api = fakeApi({
		send: async ({ path }) => {
			expect(path).toBe('scheduler/available');
			await clock.sleep(way);
			const available = Object.entries(accounts).map(([name, account]) => row(name, account));
			for (const account of Object.values(accounts)) account.counted.push(clock.now());
			await clock.sleep(back);
			return answer(200, { executing: [], available });
		},
	});
	return new Slots(api, clock);
}

/** Takes slots at once, one after another; tells in which order they came. */
function takeMany(slots: Slots, count: number, deadline: number, account?: string) {
	const came: Array<{ index: number; slot: Slot | undefined }> = [];
	const all = Promise.all(
		Array.from({ length: count }, async (_, index) => {
			const slot = await slots.take(deadline, { account });
			came.push({ index, slot });
		}),
	);
	return { came, all };
}

describe('Slots', () => {
	it('let as many creates go at once as the account has room for, the rest in order as room comes', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(3) });
		void slots.count();
		await clock.pass(SECOND);
		const { came } = takeMany(slots, 6, 10 * MINUTE);
		await clock.pass(SECOND);
		expect(came.map(({ index }) => index)).toEqual([0, 1, 2]);
		came[1]?.slot?.accepted();
		came[1]?.slot?.release();
		await clock.pass(SECOND);
		expect(came.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
	});

	it("add up the accounts' room, or look at the one that is wanted", async () => {
		const clock = new FakeClock();
		const accounts = { a: new Account(2), b: new Account(3, 1), c: new Account(1, 5) };
		for (const [email, room] of [
			[undefined, 4],
			['b', 2],
			['c', 0],
		] as const) {
			const slots = slotsOf(clock, accounts);
			void slots.count();
			await clock.pass(1);
			const { came } = takeMany(slots, 9, clock.now() + 100, email);
			await clock.pass(50);
			expect(came).toHaveLength(room);
			slots.close();
			await clock.pass(SECOND);
		}
	});

	it("believe the API's figure, not maxJobs less executing", async () => {
		const clock = new FakeClock();
		const available = [{ email: 'a', maxJobs: 8, executing: 3, available: 2 }];
		const slots = new Slots(fakeApi({ send: () => answer(200, { available }) }), clock);
		await slots.count();
		const { came } = takeMany(slots, 9, MINUTE);
		await clock.pass(SECOND);
		expect(came).toHaveLength(2);
	});

	it.each([
		['a 500', answer(500, { error: 'x' })],
		['something unreadable', answer(200, 'hello')],
		['no account at all', answer(200, { executing: [], available: [] })],
	])(
		'are taken for the most an account can have when the count brings %s',
		async (_what, reply) => {
			const clock = new FakeClock();
			const slots = new Slots(fakeApi({ send: () => reply }), clock);
			await slots.count();
			const { came } = takeMany(slots, 20, MINUTE);
			await clock.pass(SECOND);
			expect(came).toHaveLength(8);
		},
	);

	it('notice room that others leave', async () => {
		const clock = new FakeClock();
		const account = new Account(1, 1);
		const slots = slotsOf(clock, { a: account });
		void slots.count();
		await clock.pass(1);
		const { came } = takeMany(slots, 1, 10 * MINUTE);
		await clock.pass(30 * SECOND);
		expect(came).toHaveLength(0);
		account.others = 0;
		await clock.pass(15 * SECOND);
		expect(came).toHaveLength(1);
	});

	it('say that there was none at the deadline, and not much later', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(1, 1) });
		void slots.count();
		await clock.pass(1);
		const { came } = takeMany(slots, 3, MINUTE);
		await clock.pass(MINUTE - 2);
		expect(came).toHaveLength(0);
		await clock.pass(SECOND);
		expect(came.map(({ slot }) => slot)).toEqual([undefined, undefined, undefined]);
	});

	it('are closed to all after a 429: for as long as the API asks, else 8 to 12 s', async () => {
		for (const [wish, least, most] of [
			[30 * SECOND, 30 * SECOND, 31 * SECOND],
			[undefined, 8 * SECOND, 12.5 * SECOND],
		] as const) {
			const clock = new FakeClock();
			const slots = slotsOf(clock, { a: new Account(2) });
			void slots.count();
			await clock.pass(1);
			const first = await slots.take(10 * MINUTE);
			first?.refused(wish);
			const { came } = takeMany(slots, 2, 10 * MINUTE);
			await clock.pass(least - 2);
			expect(came).toHaveLength(0);
			await clock.pass(most - least);
			expect(came).toHaveLength(2);
		}
	});

	it('are not hammered by an API that says 429 and to come back at once', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2) });
		let creates = 0;
		const trying = (async () => {
			for (;;) {
				const slot = await slots.take(20 * SECOND);
				if (!slot) return;
				creates++;
				slot.refused(0);
			}
		})();
		await clock.pass(30 * SECOND);
		await trying;
		expect(creates).toBeLessThanOrEqual(21);
		expect(creates).toBeGreaterThan(1);
	});

	it('open at once when a job ends, also after a 429', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2) });
		void slots.count();
		await clock.pass(1);
		const held = await slots.take(10 * MINUTE);
		held?.accepted('a');
		(await slots.take(10 * MINUTE))?.refused(5 * MINUTE);
		const { came } = takeMany(slots, 2, 10 * MINUTE);
		await clock.pass(SECOND);
		expect(came).toHaveLength(0);
		held?.release();
		await clock.pass(SECOND);
		expect(came).toHaveLength(1);
	});

	it('count a job that is released twice, or refused and released, once', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(1) });
		void slots.count();
		await clock.pass(1);
		const slot = await slots.take(MINUTE);
		slot?.accepted();
		slot?.release();
		slot?.release();
		const { came } = takeMany(slots, 3, 10 * MINUTE);
		await clock.pass(2 * SECOND);
		expect(came).toHaveLength(1);
	});

	it('do not give the room of an ended job twice: when it is counted, and when its end is seen', async () => {
		const clock = new FakeClock();
		const account = new Account(2);
		const slots = slotsOf(clock, { a: account });
		void slots.count();
		await clock.pass(1);
		const { came } = takeMany(slots, 6, 10 * MINUTE);
		await clock.pass(SECOND);
		for (const { slot } of came) slot?.accepted();
		// Both end, and two others enter when the room is counted.
		await clock.pass(15 * SECOND);
		expect(came).toHaveLength(4);
		for (const { slot } of came.slice(2)) slot?.accepted();
		account.running = 2;
		for (const { slot } of came.slice(0, 2)) slot?.release();
		await clock.pass(SECOND);
		expect(came).toHaveLength(4);
		came[2]?.slot?.release();
		await clock.pass(SECOND);
		expect(came).toHaveLength(5);
	});

	it('of a full account hold nobody up who wants another, or any', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { full: new Account(2, 2), free: new Account(4) });
		void slots.count();
		await clock.pass(1);
		const full = takeMany(slots, 3, 10 * MINUTE, 'full');
		const free = takeMany(slots, 2, 10 * MINUTE, 'free');
		await clock.pass(SECOND);
		for (const { slot } of free.came) slot?.accepted('free');
		const any = takeMany(slots, 3, 10 * MINUTE);
		await clock.pass(SECOND);
		expect([full, free, any].map(({ came }) => came.length)).toEqual([0, 2, 2]);
	});

	it('of an account that refused (429) are closed, those of the others are not', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2), b: new Account(2) });
		void slots.count();
		await clock.pass(1);
		(await slots.take(10 * MINUTE, { account: 'a' }))?.refused(MINUTE);
		const a = takeMany(slots, 1, 10 * MINUTE, 'a');
		const b = takeMany(slots, 1, 10 * MINUTE, 'b');
		await clock.pass(MINUTE - SECOND);
		expect([a, b].map(({ came }) => came.length)).toEqual([0, 1]);
	});

	it('stay closed after a 429 when they are counted for the first time meanwhile', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2) });
		(await slots.take(10 * MINUTE))?.refused(MINUTE);
		const { came } = takeMany(slots, 1, 10 * MINUTE);
		await clock.pass(MINUTE - SECOND);
		expect(came).toHaveLength(0);
		await clock.pass(2 * SECOND);
		expect(came).toHaveLength(1);
	});

	it('count those of Max Jobs where a create says how many there may be', async () => {
		for (const [maxJobs, room] of [
			[undefined, 3],
			[5, 5],
			[2, 2],
		] as const) {
			const clock = new FakeClock();
			const slots = slotsOf(clock, { a: new Account(3) });
			void slots.count();
			await clock.pass(1);
			let came = 0;
			for (let n = 0; n < 9; n++)
				void slots.take(10 * MINUTE, { account: 'a', maxJobs }).then(() => came++);
			await clock.pass(SECOND);
			expect(came).toBe(room);
		}
	});

	it('are given to nobody whose time is up, even where there is room', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(2) });
		await clock.pass(MINUTE);
		expect(await slots.take(MINUTE)).toBeUndefined();
	});

	it('let one create find out where the count cannot be read, so that nobody waits for ever', async () => {
		const clock = new FakeClock();
		const slots = new Slots(fakeApi({ send: () => answer(503, '') }), clock);
		(await slots.take(10 * MINUTE))?.refused(10 * SECOND);
		const { came } = takeMany(slots, 2, 10 * MINUTE);
		await clock.pass(25 * SECOND);
		expect(came).toHaveLength(1);
	});

	it('send all in line away when they are closed for good', async () => {
		const clock = new FakeClock();
		const slots = slotsOf(clock, { a: new Account(1) });
		void slots.count();
		await clock.pass(1);
		const { came, all } = takeMany(slots, 5, 10 * MINUTE);
		await clock.pass(SECOND);
		slots.close();
		await all;
		expect(came.map(({ slot }) => slot !== undefined)).toEqual([true, false, false, false, false]);
	});

	it('pass a cancel on to everybody who waits', async () => {
		const clock = new FakeClock();
		const canceled = new Error('The execution was canceled');
		const slots = slotsOf(clock, { a: new Account(1, 1) });
		void slots.count();
		await clock.pass(1);
		clock.sleep = async () => await Promise.reject(canceled);
		const waiting = [slots.take(MINUTE), slots.take(MINUTE)];
		expect(await Promise.allSettled(waiting)).toEqual([
			{ status: 'rejected', reason: canceled },
			{ status: 'rejected', reason: canceled },
		]);
	});
});

const travel = fc.record({
	way: fc.integer({ min: 1, max: 4000 }),
	back: fc.integer({ min: 1, max: 4000 }),
});
const EMAILS = ['a', 'b', 'c'] as const;
const job = fc.record({
	start: fc.nat({ max: 3000 }),
	travel,
	length: fc.integer({ min: 1000, max: 20_000 }),
	/** From the end of the job to the look that sees it. */
	noticed: fc.nat({ max: 8000 }),
	unmade: fc.boolean(),
	/** Chooses the account: one of them, or any. */
	wish: fc.nat({ max: 5 }),
	/** Chooses the account that the API takes when any will do. */
	chance: fc.nat({ max: 1000 }),
});
type Life = typeof job extends fc.Arbitrary<infer T> ? T : never;
const places = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: EMAILS.length });

/** Creates as a run sends them, against accounts; tells what came of each. */
async function live(
	sizes: number[],
	jobs: Life[],
	count: { way: number; back: number },
	events: (clock: FakeClock, accounts: Account[]) => Promise<void> = async () => {},
) {
	const clock = new FakeClock();
	const accounts = Object.fromEntries(
		sizes.map((size, index) => [EMAILS[index] as string, new Account(size)]),
	);
	const all = Object.values(accounts);
	const slots = slotsOf(clock, accounts, count);
	/** The account a create asks for: with one account alone, half of them name it. */
	const wishOf = ({ wish }: Life) => Object.keys(accounts)[wish];
	const waiting = new Map<Life, string | undefined>();
	const granted: Record<string, number[]> = {};
	const asked: Record<string, number[]> = {};
	let made = 0;
	let sent = 0;
	void slots.count();
	await clock.pass(count.way + count.back + 1);
	const finished = Promise.all(
		jobs.map(async (life, index) => {
			const { start, travel, length, noticed, unmade, chance } = life;
			const account = wishOf(life);
			await clock.sleep(start);
			for (let first = true; ; first = false) {
				if (first) (asked[String(account)] ??= []).push(index);
				waiting.set(life, account);
				const slot = await slots.take(60 * MINUTE, { account });
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
					slot.refused();
					continue;
				}
				slot.accepted(email);
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
	/** How long at a time somebody waited for a place that was free, and nothing was on its way to it. */
	let idle = 0;
	let longestIdle = 0;
	const step = 500;
	for (
		let passed = 0;
		passed < 61 * MINUTE && (made < jobs.length || waiting.size);
		passed += step
	) {
		await clock.pass(step);
		const missed = [...waiting.values()].some((email) =>
			(email === undefined ? all : [accounts[email] as Account]).some(({ available }) => available),
		);
		idle = missed && sent === 0 ? idle + step : 0;
		longestIdle = Math.max(longestIdle, idle);
		if (waiting.size === 0 && sent === 0 && passed > 4 * MINUTE) break;
	}
	await clock.pass(MINUTE);
	await finished;
	const refusals = all.reduce((sum, account) => sum + account.refusals, 0);
	const wanted = jobs.filter(({ unmade }) => !unmade).length;
	return { all, granted, asked, made, refusals, wanted, longestIdle };
}

/** By chance the API puts the last one on an account whose job has ended and is not seen to have ended yet. */
const takenOver: [number[], Life[], { way: number; back: number }] = [
	[1, 1, 1],
	[
		{ start: 1, way: 1, wish: 1, chance: 0 },
		{ start: 0, way: 1, wish: 3, chance: 88 },
		{ start: 0, way: 1003, wish: 3, chance: 235 },
	].map(({ way, ...life }) => ({
		...{ ...life, travel: { way, back: 1 } },
		...{ length: 1000, noticed: 3, unmade: false },
	})),
	{ way: 1, back: 1 },
];

describe('A batch on several accounts', () => {
	it('is never sent more than there is room for while nobody else uses them, and each account is filled in order', async () => {
		await fc.assert(
			fc.asyncProperty(
				places,
				fc.array(job, { maxLength: 20 }),
				travel,
				async (sizes, jobs, count) => {
					const { all, granted, asked, made, wanted, refusals } = await live(sizes, jobs, count);
					expect(refusals).toBe(0);
					for (const account of all) expect(account.most).toBeLessThanOrEqual(account.places);
					expect(made).toBe(wanted);
					expect(granted).toEqual(asked);
				},
			),
			{ numRuns: 500, examples: [takenOver] },
		);
	}, 240_000);

	it('leaves no slot free that somebody waits for: whoever it suits enters when its job is seen to have ended', async () => {
		const short = fc.record({ way: fc.nat({ max: 300 }), back: fc.nat({ max: 300 }) });
		const prompt = fc.tuple(job, short).map(([life, travel]) => ({ ...life, travel, noticed: 0 }));
		await fc.assert(
			fc.asyncProperty(places, fc.array(prompt, { maxLength: 20 }), async (sizes, jobs) => {
				const { longestIdle } = await live(sizes, jobs, { way: 0, back: 0 });
				expect(longestIdle).toBeLessThanOrEqual(SECOND);
			}),
			{ numRuns: 500 },
		);
	}, 240_000);

	it('is made to the end whatever others do, without asking the API for room more often than every 8 s', async () => {
		await fc.assert(
			fc.asyncProperty(
				places,
				fc.array(job, { maxLength: 15 }),
				travel,
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
			{ numRuns: 500 },
		);
	}, 240_000);
});
