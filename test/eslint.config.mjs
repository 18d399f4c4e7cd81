/**
 * The lint rules of everything that is not shipped: tests, simulator, driver, scripts. The nodes and credentials have
 * n8n's own configuration (eslint.config.mjs above), which does not look at .cts, .cjs and .mjs files.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const project = dirname(dirname(fileURLToPath(import.meta.url)));

/** Tests that run alone or not at all belong to the moment in which they are written. */
const testNames = '/^(it|test|describe)$/';
const noExclusiveTests = [
	'error',
	{
		selector: `MemberExpression[object.name=${testNames}][property.name=/^(only|skip|todo|failing)$/]`,
		message: 'Exclusive, skipped and empty tests are not committed.',
	},
	{
		selector: 'CallExpression[callee.name=/^(fit|fdescribe|xit|xtest|xdescribe)$/]',
		message: 'Exclusive and skipped tests are not committed.',
	},
];

export default defineConfig(
	{ ignores: ['node_modules', 'dist', '.cache', 'output', 'artifacts'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.{js,cjs,mjs,cts}'],
		extends: [js.configs.recommended],
		rules: {
			eqeqeq: 'error',
			'no-restricted-syntax': noExclusiveTests,
			'prefer-const': 'error',
		},
	},
	{
		// What plain JavaScript refers to is checked by the compiler (checkJs) or belongs to Node.
		files: ['**/*.{js,cjs,mjs}'],
		rules: { 'no-undef': 'off' },
	},
	{
		files: ['**/*.cts'],
		extends: [tseslint.configs.recommended],
		languageOptions: {
			parserOptions: { project: ['test/tsconfig.json'], tsconfigRootDir: project },
		},
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			// These files are CommonJS, and some of what they load may only be loaded late.
			'@typescript-eslint/no-require-imports': 'off',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{
					argsIgnorePattern: '^_',
					varsIgnorePattern: '^_',
					caughtErrors: 'none',
					ignoreRestSiblings: true,
				},
			],
		},
	},
);
