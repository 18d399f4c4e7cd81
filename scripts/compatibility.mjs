/**
 * `npm run test:compatibility [oldest] [middle] [newest] [arguments for Jest]`: the integration tests on other versions
 * of n8n-core than the project's own, by default on all three. If the tests fail on one version, the next one runs anyway.
 */
import { join } from 'node:path';
import { runStep } from './commands.mjs';
import { getCachedPackage, installCachedPackage } from './install/cached-packages.mjs';
import { NPM, NPM_INSTALL_OPTIONS, PROJECT_FOLDER } from './install/environment.mjs';

/** Folders in install/n8n-core. The project's own version is between the middle and the newest one. */
const VERSIONS = ['oldest', 'middle', 'newest'];

const args = process.argv.slice(2);
const selected = VERSIONS.filter((name) => args.includes(name));
const jest = [
	join(PROJECT_FOLDER, 'node_modules', 'jest', 'bin', 'jest.js'),
	...['--selectProjects', 'integration'],
	...args.filter((arg) => !VERSIONS.includes(arg)),
];

try {
	for (const name of selected.length > 0 ? selected : VERSIONS) {
		const n8nCore = getCachedPackage('n8n-core', `n8n-core/${name}`);
		const npmCi = () => ({ ...NPM, args: ['ci', ...NPM_INSTALL_OPTIONS] });
		await installCachedPackage(n8nCore, `Installing n8n-core ${n8nCore.version}`, npmCi);
		console.log(`\n— n8n-core ${n8nCore.version} (${name})`);
		const code = await runStep({ node: jest, env: { N8N_CORE_FOLDER: n8nCore.folder } });
		process.exitCode ||= code;
		if (code > 128) break;
	}
} catch (error) {
	console.error(String(error));
	process.exitCode = 1;
}
