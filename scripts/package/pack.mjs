import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE_FOLDER, NPM, PROJECT_FOLDER } from '../install/environment.mjs';
import { createFolderOnce } from '../install/lock.mjs';
import { runProgram } from '../install/progress.mjs';
import { buildPackage } from './build.mjs';

/** Everything that affects the packed package. */
const SOURCES = [
	'credentials',
	'gulpfile.js',
	'icons',
	'LICENSE.md',
	'nodes',
	'package-lock.json',
	'package.json',
	'README.md',
	'scripts/package',
	'tsconfig.json',
];

/** Contains a folder for each packed package, named after the fingerprint of its sources. */
const PACKAGE_FOLDER = join(CACHE_FOLDER, 'package');
/** The latest packages are kept, because another process may use them. */
const MAX_PACKAGES = 5;

/**
 * The output of `npm pack`, and the package.
 *
 * @typedef {{ filename: string, size: number, unpackedSize: number, files: { path: string, size: number }[] }} PackReport
 * @typedef {{ file: string, fingerprint: string, report: PackReport }} PackedPackage
 */

function computeFingerprint() {
	const hash = createHash('sha256');
	for (const source of SOURCES) {
		const path = join(PROJECT_FOLDER, source);
		if (!existsSync(path)) continue;
		for (const file of listFiles(path)) {
			hash.update(`${file.slice(PROJECT_FOLDER.length)}\0`).update(readFileSync(file));
		}
	}
	return hash.digest('hex').slice(0, 16);
}

/** @returns {string[]} The files in a folder, at any depth, or the file itself. */
function listFiles(/** @type {string} */ path) {
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => listFiles(join(path, name)));
}

/**
 * Builds and packs the package as npm would publish it. Takes milliseconds if the sources haven't changed.
 *
 * @returns {Promise<PackedPackage>}
 * @throws {import('../install/errors.mjs').CommandError}
 */
export async function packPackage() {
	const fingerprint = computeFingerprint();
	const folder = join(PACKAGE_FOLDER, fingerprint);
	await createFolderOnce(folder, 'Building the package', async (temporaryFolder) => {
		await buildPackage();
		const output = await runProgram('Packing the package (npm pack)', {
			...NPM,
			args: ['pack', PROJECT_FOLDER, '--json', '--ignore-scripts', '--silent'],
			cwd: temporaryFolder,
			log: 'build',
		});
		const [report] = JSON.parse(output.slice(output.indexOf('[')));
		writeFileSync(join(temporaryFolder, 'report.json'), JSON.stringify(report, null, '\t'));
	});
	removeOldPackages(folder);
	const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
	return { file: join(folder, report.filename), fingerprint, report };
}

function removeOldPackages(/** @type {string} */ currentFolder) {
	const getTime = (/** @type {string} */ folder) => statSync(join(folder, 'report.json')).mtimeMs;
	const folders = readdirSync(PACKAGE_FOLDER)
		.filter((name) => /^[0-9a-f]{16}$/.test(name))
		.map((name) => join(PACKAGE_FOLDER, name))
		.filter((folder) => folder !== currentFolder)
		.sort((a, b) => getTime(b) - getTime(a));
	for (const folder of folders.slice(MAX_PACKAGES - 1)) rmSync(folder, { recursive: true });
}
