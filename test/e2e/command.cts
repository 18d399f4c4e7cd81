import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT } from './n8n/installation.cts';

/** An npm command of the project that is running. */
export interface Command {
	/** Everything printed so far, stdout and stderr as a person sees them. */
	printed(): string;
	/** Waits until something is printed, or until the command has ended. */
	prints(pattern: RegExp): Promise<RegExpMatchArray>;
	/** What Ctrl+C in a terminal does: SIGINT to every process of the command. */
	interrupt(): void;
	/** Ends it in a way that it cannot notice. */
	kill(): void;
	/** The exit code. */
	readonly ended: Promise<number | null>;
}

/**
 * Starts `npm run <name>` as a person would, without npm in between.
 *
 * @param folder The clone to run it in; this one if not given.
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
		printed: () => text,
		prints: async (pattern) => {
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
