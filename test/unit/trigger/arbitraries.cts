import fc from 'fast-check';

import { HOUR, MINUTE, SECOND } from '../../../nodes/shared/time';
import type { Poller } from '../../poll-storage.cts';

export const KINDS = ['video', 'image', 'music', 'speech'] as const;
export const ACCOUNTS = ['a@example.com', 'b@example.com', 'c@example.com'];
/** Off-peak generations can take up to a day, and others less. */
export const MAX_DURATION_MS = 40 * HOUR;

/** A change at PixVerse. */
export type Event =
	| {
			type: 'create';
			accountIndex: number;
			kindIndex: number;
			count: number;
			listingDelayMs: number;
			durationMs: number;
	  }
	| { type: 'finish'; generationIndex: number; isFailed: boolean }
	| { type: 'delete'; generationIndex: number };

/** The failure of a request. */
type Fault = 'none' | 429 | 500 | 503 | 'cut' | 'half';
/** The faults of the next requests. If the second value is true, all requests have the first fault. */
export type Faults = Array<Fault | true>;

export type Action =
	| Event
	| { type: 'wait'; ms: number }
	| { type: 'poll'; events: Event[][]; faults: Faults }
	| { type: 'restart'; faults: Faults }
	| { type: 'add account' }
	| { type: 'sign out'; accountIndex: number; isSignedOut: boolean };

const anyIndex = fc.nat({ max: 1000 });
const creation = fc.record({
	type: fc.constant('create' as const),
	accountIndex: fc.nat({ max: 2 }),
	kindIndex: fc.nat({ max: 3 }),
	count: fc.oneof(
		{ weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) },
		{ weight: 1, arbitrary: fc.integer({ min: 20, max: 70 }) },
	),
	listingDelayMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat({ max: 5 * MINUTE })),
	durationMs: fc.oneof(fc.nat({ max: 3 * MINUTE }), fc.nat({ max: MAX_DURATION_MS })),
});
const completion = fc.record({
	type: fc.constant('finish' as const),
	generationIndex: anyIndex,
	isFailed: fc.boolean(),
});
const deletion = fc.record({ type: fc.constant('delete' as const), generationIndex: anyIndex });
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
	{ weight: 3, arbitrary: creation },
	{ weight: 3, arbitrary: completion },
	{ weight: 1, arbitrary: deletion },
);
const anyFaults = fc.oneof(
	{ weight: 3, arbitrary: fc.constant([] as Faults) },
	fc.array(fc.constantFrom<Fault>('none', 'none', 429, 500, 503, 'cut', 'half'), {
		maxLength: 12,
	}),
	fc.constantFrom<Fault>(429, 500, 'cut', 'half').map((one): Faults => [one, true]),
);
const anyPoll = fc.record({
	type: fc.constant('poll' as const),
	events: fc.oneof(
		{ weight: 2, arbitrary: fc.constant([] as Event[][]) },
		fc.array(fc.array(anyEvent, { maxLength: 6 }), { maxLength: 4 }),
	),
	faults: anyFaults,
});
export const anyAction: fc.Arbitrary<Action> = fc.oneof(
	{ weight: 8, arbitrary: anyEvent },
	{
		weight: 5,
		arbitrary: fc.record({
			type: fc.constant('wait' as const),
			ms: fc.oneof(
				fc.nat({ max: 2 * MINUTE }),
				fc.nat({ max: 3 * HOUR }),
				fc.nat({ max: 60 * HOUR }),
			),
		}),
	},
	{ weight: 8, arbitrary: anyPoll },
	{ weight: 2, arbitrary: fc.record({ type: fc.constant('restart' as const), faults: anyFaults }) },
	{ weight: 1, arbitrary: fc.constant({ type: 'add account' } as const) },
	{
		weight: 1,
		arbitrary: fc.record({
			type: fc.constant('sign out' as const),
			accountIndex: fc.nat({ max: 2 }),
			isSignedOut: fc.boolean(),
		}),
	},
);

export const anyScenario = fc.record({
	kinds: fc.subarray([...KINDS], { minLength: 1 }),
	outcome: fc.constantFrom('completed', 'failed', 'both'),
	promptFilter: fc.constantFrom('', 'light'),
	accountFilter: fc.constantFrom('', 'a@example.com', 'a@example.com, b@example.com'),
	pageSize: fc.constantFrom(7, 20, 1000),
	timeResolutionMs: fc.constantFrom(1, SECOND, MINUTE),
	clockOffsetMs: fc.constantFrom(0, 0, -10 * MINUTE, 10 * MINUTE),
	pastEvents: fc.array(anyEvent, { maxLength: 10 }),
	poller: fc.constantFrom<Poller>('memory', 'jobs', 'cursor'),
	activationFaults: anyFaults,
});

/** The parameters of the trigger, and the behavior of PixVerse and n8n. */
export type Scenario = typeof anyScenario extends fc.Arbitrary<infer S> ? S : never;
