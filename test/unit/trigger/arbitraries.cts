import fc from 'fast-check';

import { HOUR, MINUTE, SECOND } from '../../../nodes/shared/time';
import type { Poller } from '../../poll-storage.cts';

export const KINDS = ['video', 'image', 'music', 'speech'] as const;
export const ACCOUNTS = ['a@example.com', 'b@example.com', 'c@example.com'];
/** Off-peak generations wait a day; none takes longer than this. */
export const MAX_DURATION_MS = 40 * HOUR;

/** Something that happens at PixVerse. */
export type Event =
	| { do: 'make'; who: number; kind: number; count: number; late: number; takes: number }
	| { do: 'finish'; which: number; failed: boolean }
	| { do: 'delete'; which: number };

/** How a request fails. */
type Fault = 'none' | 429 | 500 | 503 | 'cut' | 'half';
/** With true at the end, the first one never ends. */
export type Faults = Array<Fault | true>;

export type Action =
	| Event
	| { do: 'wait'; ms: number }
	| { do: 'poll'; meanwhile: Event[][]; faults: Faults }
	| { do: 'restart'; faults: Faults }
	| { do: 'add account' }
	| { do: 'sign out'; who: number; out: boolean };

const which = fc.nat({ max: 1000 });
const make = fc.record({
	do: fc.constant('make' as const),
	who: fc.nat({ max: 2 }),
	kind: fc.nat({ max: 3 }),
	count: fc.oneof(
		{ weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) },
		{ weight: 1, arbitrary: fc.integer({ min: 20, max: 70 }) },
	),
	late: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat({ max: 5 * MINUTE })),
	takes: fc.oneof(fc.nat({ max: 3 * MINUTE }), fc.nat({ max: MAX_DURATION_MS })),
});
const finish = fc.record({ do: fc.constant('finish' as const), which, failed: fc.boolean() });
const deletion = fc.record({ do: fc.constant('delete' as const), which });
const event: fc.Arbitrary<Event> = fc.oneof(
	{ weight: 3, arbitrary: make },
	{ weight: 3, arbitrary: finish },
	{ weight: 1, arbitrary: deletion },
);
const faults = fc.oneof(
	{ weight: 3, arbitrary: fc.constant([] as Faults) },
	fc.array(fc.constantFrom<Fault>('none', 'none', 429, 500, 503, 'cut', 'half'), {
		maxLength: 12,
	}),
	fc.constantFrom<Fault>(429, 500, 'cut', 'half').map((one): Faults => [one, true]),
);
const poll = fc.record({
	do: fc.constant('poll' as const),
	meanwhile: fc.oneof(
		{ weight: 2, arbitrary: fc.constant([] as Event[][]) },
		fc.array(fc.array(event, { maxLength: 6 }), { maxLength: 4 }),
	),
	faults,
});
export const action: fc.Arbitrary<Action> = fc.oneof(
	{ weight: 8, arbitrary: event },
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constant('wait' as const),
			ms: fc.oneof(
				fc.nat({ max: 2 * MINUTE }),
				fc.nat({ max: 3 * HOUR }),
				fc.nat({ max: 60 * HOUR }),
			),
		}),
	},
	{ weight: 8, arbitrary: poll },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const), faults }) },
	{ weight: 1, arbitrary: fc.constant({ do: 'add account' } as const) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('sign out' as const),
			who: fc.nat({ max: 2 }),
			out: fc.boolean(),
		}),
	},
);

export const scenario = fc.record({
	kinds: fc.subarray([...KINDS], { minLength: 1 }),
	outcome: fc.constantFrom('completed', 'failed', 'both'),
	prompt: fc.constantFrom('', 'light'),
	accounts: fc.constantFrom('', 'a@example.com', 'a@example.com, b@example.com'),
	pageSize: fc.constantFrom(7, 20, 1000),
	resolution: fc.constantFrom(1, SECOND, MINUTE),
	ahead: fc.constantFrom(0, 0, -10 * MINUTE, 10 * MINUTE),
	past: fc.array(event, { maxLength: 10 }),
	poller: fc.constantFrom<Poller>('memory', 'jobs', 'cursor'),
	activationFaults: faults,
});

/** What the workflow watches, and how PixVerse and n8n behave. */
export type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;
