import { execFileSync, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROJECT = path.resolve(__dirname, '../..');
const gulpCommand = path.join(path.dirname(require.resolve('gulp')), 'bin/gulp.js');

/** Runs a gulp task in a folder. */
async function runGulp(
	folder: string,
	task: string,
): Promise<{ code: number | null; output: string }> {
	const child = spawn(process.execPath, [gulpCommand, task], { cwd: folder });
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
	return { code, output };
}

/** Copies the files that the gulp tasks read and write. */
async function copyProject(): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'assets-'));
	for (const name of ['gulpfile.js', 'package.json', '.prettierrc.js', 'icons']) {
		await cp(path.join(PROJECT, name), path.join(folder, name), { recursive: true });
	}
	for (const node of ['PixVerse', 'PixVerseTrigger']) {
		const codex = `nodes/${node}/${node}.node.json`;
		await cp(path.join(PROJECT, codex), path.join(folder, codex));
	}
	await symlink(path.join(PROJECT, 'node_modules'), path.join(folder, 'node_modules'));
	return folder;
}

/** Creates empty files and their folders. */
async function createFiles(folder: string, ...files: string[]): Promise<void> {
	for (const file of files) {
		await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
		await writeFile(path.join(folder, file), '');
	}
}

describe('Gulp tasks', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await copyProject();
	});
	afterEach(async () => {
		await rm(folder, { recursive: true, force: true });
	});

	it('should generate the committed files', async () => {
		expect(await runGulp(PROJECT, 'check')).toMatchObject({ code: 0 });
	}, 180_000);

	it.each([
		'icons/pixverse.svg',
		'icons/pixverse.dark.svg',
		'nodes/PixVerse/PixVerse.node.json',
		'nodes/PixVerseTrigger/PixVerseTrigger.node.json',
	])('should fail the check if %s was changed by hand', async (file) => {
		await writeFile(path.join(folder, file), '<svg/>');
		const result = await runGulp(folder, 'check');
		expect(result.code).not.toBe(0);
		expect(result.output).toContain(`Not up to date, run \`npx gulp assets\`: ${file}`);
	});

	it('should fail the check after a change of the drawing until the icons are generated again', async () => {
		const drawing = path.join(folder, 'icons/pixverse.master.svg');
		const changed = (await readFile(drawing, 'utf8')).replace('width="7.5"', 'width="11.25"');
		await writeFile(drawing, changed);
		expect((await runGulp(folder, 'check')).code).not.toBe(0);
		expect((await runGulp(folder, 'assets')).code).toBe(0);
		expect((await runGulp(folder, 'check')).code).toBe(0);
	});

	it('should only keep published files in dist', async () => {
		const published = [
			'credentials/PixVerseApi.credentials.js',
			'icons/pixverse.dark.svg',
			'icons/pixverse.svg',
			'nodes/PixVerse/PixVerse.node.js',
			'nodes/PixVerse/PixVerse.node.json',
			'nodes/PixVerse/__schema__/v1.0.0/video/create.json',
			'nodes/shared/api/client.js',
		];
		await createFiles(
			path.join(folder, 'dist'),
			...published,
			'icons/pixverse.master.svg',
			'docs/images/editor.png',
			'simulator/media/poster.png',
			'artifacts/editor.png',
		);
		expect(await runGulp(folder, 'trim')).toMatchObject({ code: 0 });
		const entries = await readdir(path.join(folder, 'dist'), { recursive: true });
		// Folders of versions contain dots, too: v1.0.0.
		const isFile = (entry: string) => /\.[a-z]+$/.test(entry);
		expect(entries.filter(isFile).sort()).toEqual(published);
		expect(entries.filter((entry) => !isFile(entry)).sort()).toEqual([
			'credentials',
			'icons',
			'nodes',
			'nodes/PixVerse',
			'nodes/PixVerse/__schema__',
			'nodes/PixVerse/__schema__/v1.0.0',
			'nodes/PixVerse/__schema__/v1.0.0/video',
			'nodes/shared',
			'nodes/shared/api',
		]);
	});
});

