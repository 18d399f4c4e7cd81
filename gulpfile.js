/**
 * Generates files. Generated files are committed, except dist.
 *
 *   npx gulp icons    the light and the dark icon, from icons/pixverse.master.svg
 *   npx gulp codex    the .node.json file of each node: its categories and search terms in n8n
 *   npx gulp docs     docs/reference.md, from the description of the node and the catalog; run after changing either
 *   npx gulp schemas  the output schema of each operation, from its output; run after changing the output
 *   npx gulp assets   icons and codex; run before `n8n-node build`
 *   npx gulp check    fails if a committed icon or codex file isn't up to date
 *   npx gulp bundle   bundles the compiled code in dist and minifies the JSON files; run after `n8n-node build`
 *   npx gulp trim     removes files from dist that aren't part of the package; run last
 */
const { mkdir, readFile, readdir, rm, rmdir, writeFile } = require('node:fs/promises');
const path = require('node:path');

const { parallel, series } = require('gulp');
const prettier = require('prettier');
const { optimize } = require('svgo');

const packageJson = require('./package.json');

const root = __dirname;
const fromRoot = (file) => path.join(root, file);

/** The colors of the icon in n8n's themes: strong on white, bright on #2d2e3a. */
const iconColors = {
	'icons/pixverse.svg': { from: '#b01fd0', middle: '#5b3df0', to: '#0a93d8' },
	'icons/pixverse.dark.svg': { from: '#e58bff', middle: '#a08cff', to: '#43d2ff' },
};

/** Where n8n lists the node. The category names must be exactly those of n8n. */
const codexes = {
	'nodes/PixVerse/PixVerse.node.json': {
		node: 'pixVerse',
		nodeVersion: '1.0',
		categories: ['AI', 'Marketing & Content'],
		// The same as in n8n's AI vendor nodes. With 'Tools', the nodes panel would offer the node to agents only.
		subcategories: { AI: ['Miscellaneous', 'Root Nodes'] },
		alias: [
			'PixVerse',
			'useapi.net',
			'AI video',
			'video generator',
			'text to video',
			'image to video',
			'txt2vid',
			'img2vid',
			'animate image',
			'animation',
			'clip',
			'film',
			'movie',
			'reel',
			'avatar',
			'talking avatar',
			'lip sync',
			'music video',
			'upscale',
			'4K',
			'extend video',
			'restyle',
			'motion control',
			'AI image',
			'image generator',
			'text to image',
			'txt2img',
			'photo',
			'AI music',
			'song',
			'text to speech',
			'TTS',
			'AI voice',
			'voice over',
			'Veo',
			'Sora',
			'Kling',
			'Seedance',
			'Wan',
			'Hailuo',
			'MiniMax',
			'Grok Imagine',
			'HappyHorse',
			'Flux',
			'Nano Banana',
			'Seedream',
			'Qwen Image',
			'GPT Image',
			'Lyria',
			'ElevenLabs',
		],
	},
	'nodes/PixVerseTrigger/PixVerseTrigger.node.json': {
		node: 'pixVerseTrigger',
		nodeVersion: '1.0',
		categories: ['AI', 'Marketing & Content'],
		alias: [
			'PixVerse',
			'useapi',
			'useapi.net',
			'video finished',
			'video completed',
			'generation completed',
			'generation failed',
			'AI video',
			'AI image',
			'music',
			'speech',
		],
	},
};

/** The files of the package in dist. `n8n-node build` copies all PNG and SVG files of the project too. */
const publishedFiles = [
	/^(nodes|credentials)\/.+\.js$/,
	/^nodes\/.+\.node\.json$/,
	/^nodes\/.+\/__schema__\/.+\.json$/,
	/^icons\/pixverse(\.dark)?\.svg$/,
];

/** Replaces the color variables of the drawing and minifies it. */
function renderIcon(drawing, colors) {
	const colored = drawing.replace(/var\(--(\w+)\)/g, (use, name) => {
		if (!(name in colors)) throw new Error(`The drawing uses the undefined color ${use}`);
		return colors[name];
	});
	const { data } = optimize(colored, {
		multipass: true,
		js2svg: { finalNewline: true },
		plugins: [{ name: 'preset-default' }, 'removeDimensions', 'sortAttrs'],
	});
	return data;
}

