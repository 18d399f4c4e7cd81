import { spawn } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgress } from './progress.mjs';

/** A lock whose owner cannot be asked (another machine's, or a pid used again) counts as left over after this time. */
const FORGOTTEN_AFTER_MS = 45 * 60_000;

/** Whether a process is running. */
function isRunning(/** @type {number} */ pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}

/** Takes a lock, or says that somebody else has it. A lock left over by a process that is gone is taken over. */
function take(/** @type {string} */ lock) {
	try {
		writeFileSync(lock, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
	}
	try {
		const owner = Number(readFileSync(lock, 'utf8'));
		const age = Date.now() - statSync(lock).mtimeMs;
		// An empty file is a lock that is just being written.
		const left = age > FORGOTTEN_AFTER_MS || (owner > 0 ? !isRunning(owner) : age > 5_000);
		if (left) rmSync(lock, { force: true });
	} catch {
		// It was given back meanwhile.
	}
	return false;
}

/**
 * Does something while nobody else on this machine does it.
 *
 * @template T
 * @param {string} lock The lock file.
 * @param {string} title What the others are doing, shown while waiting for them.
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function oneAtATime(lock, title, work) {
	mkdirSync(dirname(lock), { recursive: true });
	let waiting;
	while (!take(lock)) {
		waiting ??= startProgress(`Waiting for another run that is ${title}`);
		await sleep(300);
	}
	waiting?.finish('done');
	try {
		return await work();
	} finally {
		rmSync(lock, { force: true });
	}
}

/**
 * Makes a folder once. It is filled under a temporary name and renamed when complete: an interrupted run leaves nothing
 * that looks finished.
 *
 * @param {string} folder The folder that will exist afterwards.
 * @param {string} title What is being made, shown to others who wait for it: "installing n8n".
 * @param {(temporary: string) => Promise<void>} fill
 */
export async function makeOnce(folder, title, fill) {
	if (existsSync(folder)) return;
	await oneAtATime(`${folder}.lock`, title, async () => {
		if (existsSync(folder)) return;
		const unfinished = `.unfinished-${basename(folder)}-`;
		for (const name of readdirSync(dirname(folder))) {
			// Nobody else is at it, so this was left by a run that was killed.
			if (name.startsWith(unfinished)) removeInBackground(join(dirname(folder), name));
		}
		const temporary = mkdtempSync(join(dirname(folder), unfinished));
		const removeTemporary = () => removeInBackground(temporary);
		process.once('exit', removeTemporary);
		try {
			await fill(temporary);
			renameSync(temporary, folder);
		} finally {
			process.removeListener('exit', removeTemporary);
			removeTemporary();
		}
	});
}

/**
 * Removes a folder without anybody waiting for it: with 200,000 files it can take minutes, also after Ctrl+C.
 *
 * @param {string} folder
 */
export function removeInBackground(folder) {
	if (!existsSync(folder)) return;
	const remover = `require('node:fs').rmSync(process.argv[1], { recursive: true, force: true, maxRetries: 5 })`;
	spawn(process.execPath, ['-e', remover, folder], { detached: true, stdio: 'ignore' }).unref();
}
