import { spawn } from 'node:child_process';
import path from 'node:path';

import { buildCopy } from './package-build.cts';

/** `npm run bench [-- names…]`: prints one line of JSON for each figure; what is going on is on stderr. */
const FIGURES = [
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
	const wanted = process.argv.slice(2);
	const unknown = wanted.filter((name) => !FIGURES.includes(name));
	if (unknown.length > 0)
		throw new Error(
			`There is no benchmark "${unknown.join('", "')}". There are: ${FIGURES.join(', ')}`,
		);
	process.stderr.write('Building the package in a temporary folder\n');
	const folder = buildCopy();
	for (const name of FIGURES) {
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		const code = await measureIn(name, folder);
		if (code !== 0) process.exitCode = 1;
	}
}

/** Each benchmark has a process of its own, which ends with this one. */
async function measureIn(name: string, folder: string): Promise<number> {
	const args = ['--expose-gc', '-r', 'tsx/cjs', path.join(__dirname, 'run-benchmark.cts')];
	const child = spawn(process.execPath, [...args, name, folder], {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	return await new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', (code) => resolve(code ?? 1));
	});
}

// The temporary folder is removed by an exit handler, which a signal alone would not run.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
