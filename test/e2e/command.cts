import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT } from './n8n/installation.cts';

/** A running npm command of the project. */
export interface Command {
	/** Returns everything printed so far to stdout and stderr. */
	getOutput(): string;
	/** Waits until the output matches a pattern. Fails if the command ends first. */
	waitForOutput(pattern: RegExp): Promise<RegExpMatchArray>;
	/** Sends SIGINT to all processes of the command, as Ctrl+C in a terminal does. */
	interrupt(): void;
	/** Sends SIGKILL to the command. */
	kill(): void;
	/** The exit code. */
	readonly ended: Promise<number | null>;
}

/**
 * Starts the program of `npm run <name>` directly, without npm.
 *
 * @param folder The clone to run it in. Default: this one.
 */
export function startCommand(
	[name, ...args]: string[],
	env: NodeJS.ProcessEnv = {},
	folder = PROJECT,
): Command {
	const child = spawn(process.execPath, [join(folder, 'scripts', 'run.mjs'), name ?? '', ...args], {
		cwd: folder,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	let text = '';
	let running = true;
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
	}
	const ended = new Promise<number | null>((resolve) =>
		child.once('close', (code) => {
			running = false;
			resolve(code);
		}),
	);
	return {
		getOutput: () => text,
		waitForOutput: async (pattern) => {
			for (;;) {
				const match = text.match(pattern);
				if (match) return match;
				if (!running)
					throw new Error(`The command ended without printing ${String(pattern)}:\n${text}`);
				await sleep(100);
			}
		},
		interrupt: () => void process.kill(-(child.pid ?? 0), 'SIGINT'),
		kill: () => void child.kill('SIGKILL'),
		ended,
	};
}
