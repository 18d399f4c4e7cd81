import fc from 'fast-check';
import { HOUR, MINUTE, SECOND } from '../../../nodes/shared/time';
import { scale } from '../../scale.cts';

import {
	type Action,
	type Event,
	type Scenario,
	type Faults,
	ACCOUNTS,
	action,
	KINDS,
	MAX_DURATION_MS,
	scenario,
} from './arbitraries.cts';
import { FakeN8n } from './fake-n8n.cts';
import { type FakeGeneration, refusal, FakeApi } from './fake-api.cts';

jest.mock('../../../nodes/shared/api/clock', () =>
	jest
		.requireActual<typeof import('./instant-clock.cts')>('./instant-clock.cts')
		.createClockModule(),
);

let clock = 0;
beforeAll(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => clock);
});
afterAll(() => jest.restoreAllMocks());

/** PixVerse, n8n, and what should be emitted. */
class Simulation {
	readonly api: FakeApi;
	readonly n8n: FakeN8n;
	readonly ends = new Map<FakeGeneration, number>();
	activated = 0;

	constructor(private readonly set: Scenario) {
		this.api = new FakeApi(set.pageSize);
		this.api.resolution = set.resolution;
		this.api.ahead = set.ahead;
		this.api.accounts.add('a@example.com').add('b@example.com');
		this.n8n = new FakeN8n(
			this.api,
			{
				kinds: set.kinds,
				outcome: set.outcome,
				account: { mode: 'email', value: set.accounts },
				filters: { prompt: set.prompt },
			},
			set.poller,
		);
	}

	/** Finishes what is due. */
	settle(): void {
		clock = this.api.now;
		for (const [one, end] of this.ends)
			if (end <= this.api.now) this.api.finish(one, 'completed', end);
	}

	happen(event: Event): void {
		const { api } = this;
		if (event.do === 'make') {
			const names = [...api.accounts];
			const account = names[event.who % names.length] as string;
			for (let index = 0; index < event.count; index++) {
				const one = api.make(account, KINDS[event.kind] as FakeGeneration['kind'], {
					listedFrom: api.now + event.late,
					prompt: index % 4 === 3 ? 'a boat' : 'a Lighthouse',
				});
				this.ends.set(one, api.now + event.takes + event.late);
			}
		} else {
			const candidates = api.made.filter(
				(one) =>
					one.deleted === undefined &&
					one.listedFrom <= api.now &&
					(event.do === 'delete' || one.status === 'running'),
			);
			const one = candidates[event.which % candidates.length];
			if (one === undefined) return;
			if (event.do === 'delete') api.delete(one);
			else api.finish(one, event.failed ? 'failed' : 'completed');
		}
	}

	/** Runs a task in which requests fail, and events happen between them. */
	async during(faults: Faults, meanwhile: Event[][], task: () => Promise<unknown>) {
		const remaining = [...faults];
		const events = [...meanwhile];
		let first = true;
		this.api.before = () => {
			if (!first) for (const event of events.shift() ?? []) this.happen(event);
			first = false;
			const next = remaining[1] === true ? remaining[0] : remaining.shift();
			if (next === undefined || next === 'none' || next === true) return undefined;
			if (next === 'half') return { statusCode: 200, headers: {}, body: '{"data": [' };
			return next === 'cut' ? 'cut' : refusal(next);
		};
		try {
			await task();
		} finally {
			this.api.before = () => undefined;
		}
	}

	async activate(faults: Faults): Promise<void> {
		this.activated = this.api.now;
		this.settle();
		await this.during(faults, [], async () => await this.n8n.activate());
	}

	async act(action: Action): Promise<void> {
		const { api, n8n } = this;
		switch (action.do) {
			case 'wait':
				api.now += action.ms;
				break;
			case 'poll':
				await this.during(action.faults, action.meanwhile, async () => await n8n.poll());
				break;
			case 'restart':
				await this.during(action.faults, [], async () => await n8n.restart());
				break;
			case 'add account':
				api.accounts.add('c@example.com');
				break;
			case 'sign out': {
				const account = ACCOUNTS[action.who] as string;
				// One account always works, so that the workflow goes on.
				if (action.out && account !== 'a@example.com') api.signedOut.add(account);
				else api.signedOut.delete(account);
				break;
			}
			default:
				this.happen(action);
		}
		this.settle();
	}

	wanted(one: FakeGeneration): boolean {
		const { kinds, outcome, prompt, accounts } = this.set;
		return (
			(kinds as readonly string[]).includes(one.kind) &&
			(accounts === '' || accounts.includes(one.account)) &&
			(outcome === 'both' || outcome === one.status) &&
			one.prompt.toLowerCase().includes(prompt)
		);
	}
}

/** Runs a history. @returns what was lost, and what was emitted twice */
async function runHistory(set: Scenario, history: Action[]) {
	const simulation = new Simulation(set);
	const { api, n8n } = simulation;
	for (const event of set.past) {
		simulation.happen(event);
		api.now += 7 * MINUTE;
		simulation.settle();
	}
	const calm = set.activationFaults.length === 0;
	await simulation.activate(set.activationFaults);
	api.now += SECOND;
	for (const action of history) await simulation.act(action);

	// At the end, everything finishes and works.
	api.now += MAX_DURATION_MS + HOUR;
	api.signedOut.clear();
	simulation.settle();
	for (let times = 0; times < 3; times++) {
		api.now += 20 * MINUTE;
		simulation.settle();
		await n8n.poll();
	}

	const times = new Map<string, number>();
	for (const id of n8n.emitted) times.set(id, (times.get(id) ?? 0) + 1);
	const doubled = [...times].filter(([, count]) => count > 1).map(([id]) => id);
	const lost: string[] = [];
	const wrong: string[] = [];
	let due = 0;
	for (const one of api.made) {
		const id = api.getId(one);
		const emitted = times.has(id);
		const finishedBefore = one.finished !== undefined && one.finished <= simulation.activated;
		const madeBefore = one.created <= simulation.activated + Math.abs(set.ahead) + MINUTE;
		// The account or its list couldn't be read on activation, so it is unknown when it finished.
		const unknowable = madeBefore && (!calm || one.account === 'c@example.com');
		if (emitted && (!simulation.wanted(one) || (finishedBefore && !unknowable))) wrong.push(id);
		const expected =
			simulation.wanted(one) && !finishedBefore && !unknowable && one.deleted === undefined;
		if (expected) due++;
		if (expected && !emitted) lost.push(id);
	}
	return { doubled, lost, wrong, due, largest: n8n.largestState, polls: api.calls.length };
}

const RUNS = scale(100, 5000);

describe('Trigger', () => {
	it('should emit each generation once, whatever happens at PixVerse, to the network, and to n8n (property test)', async () => {
		let due = 0;
		let histories = 0;
		await fc.assert(
			fc.asyncProperty(
				scenario,
				fc.array(action, { maxLength: 60, size: 'max' }),
				async (set, history) => {
					const result = await runHistory(set, history);
					histories++;
					due += result.due;
					expect({ lost: result.lost, doubled: result.doubled, wrong: result.wrong }).toEqual({
						lost: [],
						doubled: [],
						wrong: [],
					});
				},
			),
			{ numRuns: RUNS },
		);
		expect(due).toBeGreaterThan(histories);
	}, 3_600_000);
});
