import { readFile } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import swc from '@swc/core';
import { build } from 'esbuild';
import ts from 'typescript';

/** The code of all nodes and credentials, below dist. */
const BUNDLE = 'nodes/bundle.js';
/** Modules that the nodes only need on the first use of what they import from them. */
const LAZY_MODULES = ['./actions/index', './description'];

/**
 * Bundles the published code into one file. The registered files export their class from it.
 *
 * Every n8n process loads the nodes at start, so the bundle evaluates as little as possible then. What a node only needs
 * when it runs isn't in another file, because an update of the package could mix two versions in one process.
 *
 * @param {string} root The project.
 * @param {string[]} entries The registered files, as package.json names them: 'dist/nodes/PixVerse/PixVerse.node.js'.
 * @returns {Promise<Map<string, string>>} The code by its path below dist. CommonJS.
 */
export async function bundlePackage(root, entries) {
	const classes = entries.map((entry) => {
		const file = entry.replace(/^dist\//, '');
		return { file, name: posix.basename(file).replace(/\..*/, '') };
	});
	const { outputFiles } = await build({
		stdin: {
			contents: classes
				.map(({ file, name }) => `export { ${name} } from './${file.replace(/\.js$/, '')}';`)
				.join('\n'),
			resolveDir: root,
		},
		bundle: true,
		minify: true,
		format: 'cjs',
		platform: 'node',
		packages: 'external',
		charset: 'ascii',
		legalComments: 'none',
		// When a file is loaded, the engine skips the bodies of functions, but not those of arrow functions.
		supported: { arrow: false },
		plugins: [lazyImports],
		write: false,
	});
	const exported = classes.map(({ file, name }) => {
		const bundle = posix.relative(dirname(file), BUNDLE);
		return /** @type {const} */ ([file, `exports.${name} = require('${bundle}').${name};\n`]);
	});
	return new Map([[BUNDLE, splitStatements(outputFiles[0]?.text ?? '')], ...exported]);
}

/**
 * Lets the nodes import some modules on their first use. TypeScript can't express it: `import()` is asynchronous.
 *
 * @type {import('esbuild').Plugin}
 */
const lazyImports = {
	name: 'lazy-imports',
	setup({ onLoad }) {
		onLoad({ filter: /\.node\.ts$/ }, async ({ path }) => {
			const { code } = await swc.transform(await readFile(path, 'utf8'), {
				filename: path,
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
				module: { type: 'commonjs', lazy: LAZY_MODULES, ignoreDynamic: true },
			});
			return { contents: code };
		});
	},
};

/** Prints one line per statement, so that a line can be found. */
function splitStatements(/** @type {string} */ code) {
	const { statements } = ts.createSourceFile('minified.js', code, ts.ScriptTarget.Latest);
	return statements.map(({ pos, end }) => `${code.slice(pos, end).trim()}\n`).join('');
}
