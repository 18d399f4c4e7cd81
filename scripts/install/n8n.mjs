import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getCachedPackage, installCachedPackage } from './cached-packages.mjs';
import { PROJECT_FOLDER } from './environment.mjs';

/** The npm package with the Node.js version that n8n needs. It exists for most platforms. */
const NODE_PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const NODE_FILE = process.platform === 'win32' ? 'node.exe' : 'node';

/** pnpm retries failed requests for some seconds instead of minutes. */
const RETRY_OPTIONS = [
	'--config.fetch-retry-mintimeout=1000',
	'--config.fetch-retry-maxtimeout=5000',
];

/** The release in the folder install/n8n that N8N_RELEASE names. */
const getCachedN8n = () =>
	getCachedPackage('n8n', join('n8n', process.env.N8N_RELEASE ?? 'default'));

/** Where n8n is installed, or will be. `node` runs `program`. */
export function getN8nInstallation() {
	const { version, folder } = getCachedN8n();
	const node = join(folder, 'node_modules', NODE_PACKAGE, 'bin', NODE_FILE);
	const program = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version, folder, node: existsSync(node) ? node : process.execPath, program };
}

/** Installs n8n in the shared cache unless it's installed. Takes one to three minutes. */
export async function installN8n() {
	const cached = getCachedN8n();
	const title = `Installing n8n ${cached.version} (1,900 packages, 2 GB)`;
	const pnpm = join(PROJECT_FOLDER, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
	await installCachedPackage(cached, title, (folder) => ({
		args: [pnpm, 'install', '--frozen-lockfile', '--reporter=append-only', ...RETRY_OPTIONS],
		env: {
			CI: 'true',
			// The database driver compiles in a third of the time at -O1.
			CFLAGS: '-O1 -w',
			// On Linux, the package contains the headers of Node.js.
			...(process.platform === 'linux' && {
				npm_config_nodedir: join(folder, 'node_modules', NODE_PACKAGE),
			}),
		},
	}));
	return getN8nInstallation();
}
