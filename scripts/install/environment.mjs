import { mkdirSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explain, Failure } from './failure.mjs';

/** The folder of this project (the clone). */
export const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What this clone keeps between runs: logs, the packed package, the demo's n8n. Ignored by git; can be deleted. */
export const CLONE_CACHE = join(PROJECT, '.cache');

/** Where a step's output goes. */
export const logFile = (/** @type {string} */ step) => join(CLONE_CACHE, 'logs', `${step}.log`);

/**
 * What all clones of this project share: the real n8n, which is too big to have once for each of them.
 * N8N_NODES_PIXVERSE_CACHE puts it somewhere else.
 */
export function sharedCache() {
	const given = process.env.N8N_NODES_PIXVERSE_CACHE;
	if (given) return given;
	if (process.platform === 'darwin')
		return join(homedir(), 'Library', 'Caches', 'n8n-nodes-pixverse');
	const base =
		process.platform === 'win32'
			? (process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'))
			: (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'));
	return join(base, 'n8n-nodes-pixverse');
}

/**
 * Makes sure that a folder exists and that its disk has room, before minutes are spent on finding out.
 *
 * @param {string} folder
 * @param {number} gigabytes What the step needs.
 * @param {string} step What is going to be done, for example "Installing n8n".
 * @throws {Failure}
 */
export function requireSpace(folder, gigabytes, step) {
	try {
		mkdirSync(folder, { recursive: true });
	} catch (error) {
		throw explain(step, String(error));
	}
	const { bavail, bsize } = statfsSync(folder);
	const free = (bavail * bsize) / 1e9;
	if (free >= gigabytes) return;
	throw new Failure(
		`${step} needs ${gigabytes} GB, but the disk of ${folder} has only ${free.toFixed(1)} GB left.`,
		'Free some space, or let N8N_NODES_PIXVERSE_CACHE name a folder on another disk, then run the command again.',
	);
}
