import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { explain } from './failure.mjs';

/** How often a step that takes long says that it is alive: in a terminal by redrawing a line, in a log by a new line. */
const EVERY_MS = { terminal: 500, log: 10_000 };
/** The end of a step's output that is kept in memory to explain a failure from, in characters. */
const KEPT_OUTPUT = 20_000;

/**
 * Shows that something is going on until `finish` is called. Writes to stderr: stdout belongs to a command's result.
 *
 * @param {string} title What is being done, for example "Installing n8n 2.40.7".
 * @param {() => string} [detail] How far it is, asked for at every redraw.
 */
export function startProgress(title, detail = () => '') {
	const { stderr } = process;
	const started = Date.now();
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	const line = () => ['…', title, [seconds(), detail()].filter(Boolean).join(', ')].join(' ');
	const draw = () => stderr.write(stderr.isTTY ? `\r\u001b[K${line()}` : `${line()}\n`);
	draw();
	const timer = setInterval(draw, stderr.isTTY ? EVERY_MS.terminal : EVERY_MS.log);
	return {
		/** @param {'done' | 'failed'} outcome */
		finish(outcome) {
			clearInterval(timer);
			const mark = outcome === 'done' ? '✓' : '✗';
			stderr.write(`${stderr.isTTY ? '\r\u001b[K' : ''}${mark} ${title} (${seconds()})\n`);
		},
	};
}

/**
 * Runs a program that takes long, with a line of progress instead of its output. The output goes to a log file.
 *
 * @param {string} title What is being done.
 * @param {{
 *   command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv, log: string, shell?: boolean,
 *   progressOf?: (text: string) => string | undefined,
 *   explain?: (output: string) => import('./failure.mjs').Failure
 * }} step `progressOf` finds out from a piece of output how far the step is, `explain` what was wrong with it.
 * @returns {Promise<string>} The end of what the program printed.
 * @throws {import('./failure.mjs').Failure} When it cannot be started or exits with anything but 0.
 */
export async function runWithProgress(title, step) {
	mkdirSync(dirname(step.log), { recursive: true });
	const log = createWriteStream(step.log, { flags: 'a' });
	// A full disk shows up in the step itself; the log alone is no reason to fail.
	log.on('error', () => {});
	let detail = '';
	let output = '';
	const progress = startProgress(title, () => detail);
	const code = await new Promise((resolve) => {
		const child = spawn(step.command, step.args, {
			cwd: step.cwd,
			env: step.env,
			shell: step.shell ?? false,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const read = (/** @type {Buffer} */ chunk) => {
			const text = chunk.toString('utf8');
			output = (output + text).slice(-KEPT_OUTPUT);
			detail = step.progressOf?.(text) ?? detail;
			log.write(text);
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		child.on('error', (error) => {
			output += `\n${error.message}`;
			resolve(-1);
		});
		child.on('close', resolve);
	});
	log.end();
	progress.finish(code === 0 ? 'done' : 'failed');
	if (code !== 0)
		throw step.explain?.(output) ?? explain(title.replace(/ \(.*\)$/, ''), output, step.log);
	return output;
}
