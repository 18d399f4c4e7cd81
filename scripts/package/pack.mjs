import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLONE_CACHE, logFile, PROJECT } from '../install/folders.mjs';
import { findNpm, withoutOuterNpm } from '../install/npm.mjs';
import { makeOnce } from '../install/once.mjs';
import { runWithProgress } from '../install/progress.mjs';
import { buildPackage } from './build.mjs';

/** All that the packed package is made from. */
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

/** Packed packages live here, each in a folder named after the fingerprint of its sources. */
const PACKED = join(CLONE_CACHE, 'package');

/**
 * What `npm pack` says about the package.
 *
 * @typedef {{ filename: string, size: number, unpackedSize: number, files: { path: string, size: number }[] }} PackReport
 * @typedef {{ file: string, fingerprint: string, report: PackReport }} PackedPackage
 */

/** Changes whenever a source file does. */
function fingerprintOfSources() {
	const hash = createHash('sha256');
	for (const source of SOURCES) {
		const path = join(PROJECT, source);
		if (!existsSync(path)) continue;
		for (const file of filesBelow(path)) {
			hash.update(`${file.slice(PROJECT.length)}\0`).update(readFileSync(file));
		}
	}
	return hash.digest('hex').slice(0, 16);
}

/** @returns {string[]} A file itself, or all files below a folder. */
function filesBelow(/** @type {string} */ path) {
	try {
		return readdirSync(path, { withFileTypes: true })
			.sort((a, b) => (a.name < b.name ? -1 : 1))
			.flatMap((entry) => filesBelow(join(path, entry.name)));
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return [path];
		throw error;
	}
}

/**
 * The package as npm would publish it, built and packed from the sources as they are now. Takes some milliseconds when
 * they have not changed since the last time.
 *
 * @returns {Promise<PackedPackage>}
 * @throws {import('../install/failure.mjs').Failure}
 */
export async function packPackage() {
	const fingerprint = fingerprintOfSources();
	const folder = join(PACKED, fingerprint);
	await makeOnce(folder, 'building the package', async (temporary) => {
		await buildPackage();
		const printed = await runWithProgress('Packing the package (npm pack)', {
			command: process.execPath,
			args: [
				findNpm(),
				'pack',
				'--json',
				'--ignore-scripts',
				'--silent',
				'--pack-destination',
				temporary,
			],
			cwd: PROJECT,
			env: withoutOuterNpm(),
			log: logFile('pack'),
		});
		const [report] = JSON.parse(printed.slice(printed.indexOf('[')));
		writeFileSync(join(temporary, 'report.json'), JSON.stringify(report, null, '\t'));
	});
	forgetOthers(folder);
	const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
	return { file: join(folder, report.filename), fingerprint, report };
}

/** Keeps the packages of the last few states of the sources; somebody may be running one of them. */
function forgetOthers(/** @type {string} */ current) {
	const KEPT = 5;
	const folders = readdirSync(PACKED, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && /^[0-9a-f]{16}$/.test(entry.name))
		.map((entry) => join(PACKED, entry.name))
		.filter((folder) => folder !== current);
	const reportAge = (/** @type {string} */ folder) => statSync(join(folder, 'report.json')).mtimeMs;
	folders.sort((a, b) => reportAge(b) - reportAge(a));
	for (const folder of folders.slice(KEPT - 1)) rmSync(folder, { recursive: true, force: true });
}