describe('Published code', () => {
	it('should be in one file, with the same descriptions, and only load what n8n needs at start', async () => {
		const folder = await copyProject();
		try {
			for (const part of ['nodes', 'credentials', 'scripts/package', 'tsconfig.json'])
				await cp(path.join(PROJECT, part), path.join(folder, part), { recursive: true });
			const dist = path.join(folder, 'dist');
			await createFiles(dist, 'nodes/PixVerse/PixVerse.node.js', 'nodes/shared/api/client.js');
			const schemas = 'nodes/PixVerse/__schema__';
			await cp(path.join(PROJECT, schemas), path.join(dist, schemas), { recursive: true });

			expect(await runGulp(folder, 'bundle')).toMatchObject({ code: 0 });

			const files = (await readdir(dist, { recursive: true })).filter((file) => /\.js$/.test(file));
			expect(files.sort()).toEqual([
				'credentials/PixVerseApi.credentials.js',
				'nodes/PixVerse/PixVerse.node.js',
				'nodes/PixVerseTrigger/PixVerseTrigger.node.js',
				'nodes/bundle.js',
			]);
			const schema = `${schemas}/v1.1.0/video/create.json`;
			const [source, compact] = await Promise.all(
				[PROJECT, dist].map(async (each) => await readFile(path.join(each, schema), 'utf8')),
			);
			expect(compact).toBe(JSON.stringify(JSON.parse(source ?? '')));
			const load = `
				const { Module } = require('node:module');
				const { require: original } = Module.prototype;
				const required = new Set();
				Module.prototype.require = function (id) {
					if (!/node_modules|eval/.test(this.filename)) required.add(id);
					return original.call(this, id);
				};
				const types = process.argv.slice(1).map((file) => {
					const [Class] = Object.values(require(file));
					return new Class();
				});
				const loaded = { required: [...required], types };
				console.log(JSON.stringify(loaded));`;
			const loadAll = (...paths: string[]) =>
				JSON.parse(
					execFileSync(process.execPath, ['-r', 'tsx/cjs', '-e', load, ...paths], {
						cwd: folder,
						encoding: 'utf8',
					}),
				) as { types: unknown[]; required: string[] };
			const published = files.filter((file) => file !== 'nodes/bundle.js');
			const loaded = loadAll(...published.map((file) => path.join(dist, file)));
			const sources = published.map((file) => path.join(folder, file.replace(/\.js$/, '.ts')));
			expect(loaded.types).toEqual(loadAll(...sources).types);
			// Not zod, for example, which the request schemas need.
			expect(loaded.required.sort()).toEqual([
				'../bundle.js',
				'../nodes/bundle.js',
				'n8n-workflow',
			]);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}, 120_000);
});

describe('Icons', () => {
	it.each(['icons/pixverse.svg', 'icons/pixverse.dark.svg'])(
		'%s should be a small square vector image',
		async (file) => {
			const svg = await readFile(path.join(PROJECT, file), 'utf8');
			expect(svg).toContain('viewBox="0 0 60 60"');
			expect(svg).not.toMatch(/<image|<text|<script|href=|var\(/);
			expect(svg.length).toBeLessThan(1500);
		},
	);

	it('should differ between the light and the dark theme', async () => {
		const [light, dark] = await Promise.all(
			['pixverse.svg', 'pixverse.dark.svg'].map(
				async (name) => await readFile(path.join(PROJECT, 'icons', name), 'utf8'),
			),
		);
		expect(light).not.toBe(dark);
	});
});

describe('Codex file', () => {
	it('should contain the node, categories of n8n, and search terms', async () => {
		const codex: unknown = JSON.parse(
			await readFile(path.join(PROJECT, 'nodes/PixVerse/PixVerse.node.json'), 'utf8'),
		);
		expect(codex).toMatchObject({
			node: 'n8n-nodes-pixverse.pixVerse',
			codexVersion: '1.0',
			categories: ['AI', 'Marketing & Content'],
			subcategories: { AI: ['Miscellaneous', 'Root Nodes'] },
			alias: expect.arrayContaining(['useapi.net', 'AI video', 'text to video', 'image to video']),
		});
	});
});
