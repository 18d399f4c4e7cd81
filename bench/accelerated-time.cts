/**
 * Accelerates setTimeout, setInterval, Date.now, and performance.now in this process, for n8n and for the node. HTTP and
 * everything else in Node.js keeps its real speed, so each request seems `speed` times as slow, and measured durations
 * are too long rather than too short. Unlike fake timers, this uses no CPU.
 *
 * The simulator runs in a separate process with the same speed.
 *
 * @returns A function that restores real time.
 */
export function accelerateTime(speed: number): () => void {
	const real = {
		setTimeout: globalThis.setTimeout,
		setInterval: globalThis.setInterval,
		dateNow: Date.now,
		performanceNow: performance.now,
	};
	const start = { date: real.dateNow(), elapsed: real.performanceNow.call(performance) };
	const elapsed = () => real.performanceNow.call(performance) - start.elapsed;
	type Callback = (...args: unknown[]) => void;
	const accelerate =
		(timer: typeof setTimeout | typeof setInterval) =>
		(callback: Callback, ms = 0, ...args: unknown[]) =>
			timer(callback, ms / speed, ...args);
	globalThis.setTimeout = Object.assign(accelerate(real.setTimeout), real.setTimeout) as never;
	globalThis.setInterval = accelerate(real.setInterval) as never;
	Date.now = () => Math.floor(start.date + elapsed() * speed);
	performance.now = () => start.elapsed + elapsed() * speed;
	return () => {
		globalThis.setTimeout = real.setTimeout;
		globalThis.setInterval = real.setInterval;
		Date.now = real.dateNow;
		performance.now = real.performanceNow;
	};
}
