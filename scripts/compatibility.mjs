/**
 * `npm run test:compatibility [oldest] [middle] [newest] [n8n] [arguments for Jest]`: the integration tests on other
 * versions of n8n-core than the project's own, and with `n8n` the end-to-end tests of what depends on n8n most, on the
 * newest n8n. By default all four. The arguments for Jest apply to the integration tests. If the tests fail on one
 * version, the next one runs anyway.
 */
import { join } from 'node:path';
import { N8N_CORE_VERSIONS, runStep } from './commands.mjs';
import { getCachedPackage, installCachedPackage } from './install/cached-packages.mjs';
import { NPM, NPM_INSTALL_OPTIONS, PROJECT_FOLDER } from './install/environment.mjs';

const args = process.argv.slice(2);
const names = [...N8N_CORE_VERSIONS, 'n8n'];
const selected = names.filter((name) => args.includes(name));
const jestArgs = args.filter((arg) => !names.includes(arg));
const jest = join(PROJECT_FOLDER, 'node_modules', 'jest', 'bin', 'jest.js');

/** Installs a version. @returns The tests to run on it. */
async function prepare(/** @type {string} */ name) {
	if (name === 'n8n') {
		return {
			title: 'the newest n8n',
			node: [jest, '--selectProjects', 'newest-n8n', '--maxWorkers', '100%'],
			env: {},
		};
	}
	const n8nCore = getCachedPackage('n8n-core', `n8n-core/${name}`);
	const npmCi = () => ({ ...NPM, args: ['ci', ...NPM_INSTALL_OPTIONS] });
	await installCachedPackage(n8nCore, `Installing n8n-core ${n8nCore.version}`, npmCi);
	return {
		title: `n8n-core ${n8nCore.version} (${name})`,
		node: [jest, '--selectProjects', 'integration', ...jestArgs],
		env: { N8N_CORE_FOLDER: n8nCore.folder },
	};
}

try {
	for (const name of selected.length > 0 ? selected : names) {
		const { title, ...step } = await prepare(name);
		console.log(`\n— ${title}`);
		const code = await runStep(step);
		process.exitCode ||= code;
		if (code > 128) break;
	}
} catch (error) {
	console.error(String(error));
	process.exitCode = 1;
}