/** Generates a codex file. Its links lead to sections of the README. */
async function generateCodex({ node, nodeVersion, categories, subcategories, alias }) {
	const readme = (section) => ({ url: `${packageJson.homepage}#${section}` });
	const codex = {
		node: `${packageJson.name}.${node}`,
		nodeVersion,
		codexVersion: '1.0',
		categories,
		subcategories,
		resources: {
			primaryDocumentation: [readme('readme')],
			credentialDocumentation: [readme('credentials')],
		},
		alias,
	};
	const style = await prettier.resolveConfig(__filename);
	return await prettier.format(JSON.stringify(codex, null, 2), { ...style, parser: 'json' });
}

/** Returns the paths and contents of the icons. */
async function generateIcons() {
	const drawing = await readFile(fromRoot('icons/pixverse.master.svg'), 'utf8');
	return Object.entries(iconColors).map(([file, colors]) => [file, renderIcon(drawing, colors)]);
}

/** Returns the paths and contents of the codex files. */
async function generateCodexes() {
	const files = Object.entries(codexes);
	return await Promise.all(files.map(async ([file, codex]) => [file, await generateCodex(codex)]));
}

async function write(files) {
	for (const [file, content] of files) {
		await mkdir(path.dirname(fromRoot(file)), { recursive: true });
		await writeFile(fromRoot(file), content);
	}
}

async function docs() {
	const { generateReference } = require('tsx/cjs/api').require(
		'./scripts/docs/reference.cts',
		__filename,
	);
	const style = await prettier.resolveConfig(__filename);
	const text = await prettier.format(generateReference(), { ...style, parser: 'markdown' });
	await write([['docs/reference.md', text]]);
}

async function schemas() {
	const { generateSchemas } = require('tsx/cjs/api').require(
		'./scripts/schemas/generate.cts',
		__filename,
	);
	const style = await prettier.resolveConfig(__filename);
	const generated = await generateSchemas();
	for (const node of await readdir(fromRoot('nodes'))) {
		await rm(fromRoot(`nodes/${node}/__schema__`), { recursive: true, force: true });
	}
	for (const { file, schema } of generated) {
		await write([
			[file, await prettier.format(JSON.stringify(schema), { ...style, parser: 'json' })],
		]);
	}
}

/** Minifies the JSON files of dist, which reduces their size by a fifth. */
async function minifyJson() {
	const dist = fromRoot('dist');
	for (const file of await readdir(dist, { recursive: true })) {
		if (!file.endsWith('.json')) continue;
		const content = JSON.parse(await readFile(path.join(dist, file), 'utf8'));
		await writeFile(path.join(dist, file), JSON.stringify(content));
	}
}

const icons = async () => await write(await generateIcons());
const codex = async () => await write(await generateCodexes());

async function check() {
	const stale = [];
	for (const [file, content] of [...(await generateIcons()), ...(await generateCodexes())]) {
		const committed = await readFile(fromRoot(file), 'utf8').catch(() => undefined);
		if (committed !== content) stale.push(file);
	}
	if (stale.length > 0)
		throw new Error(`Not up to date, run \`npx gulp assets\`: ${stale.join(', ')}`);
}

/** Removes all files from dist that aren't published, and empty folders. */
async function trim() {
	const dist = fromRoot('dist');
	const entries = await readdir(dist, { withFileTypes: true, recursive: true });
	const locate = (entry) => path.join(entry.parentPath ?? entry.path, entry.name);
	for (const file of entries.filter((entry) => !entry.isDirectory()).map(locate)) {
		const relative = path.relative(dist, file).split(path.sep).join('/');
		if (publishedFiles.some((pattern) => pattern.test(relative))) continue;
		await rm(file);
		console.log(`  removed: ${relative}`);
	}
	const folders = entries.filter((entry) => entry.isDirectory()).map(locate);
	for (const folder of folders.sort((a, b) => b.length - a.length)) {
		if ((await readdir(folder)).length === 0) await rmdir(folder);
	}
}

/** Replaces the files of the compiler, one per module, with the bundled ones. */
async function bundle() {
	const { bundlePackage } = await import('./scripts/package/bundle.mjs');
	const { nodes, credentials } = packageJson.n8n;
	const files = await bundlePackage(root, [...nodes, ...credentials]);
	const dist = fromRoot('dist');
	for (const file of await readdir(dist, { recursive: true })) {
		if (file.endsWith('.js')) await rm(path.join(dist, file));
	}
	await write([...files].map(([file, code]) => [path.join('dist', file), code]));
}

module.exports = {
	icons,
	codex,
	docs,
	schemas,
	assets: parallel(icons, codex),
	check,
	bundle: series(bundle, minifyJson),
	trim,
};
