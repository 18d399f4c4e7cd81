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
const packageJsonSchema = z.object({ version: z.string() }).passthrough();

/**
 * Installs the packed package in n8n's user folder, as n8n does when a user installs it in "Settings > Community nodes"
 * (n8n 2.40, community-packages.service): unpacks the tarball to `.n8n/nodes/node_modules/<name>`, removes the
 * development and peer dependencies from its package.json, and adds it to `.n8n/nodes/package.json`. n8n then runs
 * `npm install` in that folder, which isn't necessary for a package without dependencies. Does nothing if the same build is
 * installed already.
 *
 * @param userFolder The value of N8N_USER_FOLDER.
 */
export function installPackage(
	userFolder: string,
	{ file, fingerprint }: Installation['package'],
): void {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const target = join(nodes, 'node_modules', PACKAGE);
	const buildMarker = join(nodes, 'installed-build');
	if (
		existsSync(target) &&
		existsSync(buildMarker) &&
		readFileSync(buildMarker, 'utf8') === fingerprint
	)
		return;

	mkdirSync(join(nodes, 'node_modules'), { recursive: true });
	const unpacked = mkdtempSync(join(nodes, 'unpacking-'));
	execFileSync('tar', ['-xzf', file, '-C', unpacked, '--strip-components=1']);
	const packageJson = packageJsonSchema.parse(
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
	writeFileSync(buildMarker, fingerprint);
}

function writeJson(file: string, value: unknown): void {
	writeFileSync(file, JSON.stringify(value, null, 2));
}
