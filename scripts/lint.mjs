/**
 * `npm run lint`: n8n's own rules over the package, ours over everything around it, types and format. All of them run,
 * whatever the first ones find. `--fix` repairs what can be repaired.
 */
import { join } from 'node:path';
import { runStep } from './commands.mjs';

const fix = process.argv.includes('--fix');
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
			'gulpfile.js',
			'jest.config.cjs',
		],
	},
	{
		title: 'Types of the nodes, tests and simulator (tsc)',
		node: [program('typescript', 'bin', 'tsc'), '-p', join('test', 'tsconfig.json')],
	},
	{
		title: 'Types of the scripts (tsc)',
		node: [program('typescript', 'bin', 'tsc'), '-p', join('scripts', 'tsconfig.json')],
	},
	{
		title: 'Assets are what the sources make of them (gulp check)',
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
console.log(
	failed.length === 0
		? '\n✓ Nothing to complain about'
		: `\n✗ Complaints from:\n  ${failed.join('\n  ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
