import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { PROJECT_FOLDER } from './environment.mjs';
import { createFolderOnce } from './lock.mjs';
import { runProgram } from './progress.mjs';

/** All clones of this project share this folder. N8N_NODES_PIXVERSE_CACHE replaces it. */
export const SHARED_CACHE_FOLDER =
	process.env.N8N_NODES_PIXVERSE_CACHE ?? envPaths('n8n-nodes-pixverse', { suffix: '' }).cache;

/**
 * A package and its dependencies in the shared cache. The name of the folder contains a hash of the manifest and the
 * lock file, so an existing folder is up to date.
 *
 * @param {'n8n' | 'n8n-core'} name
 * @param {string} manifest The folder with package.json and the lock file, below scripts/install.
 */
export function getCachedPackage(name, manifest) {
	const source = join(PROJECT_FOLDER, 'scripts', 'install', manifest);
	const read = (/** @type {string} */ file) => readFileSync(join(source, file), 'utf8');
	const version = String(JSON.parse(read('package.json')).dependencies[name]);
	const files = readdirSync(source).sort();
	const hash = createHash('sha256').update(files.map(read).join()).digest('hex').slice(0, 8);
	const folder = `${name}-${version}-${process.platform}-${process.arch}-${hash}`;
	return { version, source, folder: join(SHARED_CACHE_FOLDER, folder) };
}

/**
 * Installs a package in the shared cache unless it's installed.
 *
 * @param {ReturnType<typeof getCachedPackage>} cached
 * @param {string} title
 * @param {(folder: string) => Omit<Parameters<typeof runProgram>[1], 'cwd' | 'log'>} getProgram Gets the package manager.
 */
export async function installCachedPackage({ folder, source }, title, getProgram) {
	await createFolderOnce(folder, title, async (temporaryFolder) => {
		cpSync(source, temporaryFolder, { recursive: true });
		await runProgram(title, {
			...getProgram(temporaryFolder),
			cwd: temporaryFolder,
			log: 'install',
		});
	});
}
