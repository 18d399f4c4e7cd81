import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** n8n users install the package on small machines. */
const MAX_UNPACKED_BYTES = 300_000;

/** The patterns that the files of the published package match. */
const EXPECTED_FILES = [
	/^(?:package\.json|README\.md|LICENSE\.md|CHANGELOG\.md)$/,
	/^dist\/(?:nodes|credentials)\/.+\.js$/,
	/^dist\/nodes\/.+\.node\.json$/,
	/^dist\/nodes\/.+\/__schema__\/.+\.json$/,
	/^dist\/icons\/.+\.svg$/,
];

/** Scripts that npm runs when a user installs the package or a maintainer publishes it. */
const LIFECYCLE_SCRIPT = /^(?:pre|post).+|^(?:install|prepare|publish|dependencies|version)$/;

/**
 * The modules that n8n provides to verified packages. n8n's rules also allow development packages, which are missing at
 * run time.
 */
const PROVIDED_MODULES = ['n8n-workflow', 'zod', 'luxon', 'lodash', 'crypto', 'node:crypto'];

/**
 * Checks what n8n's rules don't: the files of the package, its size, its scripts, and the modules that its code loads.
 *
 * @param {string} folder The unpacked package.
 * @param {import('../package/pack.mjs').PackReport} report The output of `npm pack`.
 * @returns {string[]} Findings.
 */
export function checkPackage(folder, report) {
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const paths = report.files.map(({ path }) => path);
	return [
		...[
			'dependencies',
			'optionalDependencies',
			'bundledDependencies',
			'bundleDependencies',
			'overrides',
		]
			.filter((field) => Object.keys(manifest[field] ?? {}).length > 0)
			.map((field) => `package.json has ${field}; a verified package has none`),
		...Object.keys(manifest.scripts ?? {})
			.filter((name) => LIFECYCLE_SCRIPT.test(name))
			.map((name) => `package.json has the lifecycle script "${name}"`),
		...paths
			.filter((path) => !EXPECTED_FILES.some((pattern) => pattern.test(path)))
			.map((path) => `${path} isn't part of the package`),
		...[...manifest.n8n.nodes, ...manifest.n8n.credentials]
			.filter((path) => !paths.includes(path))
			.map((path) => `${path} is registered in package.json but not in the package`),
		...(report.unpackedSize > MAX_UNPACKED_BYTES
			? [`The unpacked package has ${report.unpackedSize} bytes, more than ${MAX_UNPACKED_BYTES}`]
			: []),
		...paths
			.filter((path) => path.endsWith('.js'))
			.flatMap((path) => findMissingModules(folder, path)),
	];
}

/** Finds modules that a compiled file loads and n8n doesn't provide. */
function findMissingModules(/** @type {string} */ folder, /** @type {string} */ path) {
	const code = readFileSync(join(folder, path), 'utf8');
	return [...code.matchAll(/\b(?:require|import)\(\s*["']([^"']+)["']\s*\)/g)]
		.map(([, name]) => name ?? '')
		.filter((name) => !name.startsWith('.') && !PROVIDED_MODULES.includes(name))
		.map((name) => `${path} loads "${name}", which n8n doesn't provide`);
}
