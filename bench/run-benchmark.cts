import path from 'node:path';

import type { Measurement } from './figure.cts';

/** Measures in a process of its own, which nothing before has warmed up or filled; ends with its parent. */
async function main(): Promise<void> {
	const [name = '', packageFolder = ''] = process.argv.slice(2);
	const { measure } = require(path.join(__dirname, 'benchmarks', `${name}.cts`)) as {
		measure: Measurement;
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
