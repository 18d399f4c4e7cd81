/**
 * `npm run engines [oldest] [middle] [newest] [arguments for jest]`: the engine tests on other versions of n8n's engine
 * than the project's own; on all three unless some are named. All of them run, whatever the first ones find.
 */
import { join } from 'node:path';
import { runStep } from './commands.mjs';
import { ENGINES, installEngine } from './install/engines.mjs';
import { PROJECT } from './install/folders.mjs';

const args = process.argv.slice(2);
const named = args.filter((arg) => ENGINES.includes(arg));
const jest = [
	join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js'),
	'--selectProjects',
	'integration',
	...args.filter((arg) => !ENGINES.includes(arg)),
];

try {
	for (const name of named.length > 0 ? named : ENGINES) {
		const { version, folder } = await installEngine(name);
		console.log(`\n— The ${name} engine: n8n-core ${version}`);
		const code = await runStep({ node: jest, env: { N8N_ENGINE: folder } });
		process.exitCode ||= code;
		if (code > 128) break;
	}
} catch (error) {
	console.error(String(error));
	process.exitCode = 1;
}
