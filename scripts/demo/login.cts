import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Owner } from '../../test/e2e/n8n/rest.cts';

const login = z.object({ email: z.string(), password: z.string() });

/**
 * Returns the login of the demo's n8n instance. The first call generates a password. Only the current user can read the
 * file, because other users of the machine can reach the port of the editor.
 */
export function getOrCreateLogin(file: string): Owner {
	if (existsSync(file)) return login.parse(JSON.parse(readFileSync(file, 'utf8')));
	// n8n requires a digit and a capital letter.
	const owner = { email: 'demo@example.com', password: `Demo-${randomBytes(6).toString('hex')}-1` };
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
	return owner;
}
