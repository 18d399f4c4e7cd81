import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { Container, n8nCore } from './harness/engine.cts';

/** A disk of a few megabytes for n8n's files. */
export interface SmallDisk {
	/** Occupies a number of bytes, at most the entire disk. */
	fill(bytes: number): void;
	/** Frees the bytes that `fill` has occupied. */
	freeSpace(): void;
	/** Deletes all files. */
	deleteFiles(): void;
	/** Unmounts the disk. */
	unmount(): void;
}

/** Mounts a small disk at n8n's folder of files. @returns undefined if this user can't mount a disk */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
	const folder = Container.get(n8nCore.BinaryDataConfig).localStoragePath;
	const filler = path.join(folder, 'filler');
	const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder];
	try {
		mkdirSync(folder, { recursive: true });
		execFileSync('mount', options, { stdio: 'pipe' });
	} catch (error) {
		process.stderr.write(
			`\nNOT TESTED: a full disk. This user can't mount one here (${String(error)}).\n\n`,
		);
		return undefined;
	}
	return {
		fill(bytes) {
			try {
				writeFileSync(filler, Buffer.alloc(bytes));
			} catch {
				// The disk is full.
			}
		},
		freeSpace: () => rmSync(filler, { force: true }),
		deleteFiles() {
			for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
		},
		unmount: () => void execFileSync('umount', ['-l', folder]),
	};
}
