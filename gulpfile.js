/**
 * The asset pipeline. Everything it writes is committed, so that a clone is complete as it is.
 *
 *   npx gulp icons    the light and the dark icon, from icons/pixverse.master.svg
 *   npx gulp codex    the .node.json of each node: where n8n lists it, and under which words it is found
 *   npx gulp docs     docs/reference.md, from the node's description and its catalog; run after changing either
 *   npx gulp schemas  the fields of what each operation puts out, from what it does put out; run after changing that
 *   npx gulp assets   icons and codex; run before `n8n-node build`
 *   npx gulp check    fails when a committed file is not what these tasks would write
 *   npx gulp bundle   makes the compiled code of dist into a few files, and its JSON compact; run after `n8n-node build`
 *   npx gulp trim     removes from dist what is no part of the package; run last
 */
const { mkdir, readFile, readdir, rm, rmdir, writeFile } = require('node:fs/promises');
const path = require('node:path');

const { parallel, series } = require('gulp');
const prettier = require('prettier');
const { optimize } = require('svgo');

const packageJson = require('./package.json');

const root = __dirname;
const fromRoot = (file) => path.join(root, file);

/** The colours of the drawing in each of n8n's themes: strong on white, bright on #2d2e3a. */
const themes = {
	'icons/pixverse.svg': { from: '#b01fd0', middle: '#5b3df0', to: '#0a93d8' },
	'icons/pixverse.dark.svg': { from: '#e58bff', middle: '#a08cff', to: '#43d2ff' },
};

/** Where n8n shows the node. The category names are n8n's own and must match letter for letter. */
const codexes = {
	'nodes/PixVerse/PixVerse.node.json': {
		node: 'pixVerse',
		nodeVersion: '1.0',
		categories: ['AI', 'Marketing & Content'],
		// As n8n's own AI vendor nodes: with 'Tools' the nodes panel offers the node to agents only. n8n makes the tool itself.
		subcategories: { AI: ['Miscellaneous', 'Root Nodes'] },
		alias: [
			'PixVerse',
			'useapi',
			'useapi.net',
			'video',
			'AI video',
			'video generation',
			'text to video',
			'image to video',
			'txt2vid',
			'img2vid',
			'clip',
			'film',
			'animation',
			'image',
			'AI image',
			'text to image',
			'music',
			'speech',
			'voice',
			'lip sync',
			'upscale',
			'Veo',
			'Sora',
			'Kling',
			'Seedance',
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

/** What belongs into the package; `n8n-node build` copies every PNG and SVG of the whole folder beside it. */
const shipped = [
	/^(nodes|credentials)\/.+\.js$/,
	/^nodes\/.+\.node\.json$/,
	/^nodes\/.+\/__schema__\/.+\.json$/,
	/^icons\/pixverse(\.dark)?\.svg$/,
];

/** The drawing with one theme's colours, as small as svgo gets it. */
function paint(drawing, colours) {
	const coloured = drawing.replace(/var\(--(\w+)\)/g, (use, name) => {
		if (!(name in colours)) throw new Error(`The drawing uses ${use}, which no theme defines`);
		return colours[name];
	});
	const { data } = optimize(coloured, {
		multipass: true,
		js2svg: { finalNewline: true },
		plugins: [{ name: 'preset-default' }, 'removeDimensions', 'sortAttrs'],
	});
	return data;
}

/** A codex file, formatted as the project's JSON is. Its links lead into the README of the package's home page. */
async function describe({ node, nodeVersion, categories, subcategories, alias }) {
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

/** Every generated icon: path → content. */
async function drawIcons() {
	const drawing = await readFile(fromRoot('icons/pixverse.master.svg'), 'utf8');
	return Object.entries(themes).map(([file, colours]) => [file, paint(drawing, colours)]);
}

/** Every generated codex file: path → content. */
async function describeNodes() {
	const files = Object.entries(codexes);
	return await Promise.all(files.map(async ([file, codex]) => [file, await describe(codex)]));
}

async function write(files) {
	for (const [file, content] of files) {
		await mkdir(path.dirname(fromRoot(file)), { recursive: true });
		await writeFile(fromRoot(file), content);
	}
}

async function docs() {
	const { reference } = require('tsx/cjs/api').require('./scripts/docs/reference.cts', __filename);
	const style = await prettier.resolveConfig(__filename);
	const text = await prettier.format(reference(), { ...style, parser: 'markdown' });
	await write([['docs/reference.md', text]]);
}

async function schemas() {
	const { generate } = require('tsx/cjs/api').require('./scripts/schemas/generate.cts', __filename);
	const style = await prettier.resolveConfig(__filename);
	const made = await generate();
	for (const node of await readdir(fromRoot('nodes'))) {
		await rm(fromRoot(`nodes/${node}/__schema__`), { recursive: true, force: true });
	}
	for (const { file, schema } of made) {
		await write([
			[file, await prettier.format(JSON.stringify(schema), { ...style, parser: 'json' })],
		]);
	}
}

/** Puts each JSON file of dist on one line: n8n does not mind, and they take a fifth less room. */
async function compact() {
	const dist = fromRoot('dist');
	for (const file of await readdir(dist, { recursive: true })) {
		if (!file.endsWith('.json')) continue;
		const content = JSON.parse(await readFile(path.join(dist, file), 'utf8'));
		await writeFile(path.join(dist, file), JSON.stringify(content));
	}
}

const icons = async () => await write(await drawIcons());
const codex = async () => await write(await describeNodes());

async function check() {
	const stale = [];
	for (const [file, content] of [...(await drawIcons()), ...(await describeNodes())]) {
		const committed = await readFile(fromRoot(file), 'utf8').catch(() => undefined);
		if (committed !== content) stale.push(file);
	}
	if (stale.length > 0)
		throw new Error(`Not current, run \`npx gulp assets\`: ${stale.join(', ')}`);
}

/** Removes what is not `shipped` from dist, then the folders left empty, and says what it removed. */
async function trim() {
	const dist = fromRoot('dist');
	const entries = await readdir(dist, { withFileTypes: true, recursive: true });
	const locate = (entry) => path.join(entry.parentPath ?? entry.path, entry.name);
	for (const file of entries.filter((entry) => !entry.isDirectory()).map(locate)) {
		const relative = path.relative(dist, file).split(path.sep).join('/');
		if (shipped.some((pattern) => pattern.test(relative))) continue;
		await rm(file);
		console.log(`  not shipped: ${relative}`);
	}
	const folders = entries.filter((entry) => entry.isDirectory()).map(locate);
	for (const folder of folders.sort((a, b) => b.length - a.length)) {
		if ((await readdir(folder)).length === 0) await rmdir(folder);
	}
}

/** Replaces what the compiler wrote, a file for each module. */
async function bundle() {
	const { bundle: bundled } = await import('./scripts/package/bundle.mjs');
	const { nodes, credentials } = packageJson.n8n;
	const files = await bundled(root, [...nodes, ...credentials]);
	const dist = fromRoot('dist');
	for (const file of await readdir(dist, { recursive: true })) {
		if (file.endsWith('.js')) await rm(path.join(dist, file));
	}
	for (const [file, code] of files) {
		await write([[path.join('dist', file), code]]);
	}
}

module.exports = {
	icons,
	codex,
	docs,
	schemas,
	assets: parallel(icons, codex),
	check,
	bundle: series(bundle, compact),
	trim,
};
