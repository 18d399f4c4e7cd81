/** One project a layer; `npm test` runs them all, `npx jest --selectProjects unit` one. */
const layer = (name, options = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${name}/**/*.test.cts`],
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

module.exports = {
	projects: [
		layer('unit'),
		layer('integration', { resolver: '<rootDir>/test/integration/harness/resolver.cjs' }),
		layer('e2e'),
	],
	testTimeout: 60_000,
};
