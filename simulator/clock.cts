/**
 * Simulated time, so that a test can let a day pass in an instant.
 *
 * `elapsed` is monotonic and drives the timers. `now` is the wall clock that the API shows in its
 * responses, and it can jump.
 */
export interface ClockOptions {
	/** Simulated seconds per real second. With 0, time only passes through `advance`. */
	readonly speed?: number;
	/** Wall-clock time at the start, in epoch milliseconds. Default: the current time. */
	readonly startAt?: number;
}

interface Timer {
	readonly due: number;
	readonly run: () => void;
}

/** Real timers support at most 2^31 ms, so a longer wait is split. */
const MAX_REAL_WAIT_MS = 3_600_000;

export class Clock {
	#speed: number;
	#anchorReal = performance.now();
	#anchorSimulated = 0;
	#frozen: number | undefined;
	#wallStart: number;
	#timers: Timer[] = [];
	#armed: NodeJS.Timeout | undefined;
	#stopped = false;

	constructor(options: ClockOptions = {}) {
		this.#speed = options.speed ?? 1;
		this.#wallStart = options.startAt ?? Date.now();
	}

	/** Simulated milliseconds since the start. Monotonic. */
	elapsed(): number {
		if (this.#frozen !== undefined) return this.#frozen;
		return this.#anchorSimulated + (performance.now() - this.#anchorReal) * this.#speed;
	}

	/** The simulated wall clock, in epoch milliseconds. */
	now(): number {
		return Math.floor(this.#wallStart + this.elapsed());
	}

	get speed(): number {
		return this.#speed;
	}

	set speed(speed: number) {
		if (!(speed >= 0)) throw new RangeError('The clock speed must be 0 or more');
		this.#anchorSimulated = this.elapsed();
		this.#anchorReal = performance.now();
		this.#speed = speed;
		this.#arm();
	}

	/** Advances time by `ms` and runs all timers that become due, in order, each at its own time. */
	advance(ms: number): void {
		if (!(ms >= 0)) throw new RangeError('The clock can only advance; use jump to set it back');
		this.#runUntil(this.elapsed() + ms);
	}

	/** Moves the wall clock by `ms` (may be negative) without letting time pass. */
	jump(ms: number): void {
		this.#wallStart += ms;
	}

	/** Schedules `run` in `ms` simulated milliseconds. Returns a function that cancels it. */
	after(ms: number, run: () => void): () => void {
		const timer: Timer = { due: this.elapsed() + Math.max(0, ms), run };
		// Timers that are due at the same time keep their order of creation.
		const index = this.#timers.findIndex((other) => other.due > timer.due);
		if (index === -1) this.#timers.push(timer);
		else this.#timers.splice(index, 0, timer);
		this.#arm();
		return () => {
			this.#timers = this.#timers.filter((other) => other !== timer);
			this.#arm();
		};
	}

	/** Runs all timers that are due now, so that a response never shows an outdated state. */
	settle(): void {
		if (this.#frozen === undefined) this.#runUntil(this.elapsed());
	}

	/** Cancels all timers. The clock stays usable. */
	clear(): void {
		this.#timers = [];
		this.#arm();
	}

	/** Stops the clock permanently. */
	stop(): void {
		this.#stopped = true;
		this.clear();
	}

	#runUntil(target: number): void {
		// Called from a timer: the outer loop runs what is due.
		const outer = this.#frozen;
		for (;;) {
			const next = this.#timers[0];
			if (!next || next.due > target) break;
			this.#timers.shift();
			this.#frozen = Math.max(next.due, outer ?? 0);
			next.run();
		}
		this.#frozen = outer;
		if (outer === undefined && target > this.elapsed()) {
			this.#anchorSimulated = target;
			this.#anchorReal = performance.now();
		}
		this.#arm();
	}

	#arm(): void {
		clearTimeout(this.#armed);
		this.#armed = undefined;
		const next = this.#timers[0];
		if (!next || this.#stopped || this.#speed === 0 || this.#frozen !== undefined) return;
		const wait = Math.max(0, (next.due - this.elapsed()) / this.#speed);
		this.#armed = setTimeout(() => this.settle(), Math.min(wait, MAX_REAL_WAIT_MS));
		// The clock must not keep the process alive.
		this.#armed.unref();
	}
}
