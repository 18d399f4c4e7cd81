/**
 * `npm run mutation [-- <file>…]`: changes the central code in many places, one at a time, and measures how many of the
 * changes the unit tests detect. Fails if a group of files is below its minimum.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateMutationTestMetrics } from 'mutation-testing-metrics';
import { GROUPS } from '../test/mutation/groups.mjs';
import { runStep } from './commands.mjs';
import { PROJECT_FOLDER } from './install/environment.mjs';

const files = process.argv.slice(2);
const exitCode = await runStep({
	node: [
		join('node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js'),
		'run',
		join('test', 'mutation', 'stryker.config.mjs'),
		...(files.length > 0 ? ['--mutate', files.join(',')] : []),
	],
	env: { TEST_SEED: process.env.TEST_SEED ?? '1' },
});
if (exitCode !== 0) process.exit(exitCode);

const report = JSON.parse(
	await readFile(join(PROJECT_FOLDER, '.cache', 'mutation', 'report.json'), 'utf8'),
);

/** @param {string[]} patterns files, or all files of a folder (`folder/*.ts`) */
function calculateMetrics(patterns) {
	const selected = Object.entries(report.files).filter(([file]) =>
		patterns.some((pattern) => file.startsWith(pattern.replace(/\*\.ts$/, ''))),
	);
	return calculateMutationTestMetrics({ ...report, files: Object.fromEntries(selected) });
}

for (const { name, minScore, files: patterns } of GROUPS) {
	const { systemUnderTestMetrics } = calculateMetrics(patterns);
	const { mutationScore, totalDetected, totalValid } = systemUnderTestMetrics.metrics;
	if (totalValid === 0) continue;
	const score = mutationScore.toFixed(1);
	const passed = mutationScore >= minScore;
	if (!passed) process.exitCode = 1;
	console.log(
		`${passed ? '✓' : '✗'} ${name}: ${score} % (${totalDetected} of ${totalValid}), at least ${minScore} %`,
	);
}
