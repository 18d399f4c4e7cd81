import type { IExecuteFunctions } from 'n8n-workflow';
import { RetryState } from '../../../nodes/shared/jobs/retryState';

/** What n8n keeps for a node during an execution: plain data, the same object for every try and run. */
function execution() {
	const kept: object = {};
	return (run: number) => {
		const context = {
			evaluateExpression: () => run,
			getContext: () => kept,
			getMode: () => 'trigger',
		};
		return new RetryState(context as unknown as IExecuteFunctions);
	};
}

const ID = 'user:1-pixverse:a@example.com-video:1';

describe('RetryState', () => {
	it('should be empty at first', () => {
		expect(execution()(0).get(0)).toEqual({ ids: [], createCount: 0 });
	});

	it('should be read by the next try of the same run', () => {
		const run = execution();
		run(0).markSent(2, 'ref-1');
		run(0).markConfirmed(2, [ID], 35);
		expect(run(0).get(2)).toEqual({ ids: [ID], credits: 35, createCount: 1 });
	});

	it('should not be read for another item, another run, or another execution', () => {
		const run = execution();
		run(0).markConfirmed(0, [ID]);
		expect(run(0).get(1).ids).toEqual([]);
		expect(run(1).get(0).ids).toEqual([]);
		expect(execution()(0).get(0).ids).toEqual([]);
	});

	it('should have an unconfirmed reference while it is unknown whether there is a job', () => {
		const run = execution();
		run(0).markSent(0, 'ref-1');
		expect(run(0).get(0)).toEqual({ ids: [], createCount: 1, unconfirmedReference: 'ref-1' });
	});

	it('should drop the reference after any response, even if nothing was created', () => {
		const run = execution();
		run(0).markSent(0, 'ref-1');
		run(0).markConfirmed(0, []);
		expect(run(0).get(0)).toEqual({ ids: [], createCount: 1 });
	});

	it('should count every create that was sent, so that the next one has a new reference', () => {
		const run = execution();
		for (const attempt of [1, 2, 3]) {
			run(0).markSent(0, `ref-${attempt}`);
			expect(run(0).get(0).createCount).toBe(attempt);
		}
		run(0).clearJobs(0);
		expect(run(0).get(0).createCount).toBe(3);
	});

	it('should drop a failed job so that another one can be created', () => {
		const run = execution();
		run(0).markConfirmed(0, [ID]);
		run(0).clearJobs(0);
		expect(run(0).get(0).ids).toEqual([]);
	});

	it('should be plain data that n8n can save with the execution', () => {
		const kept: object = {};
		const context = {
			evaluateExpression: () => 0,
			getContext: () => kept,
			getMode: () => 'trigger',
		};
		const memory = new RetryState(context as unknown as IExecuteFunctions);
		memory.markSent(0, 'ref');
		memory.markConfirmed(0, [ID], 35);
		expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
	});

	it('should not change other data of the node', () => {
		const kept = { other: 1 };
		const context = {
			evaluateExpression: () => 0,
			getContext: () => kept,
			getMode: () => 'trigger',
		};
		new RetryState(context as unknown as IExecuteFunctions).markSent(0, 'ref');
		expect(kept.other).toBe(1);
	});
});

describe('The jobs of one request', () => {
	const kept: object = {};
	const memory = (mode: string) => {
		const context = { evaluateExpression: () => 0, getContext: () => kept, getMode: () => mode };
		return new RetryState(context as unknown as IExecuteFunctions);
	};

	it('should be reused within an execution and in a retry of the same request only', () => {
		const first = memory('trigger');
		first.bindRequest(0, 'a lighthouse');
		first.markSent(0, 'ref');
		first.markConfirmed(0, [ID]);
		const tried = memory('trigger');
		tried.bindRequest(0, 'a calm sea');
		expect(tried.get(0).ids).toEqual([ID]);
		const same = memory('retry');
		same.bindRequest(0, 'a lighthouse');
		expect(same.get(0).ids).toEqual([ID]);
		const other = memory('retry');
		other.bindRequest(0, 'a calm sea');
		// The next create has its own reference anyway.
		expect(other.get(0)).toMatchObject({ ids: [], createCount: 1 });
	});
});

describe('Creates without a known result', () => {
	const other = 'user:1-pixverse:a@example.com-video:2';

	it('should be listed with their references and candidates, each once', () => {
		const run = execution();
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
		const run = execution();
		run(0).markSent(0, 'ref-0');
		expect(run(0).unconfirmedCreates).toEqual([
			{ itemIndex: 0, reference: 'ref-0', candidates: [] },
		]);
	});

	it('should not have jobs of other items as candidates', () => {
		const run = execution();
		run(0).markSent(0, 'ref-0');
		run(0).addCandidates(0, [ID, other]);
		run(0).markConfirmed(1, [ID]);
		expect(run(0).unconfirmedCreates).toMatchObject([{ candidates: [other] }]);
	});
});

describe('An item without a stored request', () => {
	it('should keep its jobs in a retry', () => {
		const kept: object = {};
		const memory = (mode: string) =>
			new RetryState({
				evaluateExpression: () => 0,
				getContext: () => kept,
				getMode: () => mode,
			} as unknown as IExecuteFunctions);
		memory('trigger').markConfirmed(0, [ID]);
		memory('retry').bindRequest(0, 'a lighthouse');
		expect(memory('retry').get(0)).toMatchObject({ ids: [ID], fingerprint: 'a lighthouse' });
	});
});
