import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from './install/folders.mjs';
import { withoutOuterNpm } from './install/npm.mjs';

/**
 * A program of a command: arguments for Node, what it finds in its environment, and whether it wants to be told
 * ('disconnect') when this process dies.
 *
 * @typedef {{ node: string[], env?: NodeJS.ProcessEnv, tied?: boolean }} Step
 */

const script = (/** @type {string} */ file) => join(PROJECT, 'scripts', file);
/** Runs TypeScript (.cts) as it is. */
const typescript = (/** @type {string} */ file) => ['-r', 'tsx/cjs', join(PROJECT, file)];
const jest = (/** @type {string[]} */ ...args) => [
	join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js'),
	...args,
];

/** The engine tests of what the nodes need of n8n: the same in every version of it. */
const CONTRACT = ['n8n-compatibility', 'cancel'];

/** What each npm script does, after the project's packages are in place. It fails if one of its steps does. */
/** @type {Record<string, (args: string[]) => Step[]>} */
export const commands = {
	demo: (args) => [{ node: [...typescript('scripts/demo/main.cts'), ...args], tied: true }],
	test: (args) =>
		args.length > 0
			? [{ node: jest(...args) }]
			: // The fast ones first: they fail within a minute, a real n8n takes several to install and run.
				[
					{ node: jest('--selectProjects', 'unit', 'integration') },
					// What the nodes need of n8n, at both ends of what is supported.
					{ node: [script('engines.mjs'), 'oldest', 'newest', '--testPathPatterns', ...CONTRACT] },
					{ node: jest('--selectProjects', 'e2e', '--runInBand') },
				],
	e2e: (args) => [
		{
			node: jest(
				'--selectProjects',
				'e2e',
				'--runInBand',
				...args.filter((arg) => arg !== '--update-pictures'),
			),
			env: args.includes('--update-pictures') ? { UPDATE_PICTURES: '1' } : {},
		},
	],
	engines: (args) => [{ node: [script('engines.mjs'), ...args] }],
	lint: (args) => [{ node: [script('lint.mjs'), ...args] }],
	build: () => [{ node: [script('package/build.mjs')] }],
	scan: () => [{ node: [script('scan/main.mjs')] }],
	// Publishes when it runs in a GitHub workflow; elsewhere it prepares a release.
	release: (args) => [
		{
			node: [
				join(PROJECT, 'node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs'),
				'release',
				...args,
			],
		},
	],
	simulator: (args) => [{ node: [...typescript('simulator/main.cts'), ...args] }],
	bench: (args) => [{ node: [...typescript('bench/main.cts'), ...args] }],
};

/**
 * Runs one program in the foreground and passes signals on to it, so that it can end what it has started.
 *
 * @param {Step} step
 * @returns {Promise<number>} Its exit code.
 */
export async function runStep({ node, env, tied = false }) {
	return await new Promise((resolve, reject) => {
		const child = spawn(process.execPath, node, {
			cwd: PROJECT,
			env: { ...withoutOuterNpm(), ...env },
			stdio: tied ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
		});
		/** @type {NodeJS.Signals[]} */
		const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
		const passOn = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
		for (const signal of signals) process.on(signal, passOn);
		const stopWatching = whenOrphaned(() => passOn('SIGTERM'));
		child.on('error', reject);
		child.on('close', (code, signal) => {
			stopWatching();
			for (const each of signals) process.removeListener(each, passOn);
			resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
		});
	});
}

/**
 * npm, told to end, ends its shell but not what runs in it: this process would go on without anybody knowing. So it
 * watches whether the shell is still there.
 *
 * @param {() => void} tell
 * @returns {() => void} Ends the watch.
 */
function whenOrphaned(tell) {
	if (!process.env.npm_lifecycle_event) return () => {};
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		tell();
	}, 500);
	return () => clearInterval(timer);
}
