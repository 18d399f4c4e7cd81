import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT } from '../install/folders.mjs';

/** Loads every class that the package registers, in a Node of its own, and says how long that took. */
const LOADER = `
const { join } = require('node:path');
require('n8n-workflow');
const { n8n } = require(join(process.argv[1], 'package.json'));
const files = [...n8n.nodes, ...n8n.credentials];
const started = performance.now();
const classes = files.map((file) => {
	const [Class] = Object.values(require(join(process.argv[1], file)));
	const { description, name } = new Class();
	return description?.name ?? name;
});
console.log(JSON.stringify({ classes, milliseconds: Math.round(performance.now() - started) }));
`;

/**
 * Loads the nodes and credentials of a package as n8n does: n8n-workflow and zod come from outside, nothing else.
 *
 * @param {string} folder The unpacked package.
 * @returns {{ classes: string[], milliseconds: number, findings: string[] }} Without the time to load n8n-workflow
 *   itself, which n8n has loaded before.
 */
export function loadPackage(folder) {
	const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', LOADER, folder], {
		encoding: 'utf8',
		cwd: folder,
		env: { ...process.env, NODE_PATH: join(PROJECT, 'node_modules') },
	});
	if (status === 0) return { ...JSON.parse(stdout), findings: [] };
	return {
		classes: [],
		milliseconds: 0,
		findings: [`The package cannot be loaded: ${stderr.trim()}`],
	};
}
