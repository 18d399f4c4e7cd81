import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLONE_CACHE, logFile, PROJECT, requireSpace } from './folders.mjs';
import { findNpm, requireRegistry, withoutOuterNpm } from './npm.mjs';
import { oneAtATime } from './once.mjs';
import { runWithProgress } from './progress.mjs';

/** Room for the project's own node_modules while they are being unpacked. */
const NEEDS_GIGABYTES = 1;

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean, extraneous?: boolean }} Locked
 * @returns {Record<string, Locked> | undefined} The packages of a lock file by their place.
 */
function lockedPackages(/** @type {string} */ file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return undefined;
	}
}

/**
 * Whether node_modules holds what the lock file says. npm writes node_modules/.package-lock.json as the last step of an
 * install, so an interrupted one does not count, and one made by hand does.
 */
export function isInstalled(project = PROJECT) {
	const wanted = lockedPackages(join(project, 'package-lock.json'));
	const present = lockedPackages(join(project, 'node_modules', '.package-lock.json'));
	if (!present) return false;
	return Object.entries(wanted ?? {}).every(([place, { version, integrity, ...rest }]) => {
		if (place === '' || rest.link || rest.extraneous) return true;
		const found = present[place];
		// Optional packages are mostly those of other platforms.
		if (!found) return Boolean(rest.optional ?? rest.devOptional);
		return found.version === version && found.integrity === integrity;
	});
}

/**
 * Installs the project's own packages (development tools; the published package has none) unless they are in place.
 * Takes some 50 ms when they are.
 */
export async function installProject() {
	if (isInstalled()) return;
	await oneAtATime(
		join(CLONE_CACHE, 'install.lock'),
		'installing the packages of this project',
		async () => {
			if (isInstalled()) return;
			requireSpace(PROJECT, NEEDS_GIGABYTES, 'Installing the packages of this project');
			requireRegistry(PROJECT, 'Installing the packages of this project');
			let fetched = 0;
			await runWithProgress('Installing the packages of this project (npm install)', {
				command: process.execPath,
				args: [
					findNpm(),
					// Not `ci`: it refuses a lock file made where the registry had no packages for other platforms.
					'install',
					'--no-save',
					'--ignore-scripts',
					'--include=dev',
					'--no-audit',
					'--no-fund',
					'--loglevel=http',
				],
				cwd: PROJECT,
				env: withoutOuterNpm(),
				log: logFile('npm-install'),
				progressOf: (text) => {
					fetched += text.match(/http (?:fetch|cache) /g)?.length ?? 0;
					return `${fetched} files fetched`;
				},
			});
		},
	);
}
