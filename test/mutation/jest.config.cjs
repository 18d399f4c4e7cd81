const { projects, ...options } = require('../../jest.config.cjs');

const unit = projects.find(({ displayName }) => displayName === 'unit');

/** The tests of one group of files. MUTATION_TESTS has their patterns, separated by commas. */
module.exports = {
	testTimeout: options.testTimeout,
	...unit,
	testEnvironment: require.resolve('../reporting/environment.cjs'),
	testMatch: process.env.MUTATION_TESTS.split(',').map((pattern) => `<rootDir>/${pattern}`),
	// They need seconds for each mutation, and smaller tests cover the same code.
	testPathIgnorePatterns: ['/makespan', '/media-input', '/output/'],
};
