import { execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Installation } from './installation.cts';

const PACKAGE = 'n8n-nodes-pixverse';
const manifest = z.object({ version: z.string() }).passthrough();

/**
 * Puts the packed package into an n8n's user folder the way n8n itself does it when a user installs it under
 * "Settings > Community nodes" (n8n 2.40, community-packages.service): it unpacks the tarball into
 * `.n8n/nodes/node_modules/<name>`, leaves out the development and peer dependencies of its package.json, and enters it
 * in the list `.n8n/nodes/package.json`. n8n would then run `npm install` there, which has nothing to do for a package
 * without dependencies. Does nothing if this very build is in place.
 *
 * @param userFolder What n8n gets as N8N_USER_FOLDER.
 */
export function installPackage(
	userFolder: string,
	{ file, fingerprint }: Installation['package'],
): void {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const target = join(nodes, 'node_modules', PACKAGE);
	const mark = join(nodes, 'installed-build');
	if (existsSync(target) && existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint) return;

	mkdirSync(join(nodes, 'node_modules'), { recursive: true });
	const unpacked = mkdtempSync(join(nodes, 'unpacking-'));
	execFileSync('tar', ['-xzf', file, '-C', unpacked, '--strip-components=1']);
	const packageJson = manifest.parse(
		JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')),
	);
	for (const field of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
		delete packageJson[field];
	writeJson(join(unpacked, 'package.json'), packageJson);

	rmSync(target, { recursive: true, force: true });
	renameSync(unpacked, target);
	writeJson(join(nodes, 'package.json'), {
		name: 'installed-nodes',
		private: true,
		dependencies: { [PACKAGE]: packageJson.version },
	});
	writeFileSync(mark, fingerprint);
}

function writeJson(file: string, value: unknown): void {
	writeFileSync(file, JSON.stringify(value, null, 2));
}
