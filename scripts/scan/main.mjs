/**
 * `npm run scan`: what n8n's package scanner (@n8n/scan-community-package) would say about this version once published,
 * found out before, and without the network. It looks at the source and at the packed package. One finding fails it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CLONE_CACHE, PROJECT } from '../install/folders.mjs';
import { packPackage } from '../package/pack.mjs';
import { loadPackage } from './load.mjs';
import { checkPackage } from './manifest.mjs';
import { findDisables, scanFolder } from './rules.mjs';

try {
	const packed = await packPackage();
	const folder = mkdtempSync(join(CLONE_CACHE, 'scan-'));
	try {
		execFileSync('tar', ['-xzf', packed.file, '-C', folder, '--strip-components=1']);
		process.exitCode = (await scan(folder, packed.report)) === 0 ? 0 : 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
} catch (error) {
	console.error(String(error));
	process.exitCode = 1;
}

/**
 * Runs all checks and prints what they found.
 *
 * @param {string} folder The unpacked package.
 * @param {import('../package/pack.mjs').PackReport} report
 * @returns {Promise<number>} How many findings there are.
 */
async function scan(folder, report) {
	const source = await scanFolder(PROJECT, 'source');
	const published = await scanFolder(folder, 'published');
	const loaded = loadPackage(folder);
	const findings = [
		...source.findings,
		...findDisables(PROJECT),
		...published.findings.map((finding) => `packed ${finding}`),
		...checkPackage(folder, report),
		...loaded.findings,
	];
	for (const finding of findings) console.error(`✗ ${finding}`);
	console.log(`Source   ${source.files} files
Package  ${published.files} files under the rules, ${report.files.length} in all, ${report.size} bytes packed, ${report.unpackedSize} unpacked
Loading  ${loaded.classes.join(', ')} in ${loaded.milliseconds} ms
${findings.length === 0 ? '✓ No errors and no warnings' : `✗ ${findings.length} findings`}`);
	return findings.length;
}
