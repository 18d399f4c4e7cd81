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

describe('The name of a run', () => {
	it('is the how manieth it is in its execution, the same for every try, from whatever number n8n counts on', () => {
		const run = execution();
		expect([getRunKey(run(3)), getRunKey(run(3)), getRunKey(run(4)), getRunKey(run(3))]).toEqual([
			...['0', '0', '1', '0'],
		]);
	});

	it('is another one for every call of an agent that runs the tool itself, even under the same number', () => {
		const run = execution();
		const [one, two] = [run(0, true), run(0, true)];
		expect(getRunKey(one)).not.toBe(getRunKey(two));
	});

	it('stays the same as long as the run goes on', () => {
		const run = execution();
		const one = run(0, true);
		const name = getRunKey(one);
		getRunKey(run(0, true));
		expect(getRunKey(one)).toBe(name);
	});
});
