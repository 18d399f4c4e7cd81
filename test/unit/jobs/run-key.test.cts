import { getRunKey } from '../../../nodes/shared/jobs/runKey';

/** Contexts of one node in one execution, as n8n makes one for each run. */
function execution() {
	const kept: object = {};
	return (number: number, inAgent = false) =>
		({
			evaluateExpression: () => number,
			getContext: () => kept,
			isToolExecution: () => inAgent,
		}) as unknown as Parameters<typeof getRunKey>[0];
}

describe('getRunKey', () => {
	it('should return the run index, unchanged across tries, from whatever number n8n counts', () => {
		const run = execution();
		expect([getRunKey(run(3)), getRunKey(run(3)), getRunKey(run(4)), getRunKey(run(3))]).toEqual([
			...['0', '0', '1', '0'],
		]);
	});

	it('should differ for every tool call of an agent, even under the same number', () => {
		const run = execution();
		const [one, two] = [run(0, true), run(0, true)];
		expect(getRunKey(one)).not.toBe(getRunKey(two));
	});

	it('should not change while the run goes on', () => {
		const run = execution();
		const one = run(0, true);
		const name = getRunKey(one);
		getRunKey(run(0, true));
		expect(getRunKey(one)).toBe(name);
	});
});
