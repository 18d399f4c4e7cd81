/**
 * Makes this process live `times` as fast: setTimeout, setInterval, Date.now and performance.now, for the node and for
 * n8n. HTTP and everything else inside Node stays what it is, so each request seems `times` as slow: what is
 * measured this way is rather too long than too short. Nothing polls, unlike fake timers, so the clock costs no CPU.
 *
 * The simulator runs in a process of its own with the same speed.
 */
export function liveFaster(times: number): () => void {
	const real = {
		setTimeout: globalThis.setTimeout,
		setInterval: globalThis.setInterval,
		dateNow: Date.now,
		performanceNow: performance.now,
	};
	const start = { date: real.dateNow(), elapsed: real.performanceNow.call(performance) };
	const elapsed = () => real.performanceNow.call(performance) - start.elapsed;
	type Callback = (...args: unknown[]) => void;
	const faster =
		(timer: typeof setTimeout | typeof setInterval) =>
		(callback: Callback, ms = 0, ...args: unknown[]) =>
			timer(callback, ms / times, ...args);
	globalThis.setTimeout = Object.assign(faster(real.setTimeout), real.setTimeout) as never;
	globalThis.setInterval = faster(real.setInterval) as never;
	Date.now = () => Math.floor(start.date + elapsed() * times);
	performance.now = () => start.elapsed + elapsed() * times;
	return () => {
		globalThis.setTimeout = real.setTimeout;
		globalThis.setInterval = real.setInterval;
		Date.now = real.dateNow;
		performance.now = real.performanceNow;
	};
}
