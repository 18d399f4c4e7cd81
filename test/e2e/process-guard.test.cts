import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROCESS_GUARD = join(__dirname, 'n8n', 'process-guard.mjs');

/** A program that ignores SIGTERM, starts a child, and writes both process IDs to a file. */
const STUBBORN = `
const { spawn } = require('node:child_process');
process.on('SIGTERM', () => {});
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
require('node:fs').writeFileSync(process.argv[1], process.pid + ' ' + child.pid);
setInterval(() => {}, 1000);
`;

const isRunning = (pid: number) => {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
};

/** Waits until a condition is true, for at most ten seconds. @returns whether it is */
const waitUntil = async (condition: () => boolean) => {
	for (let waited = 0; !condition() && waited < 10_000; waited += 50) await sleep(50);
	return condition();
};

describe('A process that the tests start', () => {
	it('should end with all its children, and its folder be deleted, when the tests are killed', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'process-guard-'));
		const pids = join(folder, 'pids');
		// The driver: starts the guard, then is killed.
		const driver = spawn(
			process.execPath,
			[
				'-e',
				`require('node:child_process').spawn(process.execPath, ${JSON.stringify([PROCESS_GUARD, '200', folder, process.execPath, '-e', STUBBORN, pids])}, { stdio: ['pipe', 'ignore', 'ignore'], detached: true }); setInterval(() => {}, 1000);`,
			],
			{ stdio: 'ignore' },
		);
		expect(
			await waitUntil(() => existsSync(pids) && readFileSync(pids, 'utf8').includes(' ')),
		).toBe(true);
		const [program = 0, grandchild = 0] = readFileSync(pids, 'utf8').split(' ').map(Number);
		expect([isRunning(program), isRunning(grandchild)]).toEqual([true, true]);

		driver.kill('SIGKILL');

		expect(await waitUntil(() => !isRunning(program) && !isRunning(grandchild))).toBe(true);
		expect(await waitUntil(() => !existsSync(folder))).toBe(true);
	}, 30_000);
});
