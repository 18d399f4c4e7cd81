import { setImmediate as flushPromises } from 'node:timers/promises';
import type { Clock } from '../../nodes/shared/api/clock';

/** Code that sets timers endlessly fails instead of running forever. */
const MAX_TIMERS = 20_000;

/** A clock that only advances on request. */
export class FakeClock implements Clock {
	private time = 0;
	/** What `random` returns. */
	randomValue = 0.5;
	private readonly timers: Array<{ dueAt: number; run: () => void }> = [];

	now(): number {
		return this.time;
	}

	wallTime(): number {
		return this.time;
	}

	random(): number {
		return this.randomValue;
	}

	async sleep(ms: number): Promise<void> {
		await new Promise<void>((run) => this.timers.push({ dueAt: this.time + ms, run }));
	}

	/** Advances the time and runs the timers that are due until then, each at its own time. */
	async advance(ms: number): Promise<void> {
		const end = this.time + ms;
		await flushPromises();
		for (let count = 0; ; count++) {
			if (count > MAX_TIMERS) throw new Error(`More than ${MAX_TIMERS} timers within ${ms} ms`);
			const next = this.timers.reduce<(typeof this.timers)[number] | undefined>(
				(first, timer) => (first && first.dueAt <= timer.dueAt ? first : timer),
				undefined,
			);
			if (!next || next.dueAt > end) break;
			this.timers.splice(this.timers.indexOf(next), 1);
			this.time = Math.max(this.time, next.dueAt);
			next.run();
			await flushPromises();
		}
		this.time = end;
	}
}
