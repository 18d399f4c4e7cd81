import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The package should stay small: n8n users install it on small machines. */
const LARGEST_UNPACKED = 300_000;

/** Every file of the published package must be one of these. */
const EXPECTED_FILES = [
	/^(?:package\.json|README\.md|LICENSE\.md|CHANGELOG\.md)$/,
	/^dist\/(?:nodes|credentials)\/.+\.js$/,
	/^dist\/nodes\/.+\.node\.json$/,
	/^dist\/nodes\/.+\/__schema__\/.+\.json$/,
	/^dist\/icons\/.+\.svg$/,
];

/** What npm runs on its own at a user's installation or at our publishing. */
const LIFECYCLE = /^(?:pre|post).+|^(?:install|prepare|publish|dependencies|version)$/;

/**
 * What compiled code may load: what n8n offers to a verified package. n8n's rules also let every devDependency pass,
 * which would be missing at run time.
 */
const LOADABLE = ['n8n-workflow', 'zod', 'luxon', 'lodash', 'crypto', 'node:crypto'];

/**
 * Checks what n8n's rules do not: the files of the package, its size, its scripts, and what its code loads.
 *
 * @param {string} folder The unpacked package.
 * @param {import('../package/pack.mjs').PackReport} report What `npm pack` said.
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
			.filter((name) => LIFECYCLE.test(name))
			.map((name) => `package.json has the lifecycle script "${name}"`),
		...paths
			.filter((path) => !EXPECTED_FILES.some((pattern) => pattern.test(path)))
			.map((path) => `${path} does not belong into the package`),
		...[...manifest.n8n.nodes, ...manifest.n8n.credentials]
			.filter((path) => !paths.includes(path))
			.map((path) => `${path} is registered in package.json but not in the package`),
		...(report.unpackedSize > LARGEST_UNPACKED
			? [`The package has ${report.unpackedSize} bytes unpacked, more than ${LARGEST_UNPACKED}`]
			: []),
		...paths.filter((path) => path.endsWith('.js')).flatMap((path) => unloadable(folder, path)),
	];
}

/** Modules that a compiled file loads and that a user's n8n would not find. */
function unloadable(/** @type {string} */ folder, /** @type {string} */ path) {
	const code = readFileSync(join(folder, path), 'utf8');
	return [...code.matchAll(/\b(?:require|import)\(\s*["']([^"']+)["']\s*\)/g)]
		.map(([, name]) => name ?? '')
		.filter((name) => !name.startsWith('.') && !LOADABLE.includes(name))
		.map((name) => `${path} loads "${name}", which n8n does not offer`);
}
