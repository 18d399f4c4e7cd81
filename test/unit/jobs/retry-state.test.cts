import type { IExecuteFunctions } from 'n8n-workflow';
import { RetryState } from '../../../nodes/shared/jobs/retryState';

/** Returns a factory of states that share the node context of one execution, over all tries and runs. */
function createExecution() {
	const nodeContext: object = {};
	return (run: number) => {
		const context = {
			evaluateExpression: () => run,
			getContext: () => nodeContext,
			getMode: () => 'trigger',
		};
		return new RetryState(context as unknown as IExecuteFunctions);
	};
}

const ID = 'user:1-pixverse:a@example.com-video:1';

describe('RetryState', () => {
	it('should be empty at first', () => {
		expect(createExecution()(0).get(0)).toEqual({ ids: [], createCount: 0 });
	});

	it('should be read by the next try of the same run', () => {
		const run = createExecution();
		run(0).markSent(2, 'ref-1');
		run(0).markConfirmed(2, [ID], 35);
		expect(run(0).get(2)).toEqual({ ids: [ID], credits: 35, createCount: 1 });
	});

	it('should not be read for another item, another run, or another execution', () => {
		const run = createExecution();
		run(0).markConfirmed(0, [ID]);
		expect(run(0).get(1).ids).toEqual([]);
		expect(run(1).get(0).ids).toEqual([]);
		expect(createExecution()(0).get(0).ids).toEqual([]);
	});

	it('should contain an unconfirmed reference until the result of the create is known', () => {
		const run = createExecution();
		run(0).markSent(0, 'ref-1');
		expect(run(0).get(0)).toEqual({ ids: [], createCount: 1, unconfirmedReference: 'ref-1' });
	});

	it('should drop the reference after any response, even if nothing was created', () => {
		const run = createExecution();
		run(0).markSent(0, 'ref-1');
		run(0).markConfirmed(0, []);
		expect(run(0).get(0)).toEqual({ ids: [], createCount: 1 });
	});

	it('should count every create that was sent, so that the next one has a new reference', () => {
		const run = createExecution();
		for (const attempt of [1, 2, 3]) {
			run(0).markSent(0, `ref-${attempt}`);
			expect(run(0).get(0).createCount).toBe(attempt);
		}
		run(0).clearJobs(0);
		expect(run(0).get(0).createCount).toBe(3);
	});

	it('should drop a failed job so that another one can be created', () => {
		const run = createExecution();
		run(0).markConfirmed(0, [ID]);
		run(0).clearJobs(0);
		expect(run(0).get(0).ids).toEqual([]);
	});

	it('should be plain data that n8n can save with the execution', () => {
		const nodeContext: object = {};
		const context = {
			evaluateExpression: () => 0,
			getContext: () => nodeContext,
			getMode: () => 'trigger',
		};
		const state = new RetryState(context as unknown as IExecuteFunctions);
		state.markSent(0, 'ref');
		state.markConfirmed(0, [ID], 35);
		expect(JSON.parse(JSON.stringify(nodeContext))).toEqual(nodeContext);
	});

	it('should not change other data of the node', () => {
		const nodeContext = { other: 1 };
		const context = {
			evaluateExpression: () => 0,
			getContext: () => nodeContext,
			getMode: () => 'trigger',
		};
		new RetryState(context as unknown as IExecuteFunctions).markSent(0, 'ref');
		expect(nodeContext.other).toBe(1);
	});
});

describe('The jobs of one request', () => {
	const nodeContext: object = {};
	const createState = (mode: string) => {
		const context = {
			evaluateExpression: () => 0,
			getContext: () => nodeContext,
			getMode: () => mode,
		};
		return new RetryState(context as unknown as IExecuteFunctions);
	};

	it('should be reused within an execution and in a retry of the same request only', () => {
		const first = createState('trigger');
		first.bindRequest(0, 'a lighthouse');
		first.markSent(0, 'ref');
		first.markConfirmed(0, [ID]);
		const nextTry = createState('trigger');
		nextTry.bindRequest(0, 'a calm sea');
		expect(nextTry.get(0).ids).toEqual([ID]);
		const same = createState('retry');
		same.bindRequest(0, 'a lighthouse');
		expect(same.get(0).ids).toEqual([ID]);
		const other = createState('retry');
		other.bindRequest(0, 'a calm sea');
		// The create count isn't reset, so the next create gets another reference.
		expect(other.get(0)).toMatchObject({ ids: [], createCount: 1 });
	});
});

describe('Creates without a known result', () => {
	const other = 'user:1-pixverse:a@example.com-video:2';

	it('should be listed with their references and candidates, each once', () => {
		const run = createExecution();
		run(0).markSent(3, 'ref-3');
		run(0).markSent(4, 'ref-4');
		run(0).markConfirmed(4, []);
		run(0).addCandidates(3, [ID]);
		run(0).addCandidates(3, [ID, other]);
		expect(run(0).unconfirmedCreates).toEqual([
			{ itemIndex: 3, reference: 'ref-3', candidates: [ID, other] },
		]);
	});

	it('should have no candidates at first', () => {
		const run = createExecution();
		run(0).markSent(0, 'ref-0');
		expect(run(0).unconfirmedCreates).toEqual([
			{ itemIndex: 0, reference: 'ref-0', candidates: [] },
		]);
	});

	it('should not have jobs of other items as candidates', () => {
		const run = createExecution();
		run(0).markSent(0, 'ref-0');
		run(0).addCandidates(0, [ID, other]);
		run(0).markConfirmed(1, [ID]);
		expect(run(0).unconfirmedCreates).toMatchObject([{ candidates: [other] }]);
	});
});

describe('An item without a stored request', () => {
	it('should keep its jobs in a retry', () => {
		const nodeContext: object = {};
		const createState = (mode: string) =>
			new RetryState({
				evaluateExpression: () => 0,
				getContext: () => nodeContext,
				getMode: () => mode,
			} as unknown as IExecuteFunctions);
		createState('trigger').markConfirmed(0, [ID]);
		createState('retry').bindRequest(0, 'a lighthouse');
		expect(createState('retry').get(0)).toMatchObject({ ids: [ID], fingerprint: 'a lighthouse' });
	});
});
