/**
 * Creates a replacement for the module `nodes/shared/api/clock` that doesn't wait, has a fixed random value, and uses the
 * time of `Date.now`. For `jest.mock`, which has to be called in each suite.
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
