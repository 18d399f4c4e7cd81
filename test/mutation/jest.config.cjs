const { projects, ...options } = require('../../jest.config.cjs');

/** The unit tests, without those that start processes or try thousands of mutated responses. */
const unit = projects.find(({ displayName }) => displayName === 'unit');

module.exports = {
	testTimeout: options.testTimeout,
	...unit,
	testEnvironment: require.resolve('../reporting/environment.cjs'),
	testPathIgnorePatterns: [
		'/unit/(project|reference|schemas|simulator)/',
		'/unit/[^/]*.test',
		'malformed-responses',
		'/history',
	],
};
