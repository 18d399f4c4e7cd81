/**
 * `node process-guard.mjs <grace ms> <folder> <program> [arguments]`: runs a program as long as this process's stdin stays
 * open. When the process at the other end closes it or dies (even by SIGKILL), the program ends with all processes that it
 * started, and the folder (if not '') is removed. Anything written to stdin kills the program. Without it, a killed test run
 * would leave n8n and its database behind.
 */
import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

const [grace = '0', folder = '', program = '', ...args] = process.argv.slice(2);
const onWindows = process.platform === 'win32';

const child = spawn(program, args, {
	// A separate process group can be ended with all its processes.
	detached: !onWindows,
	stdio: ['ignore', 'inherit', 'inherit'],
});

/** Sends a signal to the program and everything below it. */
function signalAll(/** @type {NodeJS.Signals} */ signal) {
	if (!child.pid) return;
	if (onWindows) {
		spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
		return;
	}
	try {
		process.kill(-child.pid, signal);
	} catch {
		// All of them have ended.
	}
}

let ending = false;
function end() {
	if (ending) return;
	ending = true;
	signalAll('SIGTERM');
	setTimeout(() => signalAll('SIGKILL'), Number(grace));
}

process.stdin.on('end', end).on('close', end).on('error', end);
// Any input means that the program must be killed immediately.
process.stdin.on('data', () => signalAll('SIGKILL'));
process.on('SIGTERM', end).on('SIGHUP', end);
// Ctrl+C in a terminal reaches this process, too. The process that started it decides what to do.
process.on('SIGINT', () => {});

child.on('error', (error) => {
	console.error(error.message);
	process.exit(1);
});
child.on('exit', (code) => {
	// Child processes that are still running.
	signalAll('SIGKILL');
	if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
	process.exit(code ?? 1);
});
