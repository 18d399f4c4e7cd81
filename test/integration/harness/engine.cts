import { mkdtempSync, rmSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';

import type { Logger as N8nLogger } from '@n8n/backend-common';
import type { Container as N8nContainer } from '@n8n/di';
import type { IBinaryData } from 'n8n-workflow';
import { LoggerProxy } from 'n8n-workflow';

/**
 * n8n-core as n8n itself starts it: with a user folder of its own, the real binary data service and a logger, and
 * nothing replaced but the place the log goes to.
 */

/** Where a binary file lives: on disk (n8n's default) or inside the item (`N8N_DEFAULT_BINARY_DATA_MODE=default`). */
export type BinaryMode = 'filesystem' | 'memory';

// The user folder is read when n8n-core is loaded, so it has to exist before.
const userFolder = mkdtempSync(path.join(tmpdir(), 'n8n-engine-'));
process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_ENCRYPTION_KEY = 'a key for tests only';
const removeUserFolder = () => rmSync(userFolder, { recursive: true, force: true });
// jest gives each test file a process object of its own, whose exit never comes.
if (typeof afterAll === 'function') afterAll(removeUserFolder);
else process.on('exit', removeUserFolder);

export const n8nCore = require('n8n-core') as typeof import('n8n-core');

// n8n-core brings its own copies of these two; an instance registered with another copy would never be found.
const requireBesideCore = createRequire(require.resolve('n8n-core'));
export const { Container } = requireBesideCore('@n8n/di') as { Container: typeof N8nContainer };
const { Logger } = requireBesideCore('@n8n/backend-common') as { Logger: typeof N8nLogger };

const lines: string[] = [];

/** What n8n and the node have logged so far, at every level, with its metadata written out. */
export const getLoggedText = (): string => lines.join('\n');

const record =
	(level: string) =>
	(message: string, metadata?: object): void => {
		const written = metadata === undefined ? '' : ` ${inspect(metadata, { depth: 6 })}`;
		lines.push(`${level} ${message}${written}`);
	};

const logger = {
	error: record('error'),
	warn: record('warn'),
	info: record('info'),
	debug: record('debug'),
	scoped: () => logger,
};

Container.set(Logger, logger as unknown as N8nLogger);
LoggerProxy.init(logger);

// n8n-core up to 2.8 looks after SSH connections in a timer that keeps a process alive, whether there are any or not.
const { SSHClientsManager } = requireBesideCore('./execution-engine/ssh-clients-manager') as {
	SSHClientsManager: new () => { onShutdown(): void };
};
if (typeof afterAll === 'function') afterAll(() => Container.get(SSHClientsManager).onShutdown());

let currentMode: BinaryMode | undefined;

/** Makes n8n keep binary files in the given place from now on. */
export async function setBinaryMode(mode: BinaryMode): Promise<void> {
	if (mode === currentMode) return;
	Container.get(n8nCore.BinaryDataConfig).mode = mode === 'memory' ? 'default' : 'filesystem';
	await Container.get(n8nCore.BinaryDataService).init();
	currentMode = mode;
}

/**
 * Extends a stored file to a number of bytes, as a sparse file that takes no disk space. For files above limits.
 */
export async function enlargeFile(binary: IBinaryData, bytes: number): Promise<void> {
	if (binary.id === undefined) throw new Error('Only a file on disk can be stretched');
	const path = Container.get(n8nCore.BinaryDataService).getPath(binary.id);
	await truncate(path, bytes);
	const { fileName, mimeType } = binary;
	await writeFile(`${path}.metadata`, JSON.stringify({ fileName, mimeType, fileSize: bytes }));
	binary.bytes = bytes;
}
