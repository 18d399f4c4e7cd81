/**
 * Simulated time. Jobs live by it, so that a test can let a day pass in a moment.
 *
 * Two readings: `elapsed` only goes forward and drives the timers; `now` is the wall clock that the
 * API shows in its answers, and can be made to jump like the clock of a badly kept server.
 */
export interface ClockOptions {
	/** Simulated seconds per real second; 0 stands still until `advance`. */
	readonly speed?: number;
	/** Wall time at the start, epoch milliseconds; default: the machine's. */
	readonly startAt?: number;
}

interface Timer {
	readonly due: number;
	readonly run: () => void;
}

/** Real timers hold at most 2^31 ms; a longer wait is armed again. */
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

	/** Simulated milliseconds since the start; never goes back. */
	elapsed(): number {
		if (this.#frozen !== undefined) return this.#frozen;
		return this.#anchorSimulated + (performance.now() - this.#anchorReal) * this.#speed;
	}

	/** The simulated wall clock, epoch milliseconds. */
	now(): number {
		return Math.floor(this.#wallStart + this.elapsed());
	}

	get speed(): number {
		return this.#speed;
	}

	set speed(speed: number) {
		if (!(speed >= 0)) throw new RangeError('The speed of the clock is 0 or more');
		this.#anchorSimulated = this.elapsed();
		this.#anchorReal = performance.now();
		this.#speed = speed;
		this.#arm();
	}

	/** Lets `ms` simulated milliseconds pass now; what falls due runs in order, at its own time. */
	advance(ms: number): void {
		if (!(ms >= 0)) throw new RangeError('The clock only advances; use jump to set it back');
		this.#runUntil(this.elapsed() + ms);
	}

	/** Moves the wall clock by `ms` (also backwards) without any time passing. */
	jump(ms: number): void {
		this.#wallStart += ms;
	}

	/** Runs `run` once, `ms` simulated milliseconds from now. Returns what calls it off. */
	after(ms: number, run: () => void): () => void {
		const timer: Timer = { due: this.elapsed() + Math.max(0, ms), run };
		// Equal times keep the order in which they were asked for.
		const behind = this.#timers.findIndex((other) => other.due > timer.due);
		if (behind === -1) this.#timers.push(timer);
		else this.#timers.splice(behind, 0, timer);
		this.#arm();
		return () => {
			this.#timers = this.#timers.filter((other) => other !== timer);
			this.#arm();
		};
	}

	/** Runs everything that is due by now, so that an answer never shows a state that is over. */
	settle(): void {
		if (this.#frozen === undefined) this.#runUntil(this.elapsed());
	}

	/** Calls off all timers; the clock can go on being used. */
	clear(): void {
		this.#timers = [];
		this.#arm();
	}

	/** Ends the clock: no timer runs any more. */
	stop(): void {
		this.#stopped = true;
		this.clear();
	}

	#runUntil(target: number): void {
		// Called from within a timer: the outer loop goes on with what is due.
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
		// The server keeps the process alive, not the clock.
		this.#armed.unref();
	}
}
