import path from 'node:path';

import type { Benchmark } from './figure.cts';

/** Runs one benchmark in a new process, so that earlier ones affect neither its caches nor its memory. */
async function main(): Promise<void> {
	const [name = '', packageFolder = ''] = process.argv.slice(2);
	const { measure } = require(path.join(__dirname, 'benchmarks', `${name}.cts`)) as {
		measure: Benchmark;
	};
	await measure({
		packageFolder,
		report: (figure) => process.stdout.write(`${JSON.stringify(figure)}\n`),
		progress: (text) => process.stderr.write(`${name}: ${text}\n`),
	});
}

process.on('disconnect', () => process.exit(1));
main().then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(
			`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
		);
		process.exit(1);
	},
);
