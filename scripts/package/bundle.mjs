import { join, relative, sep } from 'node:path';
import { build, transform } from 'esbuild';
import ts from 'typescript';

/** `import { a as b, c } from 'd';`, as esbuild prints it. */
const IMPORT = /^import \{([^}]*)\} from "([^"]+)";$/gm;
/** `export { a, b as c };`, which esbuild prints once, at the end. */
const EXPORT = /^export \{([^}]*)\};$/m;
/** What the nodes share. esbuild's own names for it change with its content. */
const SHARED = /shared-[A-Z0-9]{8}\.js/;

/**
 * The code that is published: one file for each node and credential, and one for what the nodes share. All names stay,
 * and comments say where each part comes from. A fifth of the compiler's own output, a file for each module, is modules
 * naming each other, and another fifth white space.
 *
 * @param {string} root The project.
 * @param {string[]} entries The registered files, as package.json names them: 'dist/nodes/PixVerse/PixVerse.node.js'.
 * @returns {Promise<Map<string, string>>} The code by its path below dist. CommonJS.
 */
export async function bundle(root, entries) {
	// Apart, because the credential shares nothing with the nodes but would get a file for that.
	const kinds = ['dist/nodes/', 'dist/credentials/'];
	const bundles = await Promise.all(
		kinds.map((kind) =>
			bundleTogether(
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
async function bundleTogether(root, entries) {
	const { outputFiles } = await build({
		absWorkingDir: root,
		entryPoints: entries.map((file) => file.replace(/^dist\/(.+)\.js$/, '$1.ts')),
		outbase: '.',
		outdir: 'dist',
		chunkNames: 'nodes/shared-[hash]',
		bundle: true,
		splitting: true,
		// Only this format can be split; what Node loads is made of it below.
		format: 'esm',
		platform: 'node',
		packages: 'external',
		charset: 'utf8',
		legalComments: 'none',
		write: false,
	});
	const dist = join(root, 'dist');
	const shared = outputFiles.filter(({ path: file }) => SHARED.test(file));
	if (shared.length > 1) throw new Error('The nodes share more than one file');
	return await Promise.all(
		outputFiles.map(async ({ path: file, text }) => {
			const place = relative(dist, file).split(sep).join('/');
			return /** @type {const} */ ([
				place.replace(SHARED, 'shared.js'),
				await compact(commonJs(text).replace(SHARED, 'shared.js')),
			]);
		}),
	);
}

/**
 * The same code without white space, each function on a line of its own. Names stay, and so do the comments that say
 * where each part comes from, so that errors can be followed to the sources.
 *
 * @param {string} code
 */
async function compact(code) {
	const parts = await Promise.all(
		code
			.split(ORIGIN)
			.map(async (part) =>
				part.startsWith('// ') && !part.includes('\n') ? `${part}\n` : lines(part),
			),
	);
	return parts.join('');
}

/** `// nodes/shared/api/client.ts`, as esbuild marks what comes from there. */
const ORIGIN = /^(\/\/ (?:nodes|credentials)\/.+\.ts)\n/gm;

/** @param {string} code Some statements. */
async function lines(code) {
	const { code: compacted } = await transform(code, {
		minifyWhitespace: true,
		minifySyntax: true,
		charset: 'utf8',
		legalComments: 'none',
		platform: 'node',
	});
	const { statements } = ts.createSourceFile('compacted.js', compacted, ts.ScriptTarget.Latest);
	return statements.map(({ pos, end }) => `${compacted.slice(pos, end).trim()}\n`).join('');
}

/**
 * An ES module of esbuild as a CommonJS one: its imports and exports are the only statements that differ.
 *
 * @param {string} code
 */
function commonJs(code) {
	const required = code
		.replace(IMPORT, (_, names, from) => {
			return `const {${names.replaceAll(' as ', ': ')}} = require("${from}");`;
		})
		.replace(EXPORT, (_, names) => {
			return `module.exports = {${names.replace(/(\S+) as ([^,\s]+)/g, '$2: $1')}};`;
		});
	const odd = /^(?:import|export)\b.*/m.exec(required);
	if (odd) throw new Error(`esbuild has written an unknown form: ${odd[0]}`);
	// Marks for tools that leave out what is not used, which has been done.
	return `"use strict";\n${required.replaceAll('/* @__PURE__ */ ', '')}`;
}
