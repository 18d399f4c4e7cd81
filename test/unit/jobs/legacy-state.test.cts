import fc from 'fast-check';

import { convertLegacyRun } from '../../../nodes/shared/jobs/legacyState';

describe('A suspended run of version 0.1.0', () => {
	it('should get the names of today', () => {
		const job = { itemIndex: 1, id: 'user:1-pixverse:me@example.com-video:7', request: {} };
		const run = {
			jobs: [{ ...job, settled: true, downloadTo: 'data' }],
			settled: [{ itemIndex: 0, place: 2, item: { json: {} } }],
		};
		expect(convertLegacyRun(run)).toEqual({
			jobs: [{ ...job, isFinished: true, binaryPropertyName: 'data' }],
			finishedItems: [{ itemIndex: 0, position: 2, item: { json: {} } }],
		});
	});

	it('should be left to the schema, whatever it contains', () => {
		const anything = fc.jsonValue();
		const run = fc.record({ jobs: anything, settled: anything }, { requiredKeys: [] });
		const list = fc.record({ jobs: fc.array(anything), settled: fc.array(anything) });
		fc.assert(
			fc.property(fc.oneof(anything, run, list), (stored) => {
				expect(typeof convertLegacyRun(stored)).toBe('object');
			}),
		);
	});

	it.each([undefined, null, {}])('should have no jobs in %j', (stored) => {
		expect(convertLegacyRun(stored)).toEqual({ jobs: undefined, finishedItems: undefined });
	});
});
