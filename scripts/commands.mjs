import { spawn } from 'node:child_process';
import { availableParallelism, constants } from 'node:os';
import { join } from 'node:path';
import { getChildEnvironment, PROJECT_FOLDER } from './install/environment.mjs';

/**
 * A program of a command: arguments for Node.js and additional environment variables. With `ipc`, the program gets a
 * 'disconnect' event when this process dies.
 *
 * @typedef {{ node: string[], env?: NodeJS.ProcessEnv, ipc?: boolean }} Step
 */

const script = (/** @type {string} */ file) => join(PROJECT_FOLDER, 'scripts', file);
/** Runs a TypeScript file (.cts) without compiling it first. */
const typescript = (/** @type {string} */ file) => ['-r', 'tsx/cjs', join(PROJECT_FOLDER, file)];
const jest = (/** @type {string[]} */ ...args) => [
	join(PROJECT_FOLDER, 'node_modules', 'jest', 'bin', 'jest.js'),
	...args,
];

/** An n8n instance keeps a core busy while it starts. */
const ONE_PER_CORE = ['--maxWorkers', '100%'];
/** The soak tests wait for restarts and polls half of the time. */
const THREE_PER_TWO_CORES = ['--maxWorkers', `${Math.ceil(1.5 * availableParallelism())}`];

/** Folders in install/n8n-core. The project's own version is between the middle and the newest one. */
export const N8N_CORE_VERSIONS = ['oldest', 'middle', 'newest'];

/** The integration tests of everything that the nodes use of n8n. They pass on each n8n-core version. */
const COMPATIBILITY_TESTS = ['n8n-compatibility', 'cancel'];

/**
 * The steps of each npm script. A script fails if one of its steps fails.
 *
 * @type {Record<string, (args: string[]) => Step[]>}
 */
export const commands = {
	demo: (args) => [{ node: [...typescript('scripts/demo/main.cts'), ...args], ipc: true }],
	test: (args) =>
		args.length > 0
			? [{ node: jest(...args, ...selectProjects(args)) }]
			: // The fast tests first: they fail within a minute, and n8n takes minutes to install and run.
				[
					{ node: jest('--selectProjects', 'unit', 'integration') },
					{ node: jest('--selectProjects', 'e2e', ...ONE_PER_CORE) },
				],
	'test:soak': (args) => [
		{
			node: jest(...args, '--selectProjects', 'soak', 'newest-n8n', ...THREE_PER_TWO_CORES),
			env: { TEST_SCALE: 'soak' },
		},
		...(args.length > 0
			? []
			: [
					{
						node: [
							script('compatibility.mjs'),
							...N8N_CORE_VERSIONS,
							...['--testPathPatterns', ...COMPATIBILITY_TESTS],
						],
					},
				]),
	],
	'test:compatibility': (args) => [{ node: [script('compatibility.mjs'), ...args] }],
	e2e: (args) => [
		{
			node: jest(
				...args,
				...['--selectProjects', 'e2e', 'soak', ...ONE_PER_CORE],
				...['--testPathPatterns', 'test/(e2e|soak)/'],
			),
		},
	],
	mutation: (args) => [{ node: [script('mutation.mjs'), ...args] }],
	lint: (args) => [{ node: [script('lint.mjs'), ...args] }],
	build: () => [{ node: [script('package/build.mjs')] }],
	scan: () => [{ node: [script('scan/main.mjs')] }],
	// In a GitHub workflow it publishes the package, elsewhere it prepares a release.
	release: (args) => [
		{
			node: [
				join(PROJECT_FOLDER, 'node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs'),
				...['release', ...args],
			],
		},
	],
	pictures: (args) => [{ node: [...typescript('scripts/pictures/main.cts'), ...args] }],
	simulator: (args) => [{ node: [...typescript('simulator/main.cts'), ...args] }],
	probe: (args) => [{ node: [...typescript('scripts/probe/main.cts'), ...args] }],
	bench: (args) => [{ node: [...typescript('bench/main.cts'), ...args] }],
};

/** The soak project runs some of the other suites too, so it runs on request only. */
function selectProjects(/** @type {string[]} */ args) {
	const isSelected = args.some((arg) => arg.startsWith('--selectProjects'));
	return isSelected ? [] : ['--selectProjects', 'unit', 'integration', 'e2e'];
}

/**
 * Runs a program in the foreground. Passes signals on, so that the program can stop what it started.
 *
 * @param {Step} step
 * @returns {Promise<number>} The exit code.
 */
export async function runStep({ node, env, ipc = false }) {
	return await new Promise((resolve, reject) => {
		const child = spawn(process.execPath, node, {
			cwd: PROJECT_FOLDER,
			env: { ...getChildEnvironment(), ...env },
			stdio: ipc ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
		});
		/** @type {NodeJS.Signals[]} */
		const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
		const passOn = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
		for (const signal of signals) process.on(signal, passOn);
		const stopWatching = watchParent(() => passOn('SIGTERM'));
		child.on('error', reject);
		child.on('close', (code, signal) => {
			stopWatching();
			for (const each of signals) process.removeListener(each, passOn);
			resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
		});
	});
}

/**
 * Detects that npm was stopped. npm stops its shell then, but not the program that runs in the shell.
 *
 * @param {() => void} onExit
 * @returns {() => void} Stops the detection.
 */
function watchParent(onExit) {
	if (!process.env.npm_lifecycle_event) return () => {};
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		onExit();
	}, 500);
	return () => clearInterval(timer);
}
