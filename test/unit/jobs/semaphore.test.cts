import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { Semaphore } from '../../../nodes/shared/jobs/semaphore';

describe('Semaphore', () => {
	const task = fc.record({
		startDelay: fc.nat({ max: 6 }),
		turns: fc.integer({ min: 1, max: 4 }),
		fails: fc.boolean(),
	});

	it('should never exceed its concurrency and should preserve the order', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 5 }),
				fc.array(task, { maxLength: 25 }),
				async (concurrency, tasks) => {
					const semaphore = new Semaphore(concurrency);
					const requested: number[] = [];
					const started: number[] = [];
					let running = 0;
					let maxRunning = 0;
					const run = async (
						{ startDelay, turns, fails }: (typeof tasks)[number],
						index: number,
					) => {
						for (let n = 0; n < startDelay; n++) await turn();
						requested.push(index);
						return await semaphore.run(async () => {
							started.push(index);
							maxRunning = Math.max(maxRunning, ++running);
							for (let n = 0; n < turns; n++) await turn();
							running--;
							if (fails) throw new Error(`task ${index}`);
							return index;
						});
					};
					const results = await Promise.allSettled(tasks.map(run));
					expect(maxRunning).toBeLessThanOrEqual(concurrency);
					expect(started).toEqual(requested);
					expect(running).toBe(0);
					results.forEach((result, index) =>
						expect(result).toMatchObject(
							tasks[index]?.fails
								? { status: 'rejected', reason: new Error(`task ${index}`) }
								: { status: 'fulfilled', value: index },
						),
					);
				},
			),
		);
	});

	it('should reach its concurrency', async () => {
		const semaphore = new Semaphore(3);
		let running = 0;
		for (let n = 0; n < 5; n++) void semaphore.run(async () => await new Promise(() => running++));
		await turn();
		expect(running).toBe(3);
	});

	it('should be free after all holders have released it, also after a failure', async () => {
		const semaphore = new Semaphore(1);
		await expect(semaphore.run(async () => await Promise.reject(new Error('no')))).rejects.toThrow(
			'no',
		);
		expect(await semaphore.run(async () => await Promise.resolve('next'))).toBe('next');
	});
});
