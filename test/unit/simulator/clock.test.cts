import { Clock } from '../../../simulator/clock.cts';

describe('Clock', () => {
	it('should advance only on request at speed 0', () => {
		const clock = new Clock({ speed: 0, startAt: 1000 });
		expect([clock.now(), clock.elapsed()]).toEqual([1000, 0]);
		clock.advance(500);
		expect([clock.now(), clock.elapsed()]).toEqual([1500, 500]);
	});

	it('should run timers in order, each at its own time', () => {
		const clock = new Clock({ speed: 0, startAt: 0 });
		const calls: Array<[string, number]> = [];
		clock.after(300, () => calls.push(['late', clock.now()]));
		clock.after(100, () => {
			calls.push(['early', clock.now()]);
			clock.after(50, () => calls.push(['from within', clock.now()]));
		});
		clock.after(100, () => calls.push(['early too', clock.now()]));
		clock.after(900, () => calls.push(['never', clock.now()]));
		clock.advance(400);
		expect(calls).toEqual([
			['early', 100],
			['early too', 100],
			['from within', 150],
			['late', 300],
		]);
		expect(clock.now()).toBe(400);
	});

	it('should run faster than real time and change its speed', async () => {
		const clock = new Clock({ speed: 1000 });
		const timerRan = new Promise<number>((resolve) =>
			clock.after(20_000, () => resolve(clock.elapsed())),
		);
		expect(await timerRan).toBeGreaterThanOrEqual(20_000);
		clock.speed = 0;
		const stoppedAt = clock.elapsed();
		await new Promise((resolve) => setTimeout(resolve, 10));
		expect(clock.elapsed()).toBe(stoppedAt);
		clock.stop();
	});

	it('should move the wall clock without running timers', () => {
		const clock = new Clock({ speed: 0, startAt: 10_000 });
		const timer = jest.fn();
		clock.after(1000, timer);
		clock.jump(-5000);
		expect([clock.now(), clock.elapsed()]).toEqual([5000, 0]);
		clock.jump(60_000);
		expect(timer).not.toHaveBeenCalled();
		clock.advance(1000);
		expect(timer).toHaveBeenCalledTimes(1);
	});

	it('should not run canceled timers', () => {
		const clock = new Clock({ speed: 0 });
		const timer = jest.fn();
		clock.after(10, timer)();
		clock.after(10, timer);
		clock.clear();
		clock.advance(100);
		expect(timer).not.toHaveBeenCalled();
	});

	it('should reject a negative advance or speed', () => {
		const clock = new Clock();
		expect(() => clock.advance(-1)).toThrow(RangeError);
		expect(() => (clock.speed = -1)).toThrow(RangeError);
		clock.stop();
	});
});
