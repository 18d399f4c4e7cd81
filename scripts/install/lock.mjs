import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withProgress } from './progress.mjs';

/** An older lock is abandoned even if its process ID is in use: the system reuses IDs. */
const MAX_LOCK_AGE_MS = 45 * 60_000;
const POLLING_INTERVAL_MS = 300;

/** Creates a lock file with the ID of this process. Returns false if the file exists. */
function createLockFile(/** @type {string} */ file) {
	try {
		fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
		throw error;
	}
}

function isAbandoned(/** @type {string} */ file) {
	try {
		if (Date.now() - fs.statSync(file).mtimeMs > MAX_LOCK_AGE_MS) return true;
		const owner = Number(fs.readFileSync(file, 'utf8'));
		// The owner of an empty file is about to write its ID.
		if (owner > 0) process.kill(owner, 0);
		return false;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
	}
}

function acquireLock(/** @type {string} */ file) {
	if (createLockFile(file)) return true;
	// If two processes removed the same abandoned lock, the second one would remove the new lock of the first one.
	const cleanup = `${file}-cleanup`;
	if (!isAbandoned(file) || !createLockFile(cleanup)) return false;
	if (isAbandoned(file)) fs.rmSync(file);
	fs.rmSync(cleanup);
	return createLockFile(file);
}

/**
 * Runs a task while no other process holds the lock.
 *
 * @param {string} file The lock file.
 * @param {string} title The task, shown by processes that wait for it.
 * @param {() => Promise<void>} task
 */
export async function withLock(file, title, task) {
	fs.mkdirSync(dirname(file), { recursive: true });
	const wait = async () => {
		while (!acquireLock(file)) await sleep(POLLING_INTERVAL_MS);
	};
	if (!acquireLock(file)) await withProgress(`Waiting for another process: ${title}`, wait);
	try {
		await task();
	} finally {
		fs.rmSync(file, { force: true });
	}
}

/**
 * Creates a folder unless it exists. An interrupted task leaves no folder of this name.
 *
 * @param {string} folder
 * @param {string} title The task, shown by processes that wait for it.
 * @param {(temporaryFolder: string) => Promise<void>} fill
 */
export async function createFolderOnce(folder, title, fill) {
	if (fs.existsSync(folder)) return;
	await withLock(`${folder}.lock`, title, async () => {
		if (fs.existsSync(folder)) return;
		const parent = dirname(folder);
		const prefix = `.incomplete-${basename(folder)}-`;
		for (const name of fs.readdirSync(parent).filter((each) => each.startsWith(prefix)))
			removeInBackground(join(parent, name));
		const temporaryFolder = fs.mkdtempSync(join(parent, prefix));
		try {
			await fill(temporaryFolder);
			fs.renameSync(temporaryFolder, folder);
		} finally {
			if (fs.existsSync(temporaryFolder)) removeInBackground(temporaryFolder);
		}
	});
}

/** Removes a folder in another process: n8n has 200,000 files, which can take minutes. */
function removeInBackground(/** @type {string} */ folder) {
	const program = `fs.rmSync(process.argv[1], { recursive: true, force: true, maxRetries: 5 })`;
	spawn(process.execPath, ['-e', program, folder], { detached: true, stdio: 'ignore' }).unref();
}
