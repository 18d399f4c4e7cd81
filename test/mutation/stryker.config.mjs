import { GROUPS } from './groups.mjs';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	testRunner: 'jest',
	jest: { configFile: 'test/mutation/jest.config.cjs' },
	coverageAnalysis: 'perTest',
	mutate: GROUPS.flatMap(({ files }) => files),
	concurrency: 2,
	timeoutMS: 10_000,
	incremental: true,
	incrementalFile: '.cache/mutation/incremental.json',
	tempDirName: '.cache/mutation/sandbox',
	ignorePatterns: ['/dist', '/output', '/artifacts', '/.cache'],
	reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
	clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false },
	jsonReporter: { fileName: '.cache/mutation/report.json' },
	htmlReporter: { fileName: '.cache/mutation/report.html' },
	disableTypeChecks: false,
};
