import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { CACHE_FOLDER } from '../install/environment.mjs';
import { CommandError } from '../install/errors.mjs';
import { withLock } from '../install/lock.mjs';
import { runProgram } from '../install/progress.mjs';

const gulp = join('node_modules', 'gulp', 'bin', 'gulp.js');
const n8nNode = join('node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs');

/** In this order. The last step is necessary because n8n-node copies all images of the project. */
const STEPS = [
	{ title: 'Generating icons and codex files', args: [gulp, 'assets'] },
	{ title: 'Compiling the nodes (n8n-node build)', args: [n8nNode, 'build'] },
	{ title: 'Bundling the code', args: [gulp, 'bundle'] },
	{ title: 'Removing unpublished files', args: [gulp, 'trim'] },
];

/**
 * Builds dist from the sources.
 *
 * @throws {CommandError} With the messages of the compiler.
 */
export async function buildPackage() {
	await withLock(join(CACHE_FOLDER, 'build.lock'), 'Building the package', runSteps);
}

async function runSteps() {
	for (const { title, args } of STEPS) {
		await runProgram(title, {
			args,
			log: 'build',
			createError: (output) =>
				new CommandError(
					`${title} failed:\n\n${removeAnimation(output)}\n`,
					'Fix the sources, then build again.',
				),
		});
	}
}

/** Removes the frames of spinners. */
function removeAnimation(/** @type {string} */ output) {
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
