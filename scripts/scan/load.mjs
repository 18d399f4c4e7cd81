import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../install/environment.mjs';

/** Loads every class that the package registers and prints the time. Runs in a separate process. */
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
 * Loads the nodes and credentials of a package as n8n does. Only n8n-workflow and zod come from outside the package.
 *
 * @param {string} folder The unpacked package.
 * @returns {{ classes: string[], milliseconds: number, findings: string[] }} The time excludes
 *   n8n-workflow, which n8n has already loaded.
 */
export function loadPackage(folder) {
	const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', LOADER, folder], {
		encoding: 'utf8',
		cwd: folder,
		env: { ...process.env, NODE_PATH: join(PROJECT_FOLDER, 'node_modules') },
	});
	if (status === 0) return { ...JSON.parse(stdout), findings: [] };
	return {
		classes: [],
		milliseconds: 0,
		findings: [`The package can't be loaded: ${stderr.trim()}`],
	};
}
