import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT } from './n8n/installation.cts';

/** A package with everything that a package must not have. In the project, where the rules find their parsers. */
let folder: string;
beforeAll(() => {
	mkdirSync(join(PROJECT, '.cache'), { recursive: true });
	folder = mkdtempSync(join(PROJECT, '.cache', 'scan-test-'));
	const write = (file: string, text: string) => {
		mkdirSync(join(folder, file, '..'), { recursive: true });
		writeFileSync(join(folder, file), text);
	};
	write(
		'package.json',
		JSON.stringify({
			name: 'n8n-nodes-bad',
			scripts: { postinstall: 'node steal.js', test: 'jest' },
			dependencies: { undici: '7.0.0' },
			n8n: {
				nodes: ['dist/nodes/Bad.node.js'],
				credentials: ['dist/credentials/Gone.credentials.js'],
			},
		}),
	);
	write(
		'dist/nodes/Bad.node.js',
		'/* eslint-disable */\nconst { fetch } = require("undici");\nconsole.log(process.env);\n',
	);
	write('nodes/Bad.node.ts', '// eslint-disable-next-line no-console\nconsole.log(1);\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Evaluates an expression with what one of the scan's modules exports; tests cannot load modules themselves. */
const inModule = (module: string, expression: string): string =>
	execFileSync(
		process.execPath,
		[
			'--input-type=module',
			'-e',
			`import * as scan from ${JSON.stringify(pathToFileURL(join(PROJECT, 'scripts', 'scan', module)).href)};
			const folder = process.argv[1];
			console.log(JSON.stringify(await ${expression}));`,
			folder,
		],
		{ encoding: 'utf8' },
	);

describe('npm run scan', () => {
	it('applies the rules of the package scanner to published code, whatever comments say', () => {
		const found = inModule('rules.mjs', 'scan.scanFolder(folder, "published")');

		expect(found).toMatch(/Bad\.node\.js:3 error: [^"]*no-console/);
		expect(found).toMatch(/package\.json:\d+ error/);
	});

	it('applies them to the source, and finds comments that switch rules off', () => {
		expect(inModule('rules.mjs', 'scan.scanFolder(folder, "source")')).toMatch(
			/Bad\.node\.ts:2 error: [^"]*no-console/,
		);
		expect(inModule('rules.mjs', 'scan.findDisables(folder)')).toContain(
			'Bad.node.ts:1 switches a rule off',
		);
	});

	it('finds what the rules let pass: dependencies, scripts, stray and missing files, size, foreign modules', () => {
		const report = {
			unpackedSize: 400_000,
			files: [
				{ path: 'package.json' },
				{ path: 'dist/nodes/Bad.node.js' },
				{ path: 'dist/docs/picture.png' },
			],
		};

		const found = inModule('manifest.mjs', `scan.checkPackage(folder, ${JSON.stringify(report)})`);

		expect(JSON.parse(found)).toEqual([
			'package.json has dependencies; a verified package has none',
			'package.json has the lifecycle script "postinstall"',
			'dist/docs/picture.png does not belong into the package',
			'dist/credentials/Gone.credentials.js is registered in package.json but not in the package',
			'The package has 400000 bytes unpacked, more than 300000',
			'dist/nodes/Bad.node.js loads "undici", which n8n does not offer',
		]);
	});

	it('finds a package that cannot be loaded', () => {
		expect(inModule('load.mjs', 'scan.loadPackage(folder)')).toContain(
			'The package cannot be loaded',
		);
	});
});
