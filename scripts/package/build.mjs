import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { Failure } from '../install/failure.mjs';
import { logFile, PROJECT } from '../install/folders.mjs';
import { withoutOuterNpm } from '../install/npm.mjs';
import { runWithProgress } from '../install/progress.mjs';

const gulp = join('node_modules', 'gulp', 'bin', 'gulp.js');

/** What a build consists of, in this order. The last one is needed because n8n-node copies every picture it finds. */
const STEPS = [
	{ title: 'Drawing icons and codex files', node: [gulp, 'assets'] },
	{
		title: 'Compiling the nodes (n8n-node build)',
		node: [join('node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs'), 'build'],
	},
	{ title: 'Putting the code together', node: [gulp, 'bundle'] },
	{ title: 'Removing what is not shipped', node: [gulp, 'trim'] },
];

/**
 * Builds dist from the sources.
 *
 * @throws {Failure} With the compiler's messages.
 */
export async function buildPackage() {
	for (const { title, node } of STEPS) {
		await runWithProgress(title, {
			command: process.execPath,
			args: node,
			cwd: PROJECT,
			env: withoutOuterNpm(),
			log: logFile('build'),
			explain: (output) =>
				new Failure(
					`${title} did not work:\n\n${withoutAnimation(output)}\n`,
					'Correct the sources and build again.',
				),
		});
	}
}

/** A tool's output without the pictures of its spinner. */
function withoutAnimation(/** @type {string} */ output) {
	return stripVTControlCharacters(output)
		.replace(/[◒◐◓◑] {2}[^◒◐◓◑│\n]*/g, '')
		.trim();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	try {
		await buildPackage();
	} catch (error) {
		console.error(String(error));
		process.exitCode = 1;
	}
}
