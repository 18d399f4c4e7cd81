const { projects } = require('../../jest.config.cjs');

const unit = projects.find(({ displayName }) => displayName === 'unit');

/** The suites of MUTATION_TESTS, separated by commas. */
module.exports = {
	...unit,
	// Many mutations let a test wait forever.
	testTimeout: 3000,
	testEnvironment: require.resolve('./environment.cjs'),
	testMatch: process.env.MUTATION_TESTS.split(',').map(
		(suite) => `<rootDir>/test/unit/${suite}.test.cts`,
	),
};
