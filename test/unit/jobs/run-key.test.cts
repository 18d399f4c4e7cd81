import { runOf } from '../../../nodes/shared/jobs/runKey';

/** Contexts of one node in one execution, as n8n makes one for each run. */
function execution() {
	const kept: object = {};
	return (number: number, inAgent = false) =>
		({
			evaluateExpression: () => number,
			getContext: () => kept,
			isToolExecution: () => inAgent,
		}) as unknown as Parameters<typeof runOf>[0];
}

describe('The name of a run', () => {
	it('is the how manieth it is in its execution, the same for every try, from whatever number n8n counts on', () => {
		const run = execution();
		expect([runOf(run(3)), runOf(run(3)), runOf(run(4)), runOf(run(3))]).toEqual([
			...['0', '0', '1', '0'],
		]);
	});

	it('is another one for every call of an agent that runs the tool itself, even under the same number', () => {
		const run = execution();
		const [one, two] = [run(0, true), run(0, true)];
		expect(runOf(one)).not.toBe(runOf(two));
	});

	it('stays the same as long as the run goes on', () => {
		const run = execution();
		const one = run(0, true);
		const name = runOf(one);
		runOf(run(0, true));
		expect(runOf(one)).toBe(name);
	});
});
