import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT } from './n8n/installation.cts';

/** The folder of a package that violates all rules. It's in the project, where ESLint finds its parsers. */
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

/** Evaluates an expression with the exports of a scan module. Tests can't import the scripts, which are ES modules. */
const evaluateInModule = (module: string, expression: string): string =>
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
	it('should apply the rules of the package scanner to published code and ignore comments', () => {
		const found = evaluateInModule('rules.mjs', 'scan.scanFolder(folder, "published")');

		expect(found).toMatch(/Bad\.node\.js:3 error: [^"]*no-console/);
		expect(found).toMatch(/package\.json:\d+ error/);
	});

	it('should apply the rules to the sources and find comments that turn off rules', () => {
		expect(evaluateInModule('rules.mjs', 'scan.scanFolder(folder, "source")')).toMatch(
			/Bad\.node\.ts:2 error: [^"]*no-console/,
		);
		expect(evaluateInModule('rules.mjs', 'scan.findDisabledRules(folder)')).toContain(
			'Bad.node.ts:1 turns off a rule',
		);
	});

	it('should find dependencies, scripts, unexpected and missing files, the size, and missing modules', () => {
		const report = {
			unpackedSize: 400_000,
			files: [
				{ path: 'package.json' },
				{ path: 'dist/nodes/Bad.node.js' },
				{ path: 'dist/docs/picture.png' },
			],
		};

		const found = evaluateInModule(
			'manifest.mjs',
			`scan.checkPackage(folder, ${JSON.stringify(report)})`,
		);

		expect(JSON.parse(found)).toEqual([
			'package.json has dependencies; a verified package has none',
			'package.json has the lifecycle script "postinstall"',
			"dist/docs/picture.png isn't part of the package",
			'dist/credentials/Gone.credentials.js is registered in package.json but not in the package',
			'The unpacked package has 400000 bytes, more than 300000',
			'dist/nodes/Bad.node.js loads "undici", which n8n doesn\'t provide',
		]);
	});

	it('should find a package that fails to load', () => {
		expect(evaluateInModule('load.mjs', 'scan.loadPackage(folder)')).toContain(
			"The package can't be loaded",
		);
	});
});
