import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { Container, n8nCore } from './harness/engine.cts';

/** A disk of a few megabytes under n8n's files. */
export interface SmallDisk {
	/** Occupies a number of bytes, or all of the disk. */
	fill(bytes: number): void;
	/** Gives them back. */
	clear(): void;
	/** Leaves no file on it. */
	empty(): void;
	/** Puts the files where they were. */
	remove(): void;
}

/** Puts n8n's files on a disk of so many MB. @returns undefined where this user may not mount one */
export function smallDisk(megabytes: number): SmallDisk | undefined {
	const folder = Container.get(n8nCore.BinaryDataConfig).localStoragePath;
	const filler = path.join(folder, 'filler');
	const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder];
	try {
		mkdirSync(folder, { recursive: true });
		execFileSync('mount', options, { stdio: 'pipe' });
	} catch (error) {
		process.stderr.write(
			`\nNOT TESTED: a full disk. This user may not mount one here (${String(error)}).\n\n`,
		);
		return undefined;
	}
	return {
		fill(bytes) {
			try {
				writeFileSync(filler, Buffer.alloc(bytes));
			} catch {
				// It is as full as it can be.
			}
		},
		clear: () => rmSync(filler, { force: true }),
		empty() {
			for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
		},
		remove: () => void execFileSync('umount', ['-l', folder]),
	};
}
