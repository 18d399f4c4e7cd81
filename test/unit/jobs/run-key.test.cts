import { getRunKey } from '../../../nodes/shared/jobs/runKey';

/** Returns a factory of contexts. n8n creates a context for each run of a node in an execution. */
function createExecution() {
	const nodeContext: object = {};
	return (runIndex: number, isAiTool = false) =>
		({
			evaluateExpression: () => runIndex,
			getContext: () => nodeContext,
			isToolExecution: () => isAiTool,
		}) as unknown as Parameters<typeof getRunKey>[0];
}

describe('getRunKey', () => {
	it('should return the zero-based run index, unchanged across tries, whatever the first index of n8n is', () => {
		const createRun = createExecution();
		expect([
			getRunKey(createRun(3)),
			getRunKey(createRun(3)),
			getRunKey(createRun(4)),
			getRunKey(createRun(3)),
		]).toEqual([...['0', '0', '1', '0']]);
	});

	it('should differ for every tool call of an agent, even with the same run index', () => {
		const createRun = createExecution();
		const [one, two] = [createRun(0, true), createRun(0, true)];
		expect(getRunKey(one)).not.toBe(getRunKey(two));
	});

	it('should not change during a run', () => {
		const createRun = createExecution();
		const one = createRun(0, true);
		const name = getRunKey(one);
		getRunKey(createRun(0, true));
		expect(getRunKey(one)).toBe(name);
	});
});
