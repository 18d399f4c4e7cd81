import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROJECT = path.dirname(__dirname);

/** All that the package is built from, and what builds it. */
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

/** Builds the package in a temporary copy of its sources, so that dist stays as it is. Removed when the process ends. */
export function buildCopy(): string {
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
