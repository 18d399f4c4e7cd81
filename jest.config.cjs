const { availableParallelism } = require('node:os');

/** One project per layer: `npx jest --selectProjects unit` runs one. */
const project = (name, testMatch, options = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testEnvironment: '<rootDir>/test/reporting/environment.cjs',
	testMatch,
	setupFiles: ['<rootDir>/test/setup.cjs'],
	moduleFileExtensions: ['ts', 'cts', 'js', 'cjs', 'mjs', 'json', 'node'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/', '<rootDir>/output/'],
	transform: {
		'^.+\\.c?ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
	...options,
});

const layer = (name) => [`<rootDir>/test/${name}/**/*.test.cts`];
/** The suites of a worker share one n8n. */
const withN8n = {
	testEnvironment: '<rootDir>/test/integration/harness/environment.cjs',
	moduleNameMapper: {
		'^(n8n-workflow|undici)$': '<rootDir>/test/integration/harness/shared/$1.cjs',
	},
	resolver: '<rootDir>/test/integration/harness/resolver.cjs',
};

/** Suites that try much more with TEST_SCALE=soak, which `npm run test:soak` sets. */
const SCALED = [
	'unit/api/malformed-responses',
	'unit/catalog/request-schemas',
	'unit/jobs/submit/slot-queue-batch',
	'unit/trigger/history',
	'integration/fault-injection',
	'integration/forged-callbacks',
	'integration/malformed-responses',
	'integration/operations/properties',
	'integration/untrusted-servers',
].map((suite) => `<rootDir>/test/${suite}.test.cts`);

/** What depends on n8n most: files in both execution logics, suspending over a restart, both kinds of pollers. */
const NEWEST_N8N = [
	'e2e/package',
	'e2e/execution-logic-v2',
	'soak/suspend-restart',
	'soak/trigger-restart',
	'soak/trigger-durable',
].map((suite) => `<rootDir>/test/${suite}.test.cts`);

module.exports = {
	globalSetup: '<rootDir>/test/global-setup.cjs',
	projects: [
		project('unit', layer('unit')),
		project('integration', layer('integration'), withN8n),
		project('e2e', layer('e2e')),
		project('soak', [...layer('soak'), ...SCALED], withN8n),
		project('newest-n8n', NEWEST_N8N, {
			setupFiles: ['<rootDir>/test/setup.cjs', '<rootDir>/test/e2e/n8n/newest-release.cjs'],
		}),
	],
	testTimeout: 60_000,
	// The integration tests wait for HTTP and timers half of the time.
	maxWorkers: 2 * availableParallelism(),
};
