import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { explain, Failure } from './failure.mjs';

/**
 * The npm settings that say where packages come from and how to get there. They are passed on; everything else that an
 * outer npm leaves in the environment (its dry-run, omit, prefix, workspace … of the moment) must not reach an inner one.
 */
const PASSED_ON =
	/^npm_config_(?:.*registry|.*_auth.*|cache|cafile|ca|cert|key|proxy|https?_proxy|noproxy|strict_ssl|userconfig|globalconfig|maxsockets|fetch_.*|prefer_offline|offline|python|nodedir)$/i;

/**
 * A copy of an environment without what an outer npm left in it.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutOuterNpm(env = process.env) {
	const leaked = (/** @type {string} */ name) =>
		(/^npm_config_/i.test(name) && !PASSED_ON.test(name)) ||
		/^npm_(?:package|lifecycle|command|node_execpath|execpath)/i.test(name) ||
		// NODE_ENV=production would leave devDependencies out.
		name === 'INIT_CWD' ||
		name === 'NODE_ENV';
	return Object.fromEntries(Object.entries(env).filter(([name]) => !leaked(name)));
}

/**
 * Finds npm's own program file, so that it can be run with any Node and without a shell.
 *
 * @returns {string} The path of npm-cli.js.
 * @throws {Failure} When there is no npm.
 */
export function findNpm() {
	const given = process.env.npm_execpath ?? '';
	const prefix = dirname(process.execPath);
	const candidates = [
		basename(given) === 'npm-cli.js' ? given : '',
		join(prefix, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(prefix, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		...(process.env.PATH ?? '')
			.split(delimiter)
			.flatMap((folder) => [
				join(folder, 'npm'),
				join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
			]),
	];
	for (const candidate of candidates) {
		if (!candidate || !existsSync(candidate)) continue;
		const file = realpathSync(candidate);
		if (basename(file) === 'npm-cli.js') return file;
	}
	throw new Failure(
		'npm was not found.',
		'Install npm (it comes with Node.js, https://nodejs.org).',
	);
}

/**
 * Asks the registry for something small. npm itself tries for more than a minute before it says that there is no
 * network.
 *
 * @param {string} cwd Where the install will be: the folder's .npmrc counts.
 * @param {string} step What is going to be done, for example "Installing n8n".
 * @throws {Failure}
 */
export function requireRegistry(cwd, step) {
	const env = withoutOuterNpm();
	// Whoever works from npm's cache knows it.
	if (Object.keys(env).some((name) => /^npm_config_(?:prefer_)?offline$/i.test(name))) return;
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[findNpm(), 'view', 'tslib', 'version', '--fetch-retries=0', '--fetch-timeout=20000'],
		{ cwd, env, encoding: 'utf8' },
	);
	if (status !== 0) throw explain(step, `${stdout}${stderr}`);
}

/**
 * The registry and network settings that npm would use in a folder, in the form in which pnpm and others take them.
 *
 * @param {string} cwd
 * @returns {NodeJS.ProcessEnv}
 */
export function networkSettings(cwd) {
	const wanted = ['registry', 'cafile', 'proxy', 'https-proxy', 'noproxy', 'strict-ssl'];
	const printed = execFileSync(process.execPath, [findNpm(), 'config', 'list', '--json'], {
		cwd,
		env: withoutOuterNpm(),
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		maxBuffer: 1 << 24,
	});
	/** @type {Record<string, unknown>} */
	const settings = JSON.parse(printed);
	return Object.fromEntries(
		wanted
			.filter(
				(name) => settings[name] !== null && settings[name] !== undefined && settings[name] !== '',
			)
			.map((name) => [`npm_config_${name.replaceAll('-', '_')}`, String(settings[name])]),
	);
}
