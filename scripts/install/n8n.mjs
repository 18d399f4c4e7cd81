import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logFile, PROJECT, requireSpace, sharedCache } from './folders.mjs';
import { findNpm, networkSettings, requireRegistry, withoutOuterNpm } from './npm.mjs';
import { makeOnce, removeInBackground } from './once.mjs';
import { runWithProgress } from './progress.mjs';

/** n8n 2.40 runs on Node 24, which a machine need not have. npm has it as a package that needs no installation. */
const NODE_VERSION = '24.21.0';
/** Installs n8n in a third of npm's time. */
const PNPM_VERSION = '10.34.8';
/** n8n takes 2 GB, Node and its headers 0.2 GB; the rest is for unpacking. */
const NEEDS_GIGABYTES = 3.5;

/** The exact n8n: its version, and the versions of all 1,900 packages below it. Without addresses: any registry will do. */
const RECIPE = join(dirname(fileURLToPath(import.meta.url)), 'n8n');
const RECIPE_FILES = ['package.json', 'pnpm-lock.yaml'];

/** @typedef {{ version: string, folder: string, node: string, program: string }} InstalledN8n */

/** The Node that n8n will run on: this one if it is of the right major version. */
const ownNodeFits = () => process.versions.node.split('.')[0] === NODE_VERSION.split('.')[0];

/** The npm package with Node for this machine. */
function nodePackage() {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	return `node-${platform}-${process.arch}`;
}

/**
 * Where n8n is, or will be. Everything that it depends on is in the folder's name, so that a folder that exists is right.
 *
 * @returns {InstalledN8n}
 */
export function n8nPlace() {
	const recipe = createHash('sha256');
	for (const file of RECIPE_FILES) recipe.update(readFileSync(join(RECIPE, file)));
	const { dependencies } = JSON.parse(readFileSync(join(RECIPE, 'package.json'), 'utf8'));
	const nodeVersion = ownNodeFits() ? process.versions.node : NODE_VERSION;
	const name = [
		`n8n-${dependencies.n8n}`,
		`node-${nodeVersion}`,
		`${process.platform}-${process.arch}`,
		recipe.digest('hex').slice(0, 8),
	].join('_');
	const folder = join(sharedCache(), name);
	return {
		version: dependencies.n8n,
		folder,
		node: ownNodeFits() ? process.execPath : nodeIn(folder),
		program: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

/** Node's program below the folder that n8n is in. */
function nodeIn(/** @type {string} */ folder) {
	const file = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(folder, 'tools', 'node_modules', nodePackage(), 'bin', file);
}

/**
 * A real n8n of the pinned version, installed into the shared cache folder if it is not there yet (a minute or two).
 *
 * @returns {Promise<InstalledN8n>}
 * @throws {import('./failure.mjs').Failure}
 */
export async function installN8n() {
	const place = n8nPlace();
	await makeOnce(place.folder, `installing n8n ${place.version}`, async (temporary) => {
		requireSpace(dirname(place.folder), NEEDS_GIGABYTES, `Installing n8n ${place.version}`);
		requireRegistry(PROJECT, `Installing n8n ${place.version}`);
		await installTools(temporary);
		await installPackages(temporary, place.version);
	});
	return place;
}

/** Node (unless this one will do) and pnpm, which are needed to install n8n. */
async function installTools(/** @type {string} */ folder) {
	const tools = join(folder, 'tools');
	const wanted = [`pnpm@${PNPM_VERSION}`];
	if (!ownNodeFits()) wanted.push(`${nodePackage()}@${NODE_VERSION}`);
	await runWithProgress(`Fetching ${wanted.join(' and ')}`, {
		command: process.execPath,
		args: [
			findNpm(),
			'install',
			'--prefix',
			tools,
			'--ignore-scripts',
			'--no-save',
			'--no-audit',
			'--no-fund',
			'--loglevel=http',
			...wanted,
		],
		cwd: folder,
		env: withoutOuterNpm(),
		log: logFile('install-n8n'),
	});
}

/**
 * n8n and all it needs. Only its database driver is compiled: the other native modules either come compiled or are for
 * services that nothing here uses, and some of them want the network to build.
 */
async function installPackages(/** @type {string} */ folder, /** @type {string} */ version) {
	for (const file of RECIPE_FILES) copyFileSync(join(RECIPE, file), join(folder, file));
	// The folder is below nobody's workspace, whatever lies above the cache.
	writeFileSync(join(folder, 'pnpm-workspace.yaml'), 'packages: []\n');
	const node = ownNodeFits() ? process.execPath : nodeIn(folder);
	const store = join(folder, 'store');
	await runWithProgress(
		`Installing n8n ${version} (1,900 packages, 2 GB, usually 1 to 2 minutes)`,
		{
			command: node,
			args: [
				join(folder, 'tools', 'node_modules', 'pnpm', 'bin', 'pnpm.cjs'),
				'install',
				'--frozen-lockfile',
				'--config.node-linker=hoisted',
				'--config.package-import-method=hardlink',
				'--config.manage-package-manager-versions=false',
				'--store-dir',
				store,
				'--reporter=append-only',
			],
			cwd: folder,
			env: {
				...withoutOuterNpm(),
				...networkSettings(PROJECT),
				PATH: [dirname(node), process.env.PATH].join(delimiter),
				CI: 'true',
				npm_config_ignore_scripts: 'false',
				...compilerSettings(node),
			},
			log: logFile('install-n8n'),
			progressOf: installProgress,
		},
	);
	// The files in node_modules are links to those in the store; without it they take no more space.
	const outside = `${folder}-store`;
	renameSync(store, outside);
	removeInBackground(outside);
}

/** What node-gyp needs to know: Node's C headers, so that it does not download them. */
function compilerSettings(/** @type {string} */ node) {
	const prefix = dirname(dirname(node));
	const headers = existsSync(join(prefix, 'include', 'node', 'node.h'));
	return {
		...(headers ? { npm_config_nodedir: prefix } : {}),
		// SQLite is one file of 260,000 lines: at -O3 it takes three times as long to compile.
		CFLAGS: `${process.env.CFLAGS ?? ''} -O1 -w`.trim(),
	};
}

/** How far pnpm is, from its own reports. */
function installProgress(/** @type {string} */ text) {
	if (/sqlite3 install:/.test(text)) return 'compiling the database driver';
	const [, downloaded, added] = text.match(/.*downloaded (\d+), added (\d+)/s) ?? [];
	return downloaded ? `${downloaded} packages fetched, ${added} unpacked` : undefined;
}
