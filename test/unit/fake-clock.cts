import { setImmediate as settled } from 'node:timers/promises';
import type { Clock } from '../../nodes/shared/api/clock';

/** Code that never stops setting timers fails instead of running forever. */
const MAX_RINGS = 20_000;

/** A clock that only advances on request. */
export class FakeClock implements Clock {
	private time = 0;
	/** What `random` returns. */
	chance = 0.5;
	private readonly alarms: Array<{ at: number; ring: () => void }> = [];

	now(): number {
		return this.time;
	}

	wallTime(): number {
		return this.time;
	}

	random(): number {
		return this.chance;
	}

	async sleep(ms: number): Promise<void> {
		await new Promise<void>((ring) => this.alarms.push({ at: this.time + ms, ring }));
	}

	/** Advances time and runs everything that is due in the meantime, each at its own time. */
	async pass(ms: number): Promise<void> {
		const end = this.time + ms;
		await settled();
		for (let rings = 0; ; rings++) {
			if (rings > MAX_RINGS) throw new Error(`More than ${MAX_RINGS} timers within ${ms} ms`);
			const next = this.alarms.reduce<(typeof this.alarms)[number] | undefined>(
				(first, one) => (first && first.at <= one.at ? first : one),
				undefined,
			);
			if (!next || next.at > end) break;
			this.alarms.splice(this.alarms.indexOf(next), 1);
			this.time = Math.max(this.time, next.at);
			next.ring();
			await settled();
		}
		this.time = end;
	}
}
