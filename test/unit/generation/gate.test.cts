import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { Gate } from '../../../nodes/shared/generation/gate';

describe('A gate', () => {
	it('never lets more run at once than it has places, lets all run, and in order', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 5 }),
				fc.array(fc.record({ turns: fc.integer({ min: 1, max: 4 }), fails: fc.boolean() }), {
					maxLength: 25,
				}),
				async (places, tasks) => {
					const gate = new Gate(places);
					const started: number[] = [];
					let running = 0;
					let most = 0;
					const results = await Promise.allSettled(
						tasks.map(
							async ({ turns, fails }, index) =>
								await gate.pass(async () => {
									started.push(index);
									most = Math.max(most, ++running);
									for (let n = 0; n < turns; n++) await turn();
									running--;
									if (fails) throw new Error(`task ${index}`);
									return index;
								}),
						),
					);
					expect(most).toBe(Math.min(places, tasks.length));
					expect(started).toEqual(tasks.map((_, index) => index));
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

	it('is free again after everybody has left, also after a failure', async () => {
		const gate = new Gate(1);
		await expect(gate.pass(async () => await Promise.reject(new Error('no')))).rejects.toThrow(
			'no',
		);
		expect(await gate.pass(async () => await Promise.resolve('next'))).toBe('next');
	});
});
