/**
 * The module `nodes/shared/api/clock` without waiting: chance is fixed, and the wall clock is that of the fake n8n. For
 * `jest.mock`, which has to be called in each suite.
 */
export const createClockModule = () => ({
	...jest.requireActual<object>('../../../nodes/shared/api/clock'),
	getClock: () => ({
		now: () => 0,
		wallTime: () => Date.now(),
		random: () => 0.5,
		sleep: async () => {},
	}),
	withTimeout: async (_clock: unknown, _ms: number, task: Promise<unknown>) => await task,
	throwIfCanceled: () => {},
});
