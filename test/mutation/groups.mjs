/**
 * What `npm run mutation` mutates, and the unit tests that must detect it. The pure parts decide from their arguments
 * only; the parts of the engine also send requests through the API client.
 *
 * @type {{ name: string, minScore: number, files: string[], tests: string[] }[]}
 */
export const GROUPS = [
	{
		name: 'pure',
		minScore: 90,
		files: [
			'nodes/shared/catalog/prices.ts',
			'nodes/shared/catalog/validationIssues.ts',
			'nodes/shared/catalog/videoRules.ts',
			'nodes/shared/catalog/normalizeInput.ts',
			'nodes/shared/catalog/requestSchemas/*.ts',
			'nodes/PixVerseTrigger/selectNewRows.ts',
		],
		tests: ['test/unit/catalog/*.test.cts', 'test/unit/trigger/select-new-rows.test.cts'],
	},
	{
		name: 'jobs',
		minScore: 80,
		files: [
			'nodes/shared/jobs/submit/slotCapacity.ts',
			'nodes/shared/jobs/submit/creditBudget.ts',
			'nodes/shared/jobs/submit/jobReference.ts',
			'nodes/shared/jobs/submit/jobLookup.ts',
			'nodes/shared/jobs/submit/lostJobRecovery.ts',
			'nodes/shared/jobs/poll/durationEstimator.ts',
			'nodes/shared/jobs/poll/pollPolicy.ts',
			'nodes/shared/jobs/retryState.ts',
		],
		tests: ['test/unit/jobs/**/*.test.cts'],
	},
];
