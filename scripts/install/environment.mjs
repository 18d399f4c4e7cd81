import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT_FOLDER = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Logs, the packed package, and the demo's n8n instance. Ignored by git, can be deleted. */
export const CACHE_FOLDER = join(PROJECT_FOLDER, '.cache');
export const LOG_FOLDER = join(CACHE_FOLDER, 'logs');

/** npm as a program. On Windows it's a script, which needs a shell. */
export const NPM = { command: 'npm', shell: process.platform === 'win32' };
/** npm retries failed requests for some seconds instead of minutes. */
export const NPM_INSTALL_OPTIONS =
	'--ignore-scripts --include=dev --loglevel=http --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000'.split(
		' ',
	);

/** Settings of the npm command that a script belongs to. They would change what another npm does. */
const OUTER_SETTINGS =
	/^(?:npm_config_(?:dry_run|global|ignore_scripts|json|omit|prefix|workspaces?)|INIT_CWD|NODE_ENV)$/i;

export function getChildEnvironment() {
	const variables = Object.entries(process.env).filter(([name]) => !OUTER_SETTINGS.test(name));
	return Object.fromEntries(variables);
}
