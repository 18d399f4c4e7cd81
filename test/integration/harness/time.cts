/**
 * Speeds up timers, Date, and performance.now of the test process by a factor: for the node, for n8n, and for a
 * simulator that is started afterward. HTTP is not affected. With a factor of 200, a wait of 20 minutes takes 6 s.
 *
 * Call it before the simulator is started, so that both clocks start at the same time.
 * @returns restores real time
 */
export function accelerateTime(factor = 100): () => void {
	const { setInterval, clearInterval } = globalThis;
	// Node.js needs these for I/O and promises.
	jest.useFakeTimers({
		doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'hrtime'],
		now: Date.now(),
	});
	const timer = setInterval(() => jest.advanceTimersByTime(factor * STEP_MS), STEP_MS);
	return () => {
		clearInterval(timer);
		jest.useRealTimers();
	};
}

/** Real time between two steps of the accelerated clock. */
const STEP_MS = 2;
