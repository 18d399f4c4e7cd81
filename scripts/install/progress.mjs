import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { diagnoseFailure } from './errors.mjs';
import { getChildEnvironment, LOG_FOLDER, PROJECT_FOLDER } from './environment.mjs';

/** A terminal shows one line that changes, a log a new line each time. */
const INTERVAL_MS = process.stderr.isTTY ? 500 : 10_000;
/** The end of the output is enough to diagnose a failure. */
const MAX_OUTPUT_CHARACTERS = 20_000;

/**
 * Shows a line of progress on stderr while a task runs.
 *
 * @template T
 * @param {string} title The task, for example "Installing n8n".
 * @param {() => Promise<T>} task
 * @param {() => string} [getDetail] Returns the current state of the task.
 * @returns {Promise<T>}
 */
export async function withProgress(title, task, getDetail = () => '') {
	const { isTTY, columns = 120 } = process.stderr;
	const startTime = Date.now();
	const write = (/** @type {string} */ mark, detail = '', end = '\n') => {
		const seconds = Math.round((Date.now() - startTime) / 1000);
		const line = `${mark} ${title} (${seconds} s) ${detail}`.slice(0, columns - 1).trimEnd();
		process.stderr.write(`${isTTY ? '\r\u001b[K' : ''}${line}${end}`);
	};
	const draw = () => write('…', getDetail(), isTTY ? '' : '\n');
	draw();
	const timer = setInterval(draw, INTERVAL_MS);
	try {
		const result = await task();
		write('✓');
		return result;
	} catch (error) {
		write('✗');
		throw error;
	} finally {
		clearInterval(timer);
	}
}

/**
 * Runs a program. Shows its last line of output as progress, and adds all output to a log file.
 *
 * @param {string} title The task, for example "Installing n8n".
 * @param {{
 *   args: string[], log: string, command?: string, shell?: boolean, cwd?: string, env?: NodeJS.ProcessEnv,
 *   createError?: (output: string) => Error
 * }} program `command` is Node.js by default; `log` is the name of the log file.
 * @returns {Promise<string>} The end of the output.
 * @throws {import('./errors.mjs').CommandError} If the exit code isn't 0.
 */
export async function runProgram(title, program) {
	const { args, log, command = process.execPath, shell = false, cwd = PROJECT_FOLDER } = program;
	mkdirSync(LOG_FOLDER, { recursive: true });
	const logFile = join(LOG_FOLDER, `${log}.log`);
	// The program itself reports a full disk.
	const logStream = createWriteStream(logFile, { flags: 'a' }).on('error', () => {});
	let output = '';
	const task = async () => {
		const env = { ...getChildEnvironment(), ...program.env };
		const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
		const stop = () => child.kill();
		process.once('exit', stop);
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
				output = (output + text).slice(-MAX_OUTPUT_CHARACTERS);
				logStream.write(text);
			});
		}
		child.on('error', ({ message }) => (output += message));
		const code = await new Promise((resolve) => child.on('close', resolve));
		process.removeListener('exit', stop);
		logStream.end();
		if (code !== 0) throw program.createError?.(output) ?? diagnoseFailure(title, output, logFile);
	};
	// A spinner overwrites its frames.
	await withProgress(
		title,
		task,
		() => /[^\n◒◐◓◑]*$/.exec(stripVTControlCharacters(output).trim())?.[0] ?? '',
	);
	return output;
}
