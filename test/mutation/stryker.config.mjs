import { GROUPS } from './groups.mjs';

const { name, files } = GROUPS.find((group) => group.name === process.env.MUTATION_GROUP) ?? {
	name: 'none',
	files: [],
};
const folder = `.cache/mutation/${name}`;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	testRunner: 'jest',
	jest: { configFile: 'test/mutation/jest.config.cjs', enableFindRelatedTests: false },
	coverageAnalysis: 'perTest',
	mutate: files,
	concurrency: 2,
	timeoutMS: 15_000,
	incremental: true,
	incrementalFile: `${folder}/incremental.json`,
	tempDirName: `${folder}/sandbox`,
	ignorePatterns: ['/dist', '/output', '/artifacts', '/.cache'],
	reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
	clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false },
	jsonReporter: { fileName: `${folder}/report.json` },
	htmlReporter: { fileName: `${folder}/report.html` },
	disableTypeChecks: false,
};
