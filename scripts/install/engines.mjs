import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.mjs';
import { logFile, PROJECT, requireSpace, sharedCache } from './folders.mjs';
import { findNpm, requireRegistry, withoutOuterNpm } from './npm.mjs';
import { makeOnce } from './once.mjs';
import { runWithProgress } from './progress.mjs';

/** What one engine takes, and as much again while it is unpacked. */
const NEEDS_GIGABYTES = 0.6;

/**
 * A folder for each engine with the exact versions of n8n-core and all below it. The project's own n8n-core is between
 * the middle and the newest one.
 */
const RECIPES = join(dirname(fileURLToPath(import.meta.url)), 'engines');
const RECIPE_FILES = ['package.json', 'package-lock.json'];

/** The engines that the nodes are tested on besides the project's own: the ends of what is supported, and between. */
export const ENGINES = ['oldest', 'middle', 'newest'];

/** @typedef {{ version: string, folder: string }} InstalledEngine */

/**
 * n8n's engine in another version, installed into the shared cache folder if it is not there yet (about a minute).
 *
 * @param {string} name One of ENGINES.
 * @returns {Promise<InstalledEngine>} `folder` has the node_modules.
 * @throws {Failure}
 */
export async function installEngine(name) {
	if (!ENGINES.includes(name))
		throw new Failure(`There is no engine "${name}".`, `Choose from: ${ENGINES.join(', ')}.`);
	const recipe = join(RECIPES, name);
	const version = JSON.parse(readFileSync(join(recipe, 'package.json'), 'utf8')).dependencies[
		'n8n-core'
	];
	const hash = createHash('sha256');
	for (const file of RECIPE_FILES) hash.update(readFileSync(join(recipe, file)));
	const place = `${process.platform}-${process.arch}`;
	const folder = join(
		sharedCache(),
		`n8n-core-${version}_${place}_${hash.digest('hex').slice(0, 8)}`,
	);
	const title = `Installing the ${name} n8n engine, n8n-core ${version}`;
	await makeOnce(folder, `installing n8n-core ${version}`, async (temporary) => {
		requireSpace(dirname(folder), NEEDS_GIGABYTES, title);
		requireRegistry(PROJECT, title);
		for (const file of RECIPE_FILES) copyFileSync(join(recipe, file), join(temporary, file));
		let fetched = 0;
		await runWithProgress(title, {
			command: process.execPath,
			args: [
				findNpm(),
				'install',
				'--no-save',
				'--ignore-scripts',
				'--no-audit',
				'--no-fund',
				'--loglevel=http',
			],
			cwd: temporary,
			env: withoutOuterNpm(),
			log: logFile(`install-n8n-core-${version}`),
			progressOf: (text) => {
				fetched += text.match(/http (?:fetch|cache) /g)?.length ?? 0;
				return `${fetched} files fetched`;
			},
		});
	});
	return { version, folder };
}
