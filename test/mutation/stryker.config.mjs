const { MUTATION_FILES: files, MUTATION_FOLDER: folder } = process.env;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	testRunner: 'jest',
	jest: { configFile: 'test/mutation/jest.config.cjs', enableFindRelatedTests: false },
	coverageAnalysis: 'perTest',
	mutate: [files],
	concurrency: 2,
	timeoutMS: 10_000,
	tempDirName: `${folder}/sandbox`,
	ignorePatterns: ['/dist', '/output', '/artifacts', '/.cache'],
	reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
	clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false },
	jsonReporter: { fileName: `${folder}/report.json` },
	htmlReporter: { fileName: `${folder}/report.html` },
	disableTypeChecks: false,
};
