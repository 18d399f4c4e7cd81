import { truncate, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';

import type { Logger as N8nLogger } from '@n8n/backend-common';
import type { Container as N8nContainer } from '@n8n/di';
import type { IBinaryData } from 'n8n-workflow';
import { LoggerProxy } from 'n8n-workflow';

/*
 * n8n-core as n8n starts it: with its own user folder and the real binary data service. Only the logger is replaced, so
 * that tests can read the log.
 */

/** Where n8n stores binary files: on disk (n8n's default) or inside the item (`N8N_DEFAULT_BINARY_DATA_MODE=default`). */
export type BinaryMode = 'filesystem' | 'memory';

declare global {
	/** Loads a package of n8n. Set by the Jest environment. */
	var requireFromN8n: ((id: string) => unknown) | undefined;
}

// Benchmarks run without Jest.
export const requireFromN8n =
	globalThis.requireFromN8n ??
	(require('./n8n.cjs') as { requireFromN8n: (id: string) => unknown }).requireFromN8n;

export const n8nCore = requireFromN8n('n8n-core') as typeof import('n8n-core');
export const { Container } = requireFromN8n('@n8n/di') as { Container: typeof N8nContainer };
const { Logger } = requireFromN8n('@n8n/backend-common') as { Logger: typeof N8nLogger };

const logLines: string[] = [];

/** Everything that n8n and the node have logged so far, at all levels, with the metadata. */
export const getLoggedText = (): string => logLines.join('\n');

const createLogMethod =
	(level: string) =>
	(message: string, metadata?: object): void => {
		const metadataText = metadata === undefined ? '' : ` ${inspect(metadata, { depth: 6 })}`;
		logLines.push(`${level} ${message}${metadataText}`);
	};

const logger = {
	error: createLogMethod('error'),
	warn: createLogMethod('warn'),
	info: createLogMethod('info'),
	debug: createLogMethod('debug'),
	scoped: () => logger,
};

// The suites of a worker share n8n-core, but none of its services.
Container.reset();
Container.set(Logger, logger as unknown as N8nLogger);
LoggerProxy.init(logger);

// n8n-core up to 2.8 monitors SSH connections in a timer that keeps the process alive, even without connections.
const { SSHClientsManager } = requireFromN8n('./execution-engine/ssh-clients-manager') as {
	SSHClientsManager: new () => { onShutdown(): void };
};
if (typeof afterAll === 'function') afterAll(() => Container.get(SSHClientsManager).onShutdown());

let currentMode: BinaryMode | undefined;

/** Sets where n8n stores binary files from now on. */
export async function setBinaryMode(mode: BinaryMode): Promise<void> {
	if (mode === currentMode) return;
	Container.get(n8nCore.BinaryDataConfig).mode = mode === 'memory' ? 'default' : 'filesystem';
	await Container.get(n8nCore.BinaryDataService).init();
	currentMode = mode;
}

/** Extends a stored file to a number of bytes, as a sparse file that needs no disk space. For files above limits. */
export async function enlargeFile(binary: IBinaryData, bytes: number): Promise<void> {
	if (binary.id === undefined) throw new Error('Only a file on disk can be enlarged');
	const path = Container.get(n8nCore.BinaryDataService).getPath(binary.id);
	await truncate(path, bytes);
	const { fileName, mimeType } = binary;
	await writeFile(`${path}.metadata`, JSON.stringify({ fileName, mimeType, fileSize: bytes }));
	binary.bytes = bytes;
}
