import { spawn } from 'node:child_process';
import path from 'node:path';

import { buildPackageCopy } from './package-build.cts';

/** `npm run bench [-- names…]`: prints one line of JSON per figure to stdout, and the progress to stderr. */
const BENCHMARKS = [
	'makespan',
	'alternatives',
	'cpu',
	'files',
	'growth',
	'package',
	'account',
	'batch',
	'queue',
];

async function main(): Promise<void> {
	const selected = process.argv.slice(2);
	const unknown = selected.filter((name) => !BENCHMARKS.includes(name));
	if (unknown.length > 0)
		throw new Error(
			`The benchmark "${unknown.join('", "')}" doesn't exist. Choose from: ${BENCHMARKS.join(', ')}`,
		);
	process.stderr.write('Building the package in a temporary folder\n');
	const folder = buildPackageCopy();
	for (const name of BENCHMARKS) {
		if (selected.length > 0 && !selected.includes(name)) continue;
		const code = await runBenchmark(name, folder);
		if (code !== 0) process.exitCode = 1;
	}
}

/** Runs a benchmark in a separate process, which exits when this process exits. Returns the exit code. */
async function runBenchmark(name: string, folder: string): Promise<number> {
	const args = ['--expose-gc', '-r', 'tsx/cjs', path.join(__dirname, 'run-benchmark.cts')];
	const child = spawn(process.execPath, [...args, name, folder], {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	return await new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', (code) => resolve(code ?? 1));
	});
}

// An exit handler removes the temporary folder. A signal alone wouldn't call it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
