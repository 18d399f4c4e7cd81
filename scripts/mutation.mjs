/**
 * `npm run mutation [-- <part of a path>…]`: runs mutation tests of the central code. Measures how many mutants the unit
 * tests detect, and fails if a group of files is below its minimum score.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { calculateMutationTestMetrics } from 'mutation-testing-metrics';
import { GROUPS } from '../test/mutation/groups.mjs';
import { runStep } from './commands.mjs';
import { PROJECT_FOLDER } from './install/environment.mjs';

const selected = process.argv.slice(2);
const isSelected = (/** @type {string} */ files) =>
	selected.length === 0 || selected.some((part) => files.includes(part));

/** Runs Stryker. @param {GROUPS[number]['targets'][number]} target @returns The report. */
async function mutate({ files, tests }) {
	const folder = `.cache/mutation/${basename(files, '.ts').replace('*', 'all')}`;
	await mkdir(join(PROJECT_FOLDER, folder), { recursive: true });
	const code = await runStep({
		node: [
			join('node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js'),
			'run',
			join('test', 'mutation', 'stryker.config.mjs'),
		],
		env: {
			TEST_SEED: process.env.TEST_SEED ?? '1',
			TEST_SCALE: 'mutation',
			MUTATION_FILES: files,
			MUTATION_FOLDER: folder,
			MUTATION_TESTS: tests.join(','),
		},
	});
	if (code !== 0) process.exit(code);
	return JSON.parse(await readFile(join(PROJECT_FOLDER, folder, 'report.json'), 'utf8'));
}

const lines = [];
for (const { name, minScore, targets } of GROUPS) {
	let detected = 0;
	let valid = 0;
	for (const target of targets.filter(({ files }) => isSelected(files))) {
		const { metrics } = calculateMutationTestMetrics(await mutate(target)).systemUnderTestMetrics;
		detected += metrics.totalDetected;
		valid += metrics.totalValid;
		lines.push(
			`  ${target.files}: ${metrics.mutationScore.toFixed(1)} % (${metrics.totalDetected} of ${metrics.totalValid})`,
		);
		console.log(lines.at(-1));
	}
	if (valid === 0) continue;
	const score = (100 * detected) / valid;
	const passed = score >= minScore;
	if (!passed) process.exitCode = 1;
	lines.push(
		`${passed ? '✓' : '✗'} ${name}: ${score.toFixed(1)} % (${detected} of ${valid}), at least ${minScore} %`,
	);
}
console.log(['', ...lines].join('\n'));
