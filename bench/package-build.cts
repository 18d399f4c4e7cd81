import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROJECT = path.dirname(__dirname);

/** The sources of the package, and the scripts that build it. */
const SOURCES = [
	'credentials',
	'eslint.config.mjs',
	'examples',
	'gulpfile.js',
	'icons',
	'LICENSE.md',
	'nodes',
	'package.json',
	'README.md',
	'scripts',
	'tsconfig.json',
];

/** Builds the package in a temporary copy of the project, so that `dist` doesn't change. Removes the copy on exit. */
export function buildPackageCopy(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-pixverse-bench-'));
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
	for (const source of SOURCES) {
		const from = path.join(PROJECT, source);
		if (existsSync(from)) cpSync(from, path.join(folder, source), { recursive: true });
	}
	symlinkSync(path.join(PROJECT, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
	execFileSync(process.execPath, [path.join(folder, 'scripts', 'package', 'build.mjs')], {
		cwd: folder,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	return folder;
}
