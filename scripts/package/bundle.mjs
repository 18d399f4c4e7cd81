import { join, relative, sep } from 'node:path';
import { build, transform } from 'esbuild';
import ts from 'typescript';

/** `import { a as b, c } from 'd';`, as esbuild prints it. */
const IMPORT = /^import \{([^}]*)\} from "([^"]+)";$/gm;
/** `export { a, b as c };`, which esbuild prints once, at the end. */
const EXPORT = /^export \{([^}]*)\};$/m;
/** The code that the nodes share. esbuild puts a hash of its content into the name. */
const SHARED_FILE = /shared-[A-Z0-9]{8}\.js/;

/**
 * Bundles the published code into one file per node and credential, and one file for the code that the nodes share.
 * Without bundling, imports and exports take a fifth of the size, and white space another fifth.
 *
 * @param {string} root The project.
 * @param {string[]} entries The registered files, as package.json names them: 'dist/nodes/PixVerse/PixVerse.node.js'.
 * @returns {Promise<Map<string, string>>} The code by its path below dist. CommonJS.
 */
export async function bundlePackage(root, entries) {
	// Separately, because esbuild would create a shared file for the credential too.
	const kinds = ['dist/nodes/', 'dist/credentials/'];
	const bundles = await Promise.all(
		kinds.map((kind) =>
			bundleFiles(
				root,
				entries.filter((file) => file.startsWith(kind)),
			),
		),
	);
	return new Map(bundles.flat());
}

/**
 * @param {string} root
 * @param {string[]} entries
 */
async function bundleFiles(root, entries) {
	const { outputFiles } = await build({
		absWorkingDir: root,
		entryPoints: entries.map((file) => file.replace(/^dist\/(.+)\.js$/, '$1.ts')),
		outbase: '.',
		outdir: 'dist',
		chunkNames: 'nodes/shared-[hash]',
		bundle: true,
		splitting: true,
		// esbuild can split this format only. It's converted to CommonJS below.
		format: 'esm',
		platform: 'node',
		packages: 'external',
		charset: 'ascii',
		legalComments: 'none',
		write: false,
	});
	const dist = join(root, 'dist');
	const shared = outputFiles.filter(({ path: outputPath }) => SHARED_FILE.test(outputPath));
	if (shared.length > 1) throw new Error('The nodes share more than one file');
	return await Promise.all(
		outputFiles.map(async ({ path: outputPath, text }) => {
			const path = relative(dist, outputPath).split(sep).join('/');
			return /** @type {const} */ ([
				path.replace(SHARED_FILE, 'shared.js'),
				await minify(toCommonJs(text).replace(SHARED_FILE, 'shared.js')),
			]);
		}),
	);
}

/**
 * Removes white space and shortens names, except those that the files export, but keeps one line per statement. The names
 * of all functions would take a tenth of the package.
 *
 * @param {string} code A CommonJS module.
 */
async function minify(code) {
	const { code: minified } = await transform(code, {
		format: 'cjs',
		minify: true,
		charset: 'ascii',
		legalComments: 'none',
		platform: 'node',
	});
	const { statements } = ts.createSourceFile('minified.js', minified, ts.ScriptTarget.Latest);
	return statements.map(({ pos, end }) => `${minified.slice(pos, end).trim()}\n`).join('');
}

/**
 * Converts an ES module of esbuild to CommonJS. Only its imports and exports differ.
 *
 * @param {string} code
 */
function toCommonJs(code) {
	const required = code
		.replace(IMPORT, (_, names, from) => {
			return `const {${names.replaceAll(' as ', ': ')}} = require("${from}");`;
		})
		.replace(EXPORT, (_, names) => {
			return `module.exports = {${names.replace(/(\S+) as ([^,\s]+)/g, '$2: $1')}};`;
		});
	const unknown = /^(?:import|export)\b.*/m.exec(required);
	if (unknown) throw new Error(`esbuild generated an unknown statement: ${unknown[0]}`);
	// The marks are for tools that remove unused code, which esbuild has done.
	return `"use strict";\n${required.replaceAll('/* @__PURE__ */ ', '')}`;
}
