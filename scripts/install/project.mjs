import { copyFileSync, existsSync, lstatSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE_FOLDER, NPM, NPM_INSTALL_OPTIONS, PROJECT_FOLDER } from './environment.mjs';
import { withLock } from './lock.mjs';
import { runProgram } from './progress.mjs';

const TITLE = 'Installing the packages of this project';
const NODE_MODULES = join(PROJECT_FOLDER, 'node_modules');
const LOCK_FILE = join(PROJECT_FOLDER, 'package-lock.json');
/** A copy of the lock file, written after a complete install. */
const INSTALLED_LOCK_FILE = join(NODE_MODULES, '.installed-package-lock.json');

function isInstalled() {
	// The clone that a link leads to installs its packages itself.
	if (lstatSync(NODE_MODULES, { throwIfNoEntry: false })?.isSymbolicLink()) return true;
	if (!existsSync(INSTALLED_LOCK_FILE)) return false;
	return readFileSync(INSTALLED_LOCK_FILE, 'utf8') === readFileSync(LOCK_FILE, 'utf8');
}

/** Installs the development packages of this project if they're missing or outdated. */
export async function installProject() {
	if (isInstalled()) return;
	await withLock(join(CACHE_FOLDER, 'install.lock'), TITLE, async () => {
		if (isInstalled()) return;
		// `npm ci` starts over: an interrupted install leaves incomplete packages. An update takes seconds instead.
		const command = existsSync(INSTALLED_LOCK_FILE) ? ['install', '--no-save'] : ['ci'];
		rmSync(INSTALLED_LOCK_FILE, { force: true });
		await runProgram(TITLE, { ...NPM, args: [...command, ...NPM_INSTALL_OPTIONS], log: 'install' });
		copyFileSync(LOCK_FILE, INSTALLED_LOCK_FILE);
	});
}
