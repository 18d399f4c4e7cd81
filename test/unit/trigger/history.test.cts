import fc from 'fast-check';
import { HOUR, MINUTE, SECOND } from '../../../nodes/shared/time';
import { scale } from '../../scale.cts';

import {
	type Action,
	type Event,
	type Scenario,
	type Faults,
	ACCOUNTS,
	anyAction,
	KINDS,
	MAX_DURATION_MS,
	anyScenario,
} from './arbitraries.cts';
import { FakeN8n } from './fake-n8n.cts';
import { type FakeGeneration, createErrorResponse, FakeApi } from './fake-api.cts';

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

/** Applies actions to PixVerse and n8n, and determines what should be emitted. */
class Simulation {
	readonly api: FakeApi;
	readonly n8n: FakeN8n;
	readonly endTimes = new Map<FakeGeneration, number>();
	activated = 0;

	constructor(private readonly scenario: Scenario) {
		this.api = new FakeApi(scenario.pageSize);
		this.api.timeResolutionMs = scenario.timeResolutionMs;
		this.api.clockOffsetMs = scenario.clockOffsetMs;
		this.api.accounts.add('a@example.com').add('b@example.com');
		this.n8n = new FakeN8n(
			this.api,
			{
				kinds: scenario.kinds,
				outcome: scenario.outcome,
				account: { mode: 'email', value: scenario.accountFilter },
				filters: { prompt: scenario.promptFilter },
			},
			scenario.poller,
		);
	}

	/** Finishes the generations whose end time has passed. */
	finishDueGenerations(): void {
		clock = this.api.now;
		for (const [generation, end] of this.endTimes)
			if (end <= this.api.now) this.api.finish(generation, 'completed', end);
	}

	applyEvent(event: Event): void {
		const { api } = this;
		if (event.type === 'create') {
			const names = [...api.accounts];
			const account = names[event.accountIndex % names.length] as string;
			for (let index = 0; index < event.count; index++) {
				const generation = api.create(account, KINDS[event.kindIndex] as FakeGeneration['kind'], {
					listedFrom: api.now + event.listingDelayMs,
					prompt: index % 4 === 3 ? 'a boat' : 'a Lighthouse',
				});
				this.endTimes.set(generation, api.now + event.durationMs + event.listingDelayMs);
			}
		} else {
			const candidates = api.generations.filter(
				(generation) =>
					generation.deleted === undefined &&
					generation.listedFrom <= api.now &&
					(event.type === 'delete' || generation.status === 'running'),
			);
			const generation = candidates[event.generationIndex % candidates.length];
			if (generation === undefined) return;
			if (event.type === 'delete') api.delete(generation);
			else api.finish(generation, event.isFailed ? 'failed' : 'completed');
		}
	}

	/** Runs a task while requests fail, and applies events between its requests. */
	async runWithFaults(faults: Faults, eventsByRequest: Event[][], task: () => Promise<unknown>) {
		const remainingFaults = [...faults];
		const remainingEvents = [...eventsByRequest];
		let first = true;
		this.api.intercept = () => {
			if (!first) for (const event of remainingEvents.shift() ?? []) this.applyEvent(event);
			first = false;
			const next = remainingFaults[1] === true ? remainingFaults[0] : remainingFaults.shift();
			if (next === undefined || next === 'none' || next === true) return undefined;
			if (next === 'half') return { statusCode: 200, headers: {}, body: '{"data": [' };
			return next === 'cut' ? 'cut' : createErrorResponse(next);
		};
		try {
			await task();
		} finally {
			this.api.intercept = () => undefined;
		}
	}

	async activate(faults: Faults): Promise<void> {
		this.activated = this.api.now;
		this.finishDueGenerations();
		await this.runWithFaults(faults, [], async () => await this.n8n.activate());
	}

