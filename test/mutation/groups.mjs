/**
 * What `npm run mutation` mutates, and for each file the unit tests that must detect it: every mutation costs a run of
 * them. The pure parts decide from their arguments only; the parts of the engine also send requests through the API
 * client.
 *
 * @type {{ name: string, minScore: number, targets: { files: string, tests: string[] }[] }[]}
 */
export const GROUPS = [
	{
		name: 'pure',
		minScore: 90,
		targets: [
			{ files: 'nodes/shared/catalog/prices.ts', tests: ['catalog/price*'] },
			{
				files: 'nodes/shared/catalog/validationIssues.ts',
				tests: ['catalog/validation-issues'],
			},
			{
				files: 'nodes/shared/catalog/videoRules.ts',
				tests: ['catalog/video-*'],
			},
			{ files: 'nodes/shared/catalog/normalizeInput.ts', tests: ['catalog/normalize-input'] },
			{
				files: 'nodes/shared/catalog/requestSchemas/*.ts',
				tests: ['catalog/request-fields', 'catalog/*-rules', 'catalog/video-create'],
			},
			{
				files: 'nodes/PixVerseTrigger/selectNewRows.ts',
				tests: ['trigger/select-new-rows', 'trigger/filters'],
			},
		],
	},
	{
		name: 'jobs',
		minScore: 80,
		targets: [
			{
				files: 'nodes/shared/jobs/submit/slotCapacity.ts',
				tests: ['jobs/submit/slot-*', 'jobs/submit/shared-account'],
			},
			{ files: 'nodes/shared/jobs/submit/creditBudget.ts', tests: ['jobs/submit/credit-budget'] },
			{
				files: 'nodes/shared/jobs/submit/jobReference.ts',
				tests: ['jobs/submit/job-reference', 'jobs/submit/fingerprint'],
			},
			{ files: 'nodes/shared/jobs/submit/jobLookup.ts', tests: ['jobs/submit/job-lookup*'] },
			{ files: 'nodes/shared/jobs/submit/matchJobs.ts', tests: ['jobs/submit/match-jobs'] },
			{
				files: 'nodes/shared/jobs/submit/lostJobRecovery.ts',
				tests: ['jobs/submit/lost-job-recovery'],
			},
			{
				files: 'nodes/shared/jobs/poll/durationEstimator.ts',
				tests: ['jobs/poll/duration-estimator'],
			},
			{ files: 'nodes/shared/jobs/poll/pollPolicy.ts', tests: ['jobs/poll/poll-policy'] },
			{ files: 'nodes/shared/jobs/retryState.ts', tests: ['jobs/retry-state'] },
		],
	},
];
