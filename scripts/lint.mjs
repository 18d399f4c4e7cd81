/**
 * `npm run lint [--fix]`: n8n's rules for the package, the project's rules for everything else, types, and format. If a
 * check fails, the next one runs anyway.
 */
import { join } from 'node:path';
import { runStep } from './commands.mjs';

const fix = process.argv.includes('--fix');
/** A program of a development package. */
const program = (/** @type {string[]} */ ...path) => join('node_modules', ...path);

const CHECKS = [
	{
		title: "n8n's rules (n8n-node lint, strict)",
		node: [program('@n8n', 'node-cli', 'bin', 'n8n-node.mjs'), 'lint', ...(fix ? ['--fix'] : [])],
	},
	{
		title: 'Tests and scripts (eslint)',
		node: [
			program('eslint', 'bin', 'eslint.js'),
			'--config',
			join('test', 'eslint.config.mjs'),
			'--max-warnings',
			'0',
			...(fix ? ['--fix'] : []),
			'test',
			'scripts',
			'bench',
			'simulator',
			'gulpfile.js',
			'jest.config.cjs',
		],
	},
	{
		title: 'Types of nodes, tests, and simulator (tsc)',
		node: [program('typescript', 'bin', 'tsc'), '-p', join('test', 'tsconfig.json')],
	},
	{
		title: 'Types of scripts (tsc)',
		node: [program('typescript', 'bin', 'tsc'), '-p', join('scripts', 'tsconfig.json')],
	},
	{
		title: 'Generated files (gulp check)',
		node: [program('gulp', 'bin', 'gulp.js'), '--silent', 'check'],
	},
	{
		title: 'Format (prettier)',
		node: [
			program('prettier', 'bin', 'prettier.cjs'),
			fix ? '--write' : '--check',
			'--log-level',
			'warn',
			'.',
		],
	},
];

const failed = [];
for (const { title, node } of CHECKS) {
	console.log(`\n— ${title}`);
	if ((await runStep({ node })) !== 0) failed.push(title);
}
console.log(failed.length === 0 ? '\n✓ No problems' : `\n✗ Failed:\n  ${failed.join('\n  ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
