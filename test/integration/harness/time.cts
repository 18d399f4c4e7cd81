/**
 * Makes the whole test process live `times` as fast: timers, Date and performance.now, for the node, for n8n and for
 * a simulator started afterwards. HTTP stays what it is. A wait of 20 minutes takes 6 s at 200.
 *
 * Call it before the simulator is started, so that its clock begins in the same time. Returns what ends it.
 */
export function accelerateTime(times = 100): () => void {
	const { setInterval, clearInterval } = globalThis;
	// What Node's own I/O and promises run on stays real.
	jest.useFakeTimers({
		doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'hrtime'],
		now: Date.now(),
	});
	const pump = setInterval(() => jest.advanceTimersByTime(times * STEP), STEP);
	return () => {
		clearInterval(pump);
		jest.useRealTimers();
	};
}

/** Real milliseconds between two steps of the hurried clock. */
const STEP = 2;
