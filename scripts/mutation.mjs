/**
 * `npm run mutation [-- <group>]`: changes the central code in many places, one at a time, and measures how many of the
 * changes the unit tests detect. Fails if a group of files is below its minimum.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateMutationTestMetrics } from 'mutation-testing-metrics';
import { GROUPS } from '../test/mutation/groups.mjs';
import { runStep } from './commands.mjs';
import { PROJECT_FOLDER } from './install/environment.mjs';

const [selected] = process.argv.slice(2);
const groups = GROUPS.filter(({ name }) => selected === undefined || name === selected);
if (groups.length === 0) {
	console.error(`✗ Choose one of: ${GROUPS.map(({ name }) => name).join(', ')}`);
	process.exitCode = 1;
}

for (const { name, minScore, tests } of groups) {
	const code = await runStep({
		node: [
			join('node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js'),
			'run',
			join('test', 'mutation', 'stryker.config.mjs'),
		],
		env: {
			TEST_SEED: process.env.TEST_SEED ?? '1',
			TEST_SCALE: 'mutation',
			MUTATION_GROUP: name,
			MUTATION_TESTS: tests.join(','),
		},
	});
	if (code !== 0) process.exit(code);
	const report = join(PROJECT_FOLDER, '.cache', 'mutation', name, 'report.json');
	const { systemUnderTestMetrics } = calculateMutationTestMetrics(
		JSON.parse(await readFile(report, 'utf8')),
	);
	for (const { name: file, metrics } of systemUnderTestMetrics.childResults)
		console.log(`  ${file}: ${metrics.mutationScore.toFixed(1)} %`);
	const { mutationScore, totalDetected, totalValid } = systemUnderTestMetrics.metrics;
	const passed = mutationScore >= minScore;
	if (!passed) process.exitCode = 1;
	console.log(
		`${passed ? '✓' : '✗'} ${name}: ${mutationScore.toFixed(1)} % (${totalDetected} of ${totalValid}), at least ${minScore} %`,
	);
}