	async perform(action: Action): Promise<void> {
		const { api, n8n } = this;
		switch (action.type) {
			case 'wait':
				api.now += action.ms;
				break;
			case 'poll':
				await this.runWithFaults(action.faults, action.events, async () => await n8n.poll());
				break;
			case 'restart':
				await this.runWithFaults(action.faults, [], async () => await n8n.restart());
				break;
			case 'add account':
				api.accounts.add('c@example.com');
				break;
			case 'sign out': {
				const account = ACCOUNTS[action.accountIndex] as string;
				// One account always works, so that the trigger can continue.
				if (action.isSignedOut && account !== 'a@example.com') api.signedOut.add(account);
				else api.signedOut.delete(account);
				break;
			}
			default:
				this.applyEvent(action);
		}
		this.finishDueGenerations();
	}

	shouldEmit(generation: FakeGeneration): boolean {
		const { kinds, outcome, promptFilter, accountFilter } = this.scenario;
		return (
			(kinds as readonly string[]).includes(generation.kind) &&
			(accountFilter === '' || accountFilter.includes(generation.account)) &&
			(outcome === 'both' || outcome === generation.status) &&
			generation.prompt.toLowerCase().includes(promptFilter)
		);
	}
}

/** Runs a history. @returns the IDs that were lost, emitted twice, or emitted wrongly */
async function runHistory(scenario: Scenario, history: Action[]) {
	const simulation = new Simulation(scenario);
	const { api, n8n } = simulation;
	for (const event of scenario.pastEvents) {
		simulation.applyEvent(event);
		api.now += 7 * MINUTE;
		simulation.finishDueGenerations();
	}
	const hadNoFaults = scenario.activationFaults.length === 0;
	await simulation.activate(scenario.activationFaults);
	api.now += SECOND;
	for (const action of history) await simulation.perform(action);

	// In the end, all generations finish and all accounts work.
	api.now += MAX_DURATION_MS + HOUR;
	api.signedOut.clear();
	simulation.finishDueGenerations();
	for (let times = 0; times < 3; times++) {
		api.now += 20 * MINUTE;
		simulation.finishDueGenerations();
		await n8n.poll();
	}

	const times = new Map<string, number>();
	for (const id of n8n.emitted) times.set(id, (times.get(id) ?? 0) + 1);
	const duplicates = [...times].filter(([, count]) => count > 1).map(([id]) => id);
	const lost: string[] = [];
	const wrong: string[] = [];
	let expectedCount = 0;
	for (const generation of api.generations) {
		const id = api.getId(generation);
		const emitted = times.has(id);
		const finishedBefore =
			generation.finished !== undefined && generation.finished <= simulation.activated;
		const createdBefore =
			generation.created <= simulation.activated + Math.abs(scenario.clockOffsetMs) + MINUTE;
		// The account or its list couldn't be read on activation, so it is unknown when it finished.
		const isUndecidable = createdBefore && (!hadNoFaults || generation.account === 'c@example.com');
		if (emitted && (!simulation.shouldEmit(generation) || (finishedBefore && !isUndecidable)))
			wrong.push(id);
		const expected =
			simulation.shouldEmit(generation) &&
			!finishedBefore &&
			!isUndecidable &&
			generation.deleted === undefined;
		if (expected) expectedCount++;
		if (expected && !emitted) lost.push(id);
	}
	return { duplicates, lost, wrong, expectedCount };
}

const RUNS = scale(100, 5000);

describe('Trigger', () => {
	it('should emit each generation once, whatever happens at PixVerse, to the network, and to n8n (property test)', async () => {
		let expectedCount = 0;
		let histories = 0;
		await fc.assert(
			fc.asyncProperty(
				anyScenario,
				fc.array(anyAction, { maxLength: 60, size: 'max' }),
				async (scenario, history) => {
					const result = await runHistory(scenario, history);
					histories++;
					expectedCount += result.expectedCount;
					expect({ lost: result.lost, duplicates: result.duplicates, wrong: result.wrong }).toEqual(
						{
							lost: [],
							duplicates: [],
							wrong: [],
						},
					);
				},
			),
			{ numRuns: RUNS },
		);
		expect(expectedCount).toBeGreaterThan(histories);
	}, 3_600_000);
});
