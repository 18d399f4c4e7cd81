/**
 * `npm run scan`: applies the rules of n8n's package scanner (@n8n/scan-community-package) before the package is
 * published, and without the network. Checks the sources and the packed package. Fails if there is a finding.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE_FOLDER, PROJECT_FOLDER } from '../install/environment.mjs';
import { packPackage } from '../package/pack.mjs';
import { loadPackage } from './load.mjs';
import { checkPackage } from './manifest.mjs';
import { findDisabledRules, scanFolder } from './rules.mjs';

try {
	const packed = await packPackage();
	const folder = mkdtempSync(join(CACHE_FOLDER, 'scan-'));
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
 * Runs all checks and prints the findings.
 *
 * @param {string} folder The unpacked package.
 * @param {import('../package/pack.mjs').PackReport} report
 * @returns {Promise<number>} The number of findings.
 */
async function scan(folder, report) {
	const source = await scanFolder(PROJECT_FOLDER, 'source');
	const published = await scanFolder(folder, 'published');
	const loaded = loadPackage(folder);
	const findings = [
		...source.findings,
		...findDisabledRules(PROJECT_FOLDER),
		...published.findings.map((finding) => `packed ${finding}`),
		...checkPackage(folder, report),
		...loaded.findings,
	];
	for (const finding of findings) console.error(`✗ ${finding}`);
	console.log(`Source   ${source.files} files
Package  ${published.files} files under the rules, ${report.files.length} in total, ${report.size} bytes packed, ${report.unpackedSize} unpacked
Loading  ${loaded.classes.join(', ')} in ${loaded.milliseconds} ms
${findings.length === 0 ? '✓ No errors and no warnings' : `✗ ${findings.length} findings`}`);
	return findings.length;
}
