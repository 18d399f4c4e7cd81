import { withTimeout } from '../../../nodes/shared/api/clock';
import { FakeClock } from '../fake-clock.cts';

const MINUTE = 60_000;
const endless = () => new Promise<never>(() => {});

/** Counts its timers, and fails them once it is canceled, as the clock of an execution does. */
class CountingClock extends FakeClock {
	sleeps = 0;
	canceled?: Error;

	override async sleep(ms: number): Promise<void> {
		this.sleeps++;
		await super.sleep(ms);
		if (this.canceled) throw this.canceled;
	}
}

describe('withTimeout', () => {
	it('should return what the task returns', async () => {
		expect(await withTimeout(new FakeClock(), MINUTE, Promise.resolve('result'))).toBe('result');
	});

	it('should throw what the task throws', async () => {
		const failed = withTimeout(new FakeClock(), MINUTE, Promise.reject(new Error('failed')));
		await expect(failed).rejects.toThrow('failed');
	});

	it('should end each task at its own time', async () => {
		const clock = new FakeClock();
		const ended: string[] = [];
		for (const minutes of [2, 1])
			void withTimeout(clock, minutes * MINUTE, endless()).then(() => ended.push(`${minutes} min`));
		await clock.advance(MINUTE + 500);
		expect(ended).toEqual(['1 min']);
		await clock.advance(MINUTE);
		expect(ended).toEqual(['1 min', '2 min']);
	});

	it.each([
		['has ended', Promise.resolve()],
		['has timed out', endless()],
	])('should set no more timers when the last task %s', async (_case, task) => {
		const clock = new CountingClock();
		await Promise.all([withTimeout(clock, MINUTE, task), clock.advance(MINUTE + 500)]);
		const { sleeps } = clock;
		await clock.advance(MINUTE);
		expect(clock.sleeps).toBe(sleeps);
	});

	it('should fail all tasks when the execution is canceled, and then accept others', async () => {
		const clock = new CountingClock();
		const tasks = [1, 2].map(async () => await withTimeout(clock, MINUTE, endless()));
		const results = Promise.allSettled(tasks);
		clock.canceled = new Error('canceled');
		await clock.advance(1000);
		expect(await results).toEqual(
			tasks.map(() => ({ status: 'rejected', reason: clock.canceled })),
		);
		clock.canceled = undefined;
		const next = withTimeout(clock, MINUTE, endless());
		await clock.advance(MINUTE + 500);
		expect(await next).toBe('timeout');
	});
});
